import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import type { Place, RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildEdits } from '../report/record-fixture.ts'
import { findObstacles, findRemarks } from './comparability.ts'
import { compareRuns } from './compare-runs.ts'
import { formatComparison } from './comparison-table.ts'

/** A little of its own in every launch, so that intervals have a width. */
const wobble = [1, 1.02, 0.99, 1.01, 0.98, 1.005]
const us = (factors: Readonly<Record<string, number>>) => ({ arm, responseClass, launch }: Place) =>
  (factors[`${arm}/${responseClass}`] ?? factors[arm] ?? 1) * 80 * (arm === 'none' ? 1 : wobble[launch % wobble.length]!)

function run(factors: Readonly<Record<string, number>> = {}, fixture: Partial<RunFixture> = {}, changes: Partial<RunFile> = {}): RunFile {
  const made = buildRun({ classes: ['200', '304'], strategies: ['sha256', 'version'], us: us(factors), ...fixture })
  return { ...made, status: 'complete', estimates: estimateRun(made), ...changes }
}

const compare = (base: RunFile, head: RunFile, failOnCannotTell = false) => compareRuns(base, head, [], failOnCannotTell)
const called = (base: RunFile, head: RunFile) => compare(base, head).cells.filter(({ verdict }) => verdict !== 'no-gross-change').map(({ cell, verdict }) => `${cell} ${verdict}`)

describe('compareRuns', () => {
  it('calls a gross change in its cell, and nothing else', () => {
    const base = run({}, {}, { id: 'before' })
    expect(called(base, run())).toEqual([])
    expect(called(base, run({ 'sha256/304': 1.3 }))).toEqual(['sha256/10kB/304 slower'])
    expect(called(base, run({ 'sha256/304': 0.7 }))).toEqual(['sha256/10kB/304 faster'])
  })

  it('does not call a change that two hours of one build could make, and tells how large one it could have seen', () => {
    const { cells, exitCode } = compare(run(), run({ 'sha256/304': 1.1 }))
    const cell = cells.find(({ cell: name }) => name === 'sha256/10kB/304')
    expect([cell?.verdict, exitCode]).toEqual(['no-gross-change', 0])
    expect(cell?.ratio).toBeCloseTo(1.1, 10)
    // Both intervals reach 2 % to either side of ×1: 1.1 x 1.02 / 0.98 at most.
    expect(cell?.seenFrom).toBeGreaterThan(1.11)
    expect(cell?.seenFrom).toBeLessThan(1.15)
    expect(called(run(), run({ 'sha256/304': cell!.seenFrom! * 1.001 }))).toEqual(['sha256/10kB/304 slower'])
    expect(called(run(), run({ 'sha256/304': cell!.seenFrom! * 0.999 }))).toEqual([])
  })

  it('judges strategies beside none, so that a slower hour is no regression, and none itself by its microseconds', () => {
    const slowHour = { none: 1.25, 'none-again': 1.25, sha256: 1.25, version: 1.25 }
    expect(called(run(), run(slowHour))).toEqual([])
    expect(called(run(), run({ none: 1.5, 'none-again': 1.5, sha256: 1.5, version: 1.5 }))).toEqual(['none/10kB/200 slower', 'none/10kB/304 slower'])
  })

  it.each<[string, RunFile, RunFile, boolean, number]>([
    ['nothing changed', run(), run(), true, 0],
    ['a gross slowdown', run(), run({ version: 2 }), false, 1],
    ['a gross gain', run(), run({ version: 0.5 }), false, 0],
    ['a byte more', run(), run({}, { bytes: () => ({ sent: 100, received: 201 }) }), false, 1],
    ['too few launches for an interval', run({}, { launches: 2 }), run({}, { launches: 2 }), false, 0],
    ['the same, where that is to count', run({}, { launches: 2 }), run({}, { launches: 2 }), true, 3],
  ])('exit code for %s', (_what, base, head, failOnCannotTell, code) => {
    expect(compare(base, head, failOnCannotTell).exitCode).toBe(code)
  })

  it('names bytes that differ, and compares none of an arm whose widths change within a run', () => {
    const bytes = ({ arm, responseClass, launch }: Place) => ({ sent: arm === 'version' && responseClass === '200' ? 100 + launch : 100, received: arm === 'sha256' ? 240 : 200 })
    const { compared, different, inexact } = compare(run(), run({}, { bytes })).bytes
    expect([compared, inexact]).toEqual([12, ['version']])
    expect(different).toEqual(['200', '304'].map((responseClass) => ({ cell: `sha256/10kB/${responseClass}`, direction: 'received', base: 200, head: 240 })))
  })

  it('tells violations that head has and base has not', () => {
    const violation = { kind: 'lost-updates', count: 1, message: '1 of 60 acknowledged edits are lost' }
    const violated = run({}, {}, { scenarios: [{ ...buildEdits({ strategy: 'sha256' }), violations: [violation] }] })
    const { violations, exitCode } = compare(run(), violated)
    expect([violations, exitCode]).toEqual([[expect.stringMatching(/^lost-updates in .* of sha256\/10kB: 1 of 60 acknowledged edits are lost$/)], 1])
    expect(compare(violated, violated)).toMatchObject({ violations: [], exitCode: 0 })
  })

  it('says which cells only one run has', () => {
    const { cells, notCompared } = compare(run({}, { classes: ['200'] }), run({}, { strategies: ['sha256'] }))
    expect(cells.map(({ cell }) => cell)).toEqual(['none/10kB/200', 'none-again/10kB/200', 'sha256/10kB/200'])
    expect(notCompared).toEqual(['version/10kB/200', 'none/10kB/304', 'none-again/10kB/304', 'sha256/10kB/304'])
  })
})

describe('formatComparison', () => {
  it('says in 80 columns that runs see gross changes only, and how large ones these could have seen', () => {
    const text = formatComparison(compareRuns(run({}, {}, { id: 'before' }), run({ 'sha256/304': 2 }, { bytes: () => ({ sent: 100, received: 240 }) }), ['other machine: cores was 2 and is 4'], false))
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    const flat = text.replaceAll(/\n {2}|\n(?=[a-z])/g, ' ')
    expect(flat).toContain('warning: not comparable, compared all the same (--force): other machine: cores was 2 and is 4')
    expect(flat).toContain('Two runs made one after the other see gross changes only')
    expect(flat).toMatch(/could have seen slowdowns of \+1\d% \(in its calmest cell\) to \+3\d% \(in its noisiest\)\. For less than that: npm run ab\./)
    expect(text).toMatch(/^sha256\/10kB\/304 +x1\.00 +x2\.00 +\+10\d% +\+1\d% +SLOWER$/m)
    expect(flat).toContain('- bytes received of sha256/10kB/304: 200 -> 240')
  })
})

describe('findObstacles', () => {
  const base = run()
  const settings = (changes: Partial<RunFile['settings']>) => ({ ...base, settings: { ...base.settings, ...changes } })
  const environment = (changes: Partial<RunFile['environment']>) => ({ ...base, environment: { ...base.environment, ...changes } })
  const payload = { file: 'a.json', fileBytes: 10, sentBytes: 90, bookkeepingBytes: 60, bookkeeping: 'member' } as const

  it.each<[string, RunFile, readonly string[]]>([
    ['nothing but the time', { ...base, id: 'later', startedAt: '2026-11-22T02:03:04.000Z' }, []],
    ['more launches and other cells', settings({ launches: 12, mode: 'thorough', sizesBytes: [1000], strategies: ['none'] }), []],
    ['another commit', environment({ commit: 'abc', dirty: true }), []],
    ['the machine', environment({ cpuModel: 'Other CPU', cores: 64 }), [`other machine: CPU was ${base.environment.cpuModel} and is Other CPU`, `other machine: cores was ${base.environment.cores} and is 64`]],
    ['Node', environment({ node: 'v24.0.0' }), [`other runtime: Node was ${base.environment.node} and is v24.0.0`]],
    ['a payload', { ...base, payload }, ['other payload: file was none and is given', 'other payload: bytes in the file was none and is 10', 'other payload: bytes as sent was none and is 90', 'other payload: bookkeeping was none and is member']],
    ['options', settings({ connections: 4, encoding: 'gzip', roundsPerLaunch: 9 }), ['other option: encoding was identity and is gzip', 'other option: connections was 8 and is 4', 'other option: roundsPerLaunch was 1 and is 9']],
  ])('%s', (_what, head, obstacles) => {
    expect(findObstacles(base, head)).toEqual(obstacles)
  })

  it('packages and partial runs are remarks', () => {
    const head = { ...environment({ packages: { ...base.environment.packages, fastify: '9.0.0' } }), id: 'later', status: 'partial' as const }
    expect(findRemarks(base, head)).toEqual([`other package: fastify was ${base.environment.packages['fastify'] ?? 'none'} and is 9.0.0`, 'head is a partial run'])
    expect(findRemarks(base, base)).toEqual(['both files are of the same run'])
  })
})
