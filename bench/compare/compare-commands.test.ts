import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runFileSchema } from '../archive/run-file.ts'
import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { runCli } from '../fixtures/cli-process.ts'
import { findDoubts } from './promote-baseline.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-compare-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const made = buildRun({ classes: ['200'], us: ({ launch }) => 80 + launch })
const clean: RunFile = { ...made, status: 'complete', endedBy: null, environment: { ...made.environment, commit: '0123456789abcdef', dirty: false }, estimates: estimateRun(made) }

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

let files = 0
function write(run: RunFile): string {
  const path = join(scratch, `${++files}.json`)
  writeFileSync(path, JSON.stringify(runFileSchema.parse(run)))
  return path
}

describe('npm run compare', () => {
  it('compares, refuses what cannot be compared unless forced, and never passes having compared nothing', async () => {
    const base = write(clean)
    const other = write({ ...clean, environment: { ...clean.environment, node: 'v24.0.0' } })
    const empty = write({ ...clean, estimates: null })
    const [same, refused, forced, nothing] = await Promise.all([
      runCli('compare', base, base, '--json'),
      runCli('compare', base, other),
      runCli('compare', base, other, '--force'),
      runCli('compare', base, empty),
    ])
    expect(same.code).toBe(0)
    expect(JSON.parse(same.stdout)).toMatchObject({ schema: 1, kind: 'etag-bench comparison', exitCode: 0, obstacles: [] })
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toContain('- other runtime: Node was')
    expect(forced.code).toBe(0)
    expect(inOneLine(forced.stdout)).toContain('warning: not comparable, compared all the same (--force): other runtime: Node was')
    expect([nothing.code, nothing.stdout]).toEqual([4, ''])
    expect(nothing.stderr).toMatch(/^nothing was compared: no cell has a valid figure in both runs/)
  })
})

describe('npm run baseline', () => {
  it('shows what it replaces, and replaces nothing unasked', async () => {
    const out = join(scratch, 'baseline')
    const target = join(out, 'run.json')
    const first = await runCli('baseline', write({ ...clean, id: 'first' }), '--out', out, '--yes')
    expect([first.code, inOneLine(first.stdout)]).toEqual([0, expect.stringContaining(`${target}: there is no baseline yet with run first of 2026-11-21, commit 0123456789: default, 6 launches, 10kB; `)])
    const second = write({ ...clean, id: 'second' })
    const unasked = await runCli('baseline', second, '--out', out)
    expect([unasked.code, unasked.stderr]).toEqual([2, 'nothing was changed: nobody can be asked, since this is no terminal\ngive --yes\n'])
    expect(inOneLine(unasked.stdout)).toContain(`${target}: replaces run first of 2026-11-21, commit 0123456789`)
    const lines = unasked.stdout.split('\n').filter((line) => !line.includes(target))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    const idThere = () => (JSON.parse(readFileSync(target, 'utf8')) as RunFile).id
    expect(idThere()).toBe('first')
    expect((await runCli('baseline', second, '--out', out, '--yes')).code).toBe(0)
    expect(idThere()).toBe('second')
  })

  it('says how a baseline that cannot be read is replaced', async () => {
    const out = join(scratch, 'broken')
    const target = join(out, 'run.json')
    mkdirSync(out)
    writeFileSync(target, '{"kind":')
    const path = write(clean)
    const refused = await runCli('baseline', path, '--out', out, '--yes')
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      2, '', `the baseline that is there cannot be shown: ${target} is cut off: its JSON stops after 8 bytes, before it is complete\nnothing was changed; --force replaces it all the same\n`,
    ])
    expect((await runCli('baseline', path, '--out', out, '--yes', '--force')).code).toBe(0)
    expect(readFileSync(target, 'utf8')).toContain(clean.id)
  })

  it('refuses what others should not be compared with, unless forced', async () => {
    const doubtful = write({ ...clean, status: 'partial', endedBy: 'interrupted' })
    const out = join(scratch, 'forced')
    const refused = await runCli('baseline', doubtful, '--out', out, '--yes')
    expect([refused.code, existsSync(out)]).toEqual([2, false])
    expect(refused.stderr).toContain('should not become the baseline:\n- it is partial: interrupted\n')
    const forced = await runCli('baseline', doubtful, '--out', out, '--yes', '--force')
    expect([forced.code, forced.stderr, existsSync(join(out, 'run.json'))]).toEqual([0, 'warning: it is partial: interrupted\n', true])
  })

  it.each<[Partial<RunFile>, readonly string[]]>([
    [{}, []],
    [{ environment: { ...clean.environment, dirty: true } }, ['it was made with changes that no commit has']],
    [{ environment: { ...clean.environment, commit: null } }, ['it was made outside of a git checkout: nobody can say of which code']],
    [{ estimates: null }, ['it has no valid figure of CPU per request']],
  ])('doubts about a run with %j', (changes, doubts) => {
    expect(findDoubts({ ...clean, ...changes })).toEqual(doubts)
  })
})
