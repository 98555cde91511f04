import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { CommandContext } from '../cli.ts'
import { exitCodeOf, formatError } from '../errors.ts'
import { estimateRun } from '../estimate/estimates.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { runCli } from '../fixtures/cli-process.ts'
import { buildMicro } from '../micro/micro-fixture.ts'
import { buildEdits, buildPolls } from '../report/record-fixture.ts'
import { addReportCommand } from './report.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-report-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const plain = buildRun({ us: ({ launch }) => 50 + launch, strategies: ['version'], sizesBytes: [1_000, 10_000] })
const scenarios = ['none', 'version'].flatMap((strategy) => [buildPolls({ strategy }, 900, 0, 300), buildEdits({ strategy })])
const run = { ...plain, scenarios, estimates: estimateRun(plain) }
let folders = 0
/** A page takes seconds to draw where everything else is tested meanwhile. */
const patient = { timeout: 60_000 }

function writeRun(text = JSON.stringify(run)): { readonly folder: string; readonly path: string } {
  const folder = join(scratch, String(++folders), 'run')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'run.json'), text)
  return { folder, path: join(folder, 'run.json') }
}

/** The command in this process. Its error is what the command line turns into text and an exit code. */
async function report(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string; readonly error: unknown }> {
  const printed = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (printed[name] += text) })
  const program = new Command()
  addReportCommand(program, { signal: new AbortController().signal, stdout: stream('stdout'), stderr: stream('stderr') } as unknown as CommandContext)
  const error = await program.parseAsync(['report', ...args], { from: 'user' }).then(() => undefined, (thrown: unknown) => thrown)
  return { ...printed, error }
}

const contents = (folder: string) => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

describe('npm run report', () => {
  it('writes page, summary and figures beside the run file, the same bytes each time, and leaves the run alone', patient, async () => {
    const { folder, path } = writeRun()
    const { stdout, error } = await report(path)
    expect(error).toBeUndefined()
    expect(stdout).toBe(['report.html', 'summary.md', 'estimates.csv'].map((name) => `${join(folder, name)}\n`).join(''))
    const first = contents(folder)
    expect(Object.keys(first).toSorted()).toEqual(['estimates.csv', 'report.html', 'run.json', 'summary.md'])
    expect(first['run.json']).toBe(JSON.stringify(run))
    expect((await runCli('report', folder)).code).toBe(0)
    expect(contents(folder)).toEqual(first)
  })

  it('with --out writes that file only, in the form of its name', async () => {
    const { folder, path } = writeRun()
    const out = join(scratch, 'a summary.MD')
    const { stdout, error } = await report(path, '--out', out)
    expect([error, stdout, readdirSync(folder)]).toEqual([undefined, `${out}\n`, ['run.json']])
    expect(readFileSync(out, 'utf8')).toMatch(/^# etag-bench, default run of 2026-11-21\n/)
  })

  it('gives a run that was killed the figures that its own end would have', async () => {
    const killed = { ...run, status: 'partial' as const, finishedAt: null, estimates: null }
    const [whole, cut] = [await report(writeRun().path, '--print', 'csv'), await report(writeRun(JSON.stringify(killed)).path, '--print', 'csv')]
    const costs = (csv: string) => csv.split('\n').filter((line) => line.includes(',unit-cost,'))
    expect(costs(cut.stdout).length).toBeGreaterThan(10)
    expect(costs(cut.stdout)).toEqual(costs(whole.stdout))
  })

  it.each([
    ['a cut off file', JSON.stringify(run).slice(0, 5_000), 'is cut off: its JSON stops after 5000 bytes'],
    ['a foreign file', '{"name": "etag-bench"}', 'is JSON, but no etag-bench run file: it has no "kind"'],
    ['a newer file', JSON.stringify({ ...run, schema: 99 }), 'was made by a newer etag-bench: it has schema 99'],
    ['a micro file', JSON.stringify(buildMicro({ launches: 1, tasks: ['no-op'], ns: () => 1 })), 'is JSON, but no etag-bench run file: its "kind" is "etag-bench micro"; npm run micro makes those'],
    ['an empty file', '', 'is empty'],
    ['no JSON', 'a,b\n1,2\n', 'is no JSON'],
  ])('refuses %s, says what and why, and writes nothing', async (_, text, reason) => {
    const { folder, path } = writeRun(text)
    const { stdout, error } = await report(path)
    expect([exitCodeOf(error), stdout, readdirSync(folder)]).toEqual([2, '', ['run.json']])
    expect(formatError(error)).toContain(`${path} ${reason}`)
  })

  it('exits with 2 where it refuses, and tells it in sentences', async () => {
    const { path } = writeRun(JSON.stringify({ ...run, schema: 99 }))
    const { code, stdout, stderr } = await runCli('report', path)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `${path} was made by a newer etag-bench: it has schema 99, and this one reads schema ${run.schema}\n` +
        'bring this checkout up to date: git pull && npm ci\ngive a run.json that npm run bench made, or the folder that it is in\n',
    )
  })

  it('refuses a name that no form has, before it reads anything', async () => {
    const { error } = await report(join(scratch, 'absent.json'), '--out', 'report.pdf')
    expect([exitCodeOf(error), `${formatError(error)}\n`]).toEqual([2, '--out report.pdf: the form is not clear from its name\nend it with .html, .md, .csv\n'])
  })

  it('makes the folder that --out names', async () => {
    const out = join(scratch, 'new', 'folder', 'x.csv')
    const { stdout, error } = await report(writeRun().path, '--out', out)
    expect([error, stdout, readFileSync(out, 'utf8').split(',')[0]]).toEqual([undefined, `${out}\n`, 'run'])
  })

  it('says so when it cannot write, with exit code 5', async () => {
    const out = join(writeRun().path, 'x.csv')
    const { error } = await report(writeRun().path, '--out', out)
    expect([exitCodeOf(error), formatError(error)]).toEqual([5, `cannot write ${out}: ENOTDIR\nname a folder that can be written to with --out`])
  })

  it('with --print prints one form to stdout, what else there is to say to stderr, and writes nothing', async () => {
    const { folder, path } = writeRun()
    const { stdout } = await report(path, '--out', join(scratch, 'printed.md'))
    expect(stdout).not.toBe('')
    const printed = await report(path, '--print', 'md')
    expect([printed.error, printed.stdout, readdirSync(folder)]).toEqual([undefined, readFileSync(join(scratch, 'printed.md'), 'utf8'), ['run.json']])
    const [wrong, both] = [await report(path, '--print', 'pdf'), await report(path, '--print', 'md', '--out', 'x.md')]
    expect([wrong, both].map(({ error }) => [exitCodeOf(error), formatError(error)])).toEqual([
      [2, '--print pdf: there is no such form\ngive html, md, csv'],
      [2, '--out and --print exclude each other\ngive one of them'],
    ])
  })

  it('joins a micro file of the same CPU and Node, and says why it joins none', async () => {
    const { folder, path } = writeRun()
    const micro = { ...buildMicro({ launches: 1, tasks: ['sha256-buffer'], ns: () => 1000 }), environment: run.environment }
    writeFileSync(join(folder, 'micro.json'), JSON.stringify(micro))
    const out = join(scratch, 'joined.csv')
    expect((await report(path, '--out', out)).stdout).toBe(`joined: ${join(folder, 'micro.json')}\n${out}\n`)
    expect(readFileSync(out, 'utf8')).toContain(',micro,sha256-buffer,')
    writeFileSync(join(folder, 'micro.json'), JSON.stringify({ ...micro, environment: { ...run.environment, node: 'v24.0.0\u001b[31m' } }))
    expect(await report(path, '--print', 'csv')).toMatchObject({
      stderr: `not joined: ${join(folder, 'micro.json')}: the run was made by Node ${run.environment.node}, the micro file by v24.0.0 [31m\n`,
      stdout: expect.not.stringContaining(',micro,') as string,
    })
    expect(await report(path, '--print', 'html', '--micro', join(folder, 'micro.json'))).toMatchObject({
      stderr: expect.stringMatching(/^not joined: /) as string,
      stdout: expect.stringContaining(`Not joined with ${micro.id}: the run was made by Node`) as string,
    })
  })

  it.runIf(process.platform !== 'win32')('where the page cannot be made it says so in sentences, and the other files are there', patient, async () => {
    const { folder, path } = writeRun()
    vi.stubEnv('ESBUILD_BINARY_PATH', '/dev/null')
    const { code, stdout, stderr } = await runCli('report', path)
    vi.unstubAllEnvs()
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(/^report\.html could not be made: the advisor's script cannot be bundled: [^\n]+\nnpm ci brings esbuild [^\n]+\nwritten: summary\.md, estimates\.csv\n$/)
    expect(readdirSync(folder).toSorted()).toEqual(['estimates.csv', 'run.json', 'summary.md'])
  })

  it('refuses a micro file that is none, but passes over one that nobody asked for', async () => {
    const { folder, path } = writeRun()
    const micro = join(folder, 'micro.json')
    writeFileSync(micro, '{}')
    const asked = await report(path, '--micro', micro, '--out', join(scratch, 'x.csv'))
    expect([exitCodeOf(asked.error), formatError(asked.error)]).toEqual([2, expect.stringContaining(`${micro} is JSON, but no etag-bench micro file`) as string])
    expect((await report(path, '--out', join(scratch, 'x.csv'))).error).toBeUndefined()
  })
})
