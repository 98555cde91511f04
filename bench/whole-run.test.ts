import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runFileSchema } from './archive/run-file.ts'
import { runCli } from './fixtures/cli-process.ts'
import { controlCharacters } from './fixtures/control-characters.ts'

const onLinux = process.platform === 'linux'
const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-whole-run-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('a whole run', { timeout: 60_000 }, () => {
  const flags = ['--quick', '--launches', '1', '--warmup', '20ms', '--burst', '10ms', '--classes', '304', '--strategies', 'version']
  const tiny = [...flags, '--references', 'none', '--scenarios', 'none', '--sizes', '1kB', '--out', join(scratch, 'runs')]

  it('with --json prints the run file, and nothing else, on stdout', async () => {
    const { stdout, stderr } = await runCli('bench', ...tiny, '--no-report', '--json')
    const run = runFileSchema.parse(JSON.parse(stdout))
    expect([run.status, run.endedBy]).toEqual(['complete', null])
    expect(run.command).toBe(`npm run bench -- ${tiny.join(' ')} --no-report --json`)
    expect(readdirSync(join(scratch, 'runs', run.id))).toEqual(['run.json'])
    expect(stderr).toMatch(/^1 of \d+ cells done \(warm-up\)\n/)
  })

  it('that is not on a terminal prints no control character and at most 80 columns', async () => {
    const { stdout, stderr } = await runCli('bench', ...tiny)
    expect(controlCharacters(stdout + stderr)).toEqual([])
    const table = stdout.split('\n').filter((line) => !/^(?:run file|report): /.test(line))
    expect(table[0]).toMatch(/^etag-bench, quick run, 1 launch, seed 1; /)
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80)
    const [, page] = /^report: (.*)$/m.exec(stdout) ?? []
    const folder = dirname(page ?? '')
    expect(readdirSync(folder).toSorted()).toEqual(['estimates.csv', 'report.html', 'run.json', 'summary.md'])
    const written = readFileSync(page ?? '', 'utf8')
    expect((await runCli('report', folder)).code).toBe(0)
    expect(readFileSync(page ?? '', 'utf8') === written).toBe(true)
  })

  it.runIf(onLinux)('whose page cannot be made is a good run all the same, and says what is missing', async () => {
    vi.stubEnv('ESBUILD_BINARY_PATH', '/dev/null')
    const { code, stdout, stderr } = await runCli('bench', ...tiny)
    vi.unstubAllEnvs()
    expect(code).toBe(0)
    const [, path] = /^run file: (.*)$/m.exec(stdout) ?? []
    expect(stderr).toContain("\nthe report is not complete: report.html could not be made: the advisor's script cannot be bundled: ")
    expect(stderr).toContain(`\nwritten: summary.md, estimates.csv\nthe run is safe; npm run report -- ${path} tries again\n`)
    expect(readdirSync(dirname(path ?? '')).toSorted()).toEqual(['estimates.csv', 'run.json', 'summary.md'])
  })
})
