import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { runFileSchema } from '../archive/run-file.ts'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { estimateRun } from '../estimate/estimates.ts'
import type { Place, RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildEdits, buildPolls, editFigures } from './record-fixture.ts'
import { formatRun, wrap } from './terminal.ts'

const path = '/somewhere/results/runs/2026-11-21T02-03-04Z-1a2b/run.json'
const factors: Readonly<Record<string, number>> = {
  none: 1, 'none-again': 1, sha256: 1.27, version: 1.02, 'last-modified': 1.013, 'floor-constant': 0.3, 'floor-narrow': 0.25, 'none-gzip': 1.8,
}
/** A little of its own in every launch, so that intervals have a width. */
const wobble = [1, 1.02, 0.99, 1.01, 0.98, 1.005]

function us({ arm, responseClass, sizeBytes, launch, load }: Place): number | undefined {
  if ((arm.startsWith('floor-') || arm === 'none-gzip') && load.endsWith('/s')) return undefined
  const isCheap = !arm.startsWith('none') && (responseClass === '304' || responseClass === '412') && arm !== 'sha256'
  const base = isCheap ? 30 : 40 + sizeBytes / 250
  const own = arm === 'none' ? 1 : wobble[(launch + arm.length) % 6]!
  return base * (factors[arm] ?? 1.1) * own * (load === 'saturated' ? 1 : 4)
}

function bytes({ arm, responseClass, sizeBytes }: Place): { sent: number; received: number } {
  const isNone = arm.startsWith('none')
  if (arm === 'none-gzip') return { sent: 163, received: sizeBytes / 5 + 250 }
  return { sent: 140, received: isNone ? sizeBytes + 200 : responseClass === '304' ? 150 : sizeBytes + 260 }
}

const scenarios = ['none', 'sha256', 'version', 'last-modified'].flatMap((strategy) => [
  ...[0.01, 0.1, 0.5].map((changed) => {
    const notModified = strategy === 'none' ? 0 : Math.round(990 * (1 - changed))
    const falseOnes = strategy === 'last-modified' ? Math.round(1000 * changed) : 0
    const record = buildPolls({ strategy, variant: `${changed * 100} % changed` }, notModified + falseOnes, falseOnes, strategy === 'none' ? 10_300 : 300 + 10_000 * changed - 10 * falseOnes)
    return falseOnes < 500 ? record : { ...record, polls: { ...record.polls!, possibleFalse: 20 } }
  }),
  buildEdits({
    strategy,
    lostUpdates: strategy === 'none' ? { least: 41, most: 43, acknowledged: 300, documentsWithLosses: 4 } : { least: 0, most: 0, acknowledged: 300, documentsWithLosses: 0 },
    ...(strategy === 'none' ? { edits: { ...editFigures, attempts: 300, aborts: 0, abortRate: 0, gaveUp: 0, indeterminate: 2, wastedRequests: 0, wastedBytes: 0 } } : {}),
  }),
  touched(strategy),
  buildEdits({
    scenario: 'edit-burst',
    strategy,
    workload: 'open',
    ...(strategy === 'version' ? { voidReason: '3 of 1000 requests were dropped', dropped: 3 } : {}),
  }),
])

/** Every tenth poll finds that somebody put the content back as it was. */
function touched(strategy: string): ScenarioRecord {
  const moves = strategy === 'version'
  const record = buildPolls({ scenario: 'touch', variant: 'default', strategy }, strategy === 'none' ? 0 : moves ? 500 : 600, 0, strategy === 'none' ? 10_300 : 5_000)
  return { ...record, polls: { ...record.polls!, uselessOk: moves ? 100 : 0 } }
}

function finished(fixture: Partial<RunFixture>, changes: (run: RunFile) => Partial<RunFile> = () => ({})): RunFile {
  const plain = buildRun({ us, bytes, plainGetSentBytes: 60, strategies: ['sha256', 'version', 'last-modified'], ...fixture })
  const run = { ...plain, ...changes(plain) }
  return runFileSchema.parse({ ...run, estimates: estimateRun(run) })
}

const withVoids = (run: RunFile, isVoid: (place: Place) => boolean) => ({
  bursts: run.bursts.map((each) => (isVoid(each) ? { ...each, voidReason: 'the server was busy only 60 % of the time (limit 80 %): the generator was the bottleneck' } : each)),
})

const linesOf = (run: RunFile) => formatRun(run, path).split('\n')
const tooLong = (lines: readonly string[]) => lines.filter((line) => line.length > 80)

const manyStrategies = [
  'sha256', 'xxhash', 'version', 'last-modified', 'sha256-stored', 'sha256-canonical', 'xxhash-canonical', 'md5', 'sha1-weak', 'weak-timestamp', 'abcdefghijklmnop',
]

describe('formatRun', () => {
  it('writes a complete run as it should look', async () => {
    const run = finished(
      { sizesBytes: [1_000, 10_000, 100_000, 1_000_000], fixedRates: [100], references: ['floor-constant', 'floor-narrow', 'none-gzip'], laneAgreementBytes: 10_000 },
      () => ({ scenarios }),
    )
    await expect(formatRun(run, path)).toMatchFileSnapshot('golden/complete.txt')
  })

  it('writes a partial run with void cells and points without intervals as it should look', async () => {
    const run = finished({ launches: 2 }, (plain) => ({
      ...withVoids(plain, ({ arm, responseClass }) => arm === 'version' && responseClass === 'put'),
      status: 'partial',
      endedBy: 'server "last-modified" ended (exit code 1) while saturated load of class 304 was on it; its last words: Error: out of ideas\nwhat was measured until then is in the run file; start the server by hand with "npm run serve" to see why',
      scenarios: [
        buildPolls({ strategy: 'version', variant: '1 % changed', voidReason: 'the generator was busy' }, 0, 0, 300),
        buildEdits({ strategy: 'version', voidReason: 'the generator was busy' }),
        buildEdits({ strategy: 'sha256', violations: [{ kind: 'lost-updates', count: 1, message: '1 of 300 acknowledged edits are lost' }] }),
      ],
      warnings: ['another program used 30 % of the CPU'],
    }))
    await expect(formatRun(run, path)).toMatchFileSnapshot('golden/partial.txt')
  })

  it('writes a run without a single burst as it should look', async () => {
    const run: RunFile = { ...finished({ launches: 6 }), bursts: [], estimates: null, status: 'partial', endedBy: null }
    await expect(formatRun(run, path)).toMatchFileSnapshot('golden/nothing.txt')
  })

  it('never takes more than 80 columns, with eleven strategies, long names and six sizes', () => {
    const sizesBytes = [300, 1_000, 10_240, 123_457, 1_234_567, 16_777_216]
    const run = finished(
      { strategies: manyStrategies, sizesBytes, fixedRates: [100, 1000], references: ['floor-constant', 'floor-narrow', 'fastify-etag'] },
      (plain) => ({
        ...withVoids(plain, ({ arm, sizeBytes }) => arm === 'sha256-canonical' && sizeBytes === 1_234_567),
        scenarios: manyStrategies.flatMap((strategy) => scenarios.slice(0, 6).map((record) => ({ ...record, strategy }))),
      }),
    )
    expect(tooLong(linesOf(run))).toEqual([])
  })

  it('never takes more than 80 columns, however wide the intervals are', () => {
    const wild = (place: Place) => us(place)! * 10 ** ((place.launch - 2.5) * (place.arm === 'version' ? 0.4 : 0.1))
    const run = finished({ us: wild, sizesBytes: [1_000, 1_000_000], strategies: ['version', 'sha256-canonical'] })
    expect(tooLong(linesOf(run))).toEqual([])
  })

  it('keeps a space between any two figures', () => {
    const run = finished({ sizesBytes: [100_000, 1_000_000, 2_000_000, 16_777_216] })
    expect(linesOf(run).filter((line) => /%\d|\d×|[a-z]\d+ ×/.test(line))).toEqual([])
  })

  it('leaves out a table in which nothing has a figure', () => {
    const onlySmall = ({ sizeBytes, ...place }: Place) => (sizeBytes === 1_000 ? us({ sizeBytes, ...place }) : undefined)
    const text = formatRun(finished({ us: onlySmall, sizesBytes: [1_000, 10_000], fixedRates: [100] }), path)
    expect(text).toContain('1kB, saturated')
    expect(text).not.toMatch(/10kB, (saturated|100)|Exact bytes/)
  })

  it('shows a scenario that it has never heard of under its own name', () => {
    const named = { scenario: 'read-through', variant: 'large', sizeBytes: 1_000 }
    const text = formatRun(finished({}, () => ({ scenarios: [...scenarios, buildEdits(named), buildPolls({ scenario: 'poll-slowly', variant: 'default' }, 900, 0, 300)] })), path)
    expect(text.match(/^\S+, \d+kB(, large)?(?=:|$)/gm)).toEqual(['poll-changing, 10kB', 'edit-contended, 10kB', 'touch, 10kB', 'edit-burst, 10kB', 'read-through, 1kB, large', 'poll-slowly, 10kB'])
  })

  it('never takes more than 80 columns, however many variants of a scenario there are, open or closed', () => {
    const large = { ...editFigures, wastedBytes: 123_456_789, goodputPerSecond: 123_456, gaveUp: 12_345, timeToCommit: { ...editFigures.timeToCommit, p50Ns: 1e12, p99Ns: 1e13 } }
    const lostUpdates = { least: 12_345, most: 123_456, acknowledged: 500_000, documentsWithLosses: 9 }
    const swept = manyStrategies.slice(-2).flatMap((strategy) => ['none', 'exponential'].flatMap((backoff) => [1, 2, 4, 8, 16, 32].flatMap((editors) => {
      const given = { strategy, settings: { editors, backoff }, variant: `${editors} editors, ${backoff}`, workload: 'open' } as const
      return [buildEdits({ ...given, edits: large, lostUpdates }), buildPolls({ ...given, scenario: 'mixed', edits: large }, 900, 12_345, 300)]
    })))
    expect(tooLong(linesOf(finished({}, () => ({ scenarios: swept }))))).toEqual([])
  })

  it('says so where contents are in gzip, and then has no figure beside what was saved', () => {
    const lines = linesOf(finished({ encoding: 'gzip' }, () => ({ scenarios })))
    expect(lines.slice(0, 2).join(' ')).toContain('seed 1, contents in gzip (those of floors as they are); ')
    expect(lines.join(' ')).toContain('Bytes that one 304 saves (both directions, the request header charged), contents being in gzip ')
    expect(lines.join('\n')).not.toMatch(/ raw gzip|^version +\d+ \d+$/m)
  })

  it('of a single launch speaks in the singular', () => {
    const text = linesOf(finished({ launches: 1 })).join(' ')
    expect(text).toContain(', 1 launch, seed 1;')
    expect(text).toContain('(paired within 1 launch)')
  })

  it('of a run without unit costs does not speak of launches', () => {
    const run: RunFile = { ...finished({ classes: [] }), bursts: [], estimates: null, scenarios }
    expect(linesOf(run)[0]).toMatch(/^etag-bench, default run, scenarios only, seed 1; /)
  })

  it('has neither colour nor other control characters', () => {
    // oxlint-disable-next-line no-control-regex
    expect(formatRun(finished({}, () => ({ scenarios })), path)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
  })
})

describe('wrap', () => {
  it('breaks at spaces, at 80 columns, and indents what follows', () => {
    expect(wrap(`${'a'.repeat(40)} ${'b'.repeat(37)} c`, '- ', '  ')).toEqual([`- ${'a'.repeat(40)} ${'b'.repeat(37)}`, '  c'])
    expect(wrap(`${'a'.repeat(40)} ${'b'.repeat(39)} c`)).toEqual([`${'a'.repeat(40)} ${'b'.repeat(39)}`, 'c'])
  })

  it('leaves a word that is longer than the line whole', () => {
    expect(wrap(`x ${'y'.repeat(90)} z`, '- ', '  ')).toEqual(['- x', `  ${'y'.repeat(90)}`, '  z'])
  })
})
