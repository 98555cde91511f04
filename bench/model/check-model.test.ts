import { describe, expect, it } from 'vitest'
import type { MixedBurstEntry, RunFile } from '../archive/run-file.ts'
import { modelCheckSchema } from '../archive/model-check-schema.ts'
import { buildRun, burst, requestsPerBurst } from '../estimate/run-fixture.ts'
import { buildEdits, buildPolls, buildRecord, editFigures } from '../report/record-fixture.ts'
import { checkModel } from './check-model.ts'
import type { CheckedFigure } from './model-check.ts'

/** 20 µs saturated and 60 µs more at any rate, in every class. */
const wakingUs = 60
const pacedUs = (rate: number) => (20 + wakingUs) / (1 + (rate * wakingUs) / 1e6)
const us = ({ load }: { readonly load: string }) => (load === 'saturated' ? 20 : pacedUs(Number.parseInt(load, 10)))
const bytes = ({ responseClass }: { readonly responseClass: string }) => ({ sent: 100, received: responseClass === '200' ? 10_200 : 200 })
const run: RunFile = buildRun({ strategies: ['sha256', 'last-modified'], fixedRates: [100, 1000], us, bytes, plainGetSentBytes: 60 })

const mixed = (arm: string, launch: number, usPerRequest: number, voidReason: string | null = null): MixedBurstEntry => {
  const { responseClass: _, ...made } = burst({ launch, arm, responseClass: '200', sizeBytes: 10_000, load: '300/s', round: 0 }, usPerRequest)
  return { ...made, voidReason, requestsPerSecond: 300, mix: { '304': 6, '200': 3, put: 1 } }
}
const launches = [0, 1, 2, 3, 4, 5]

const cellsOf = (checked: RunFile, figure: CheckedFigure) => checkModel(checked).cells.filter((cell) => cell.figure === figure)
const summaryOf = (checked: RunFile, figure: CheckedFigure) => checkModel(checked).summaries.find((summary) => summary.figure === figure)

describe('CPU', () => {
  it('is foretold for a rate and a mix that nothing was fitted on', () => {
    const checked = { ...run, mixedBursts: launches.map((launch) => mixed('sha256', launch, pacedUs(300) * 1.25)) }
    const [cell] = cellsOf(checked, 'cpu')
    expect(cell).toMatchObject({ strategy: 'sha256', what: 'mix at 300/s', sizeBytes: 10_000 })
    expect(cell!.relativeError).toBeCloseTo(-0.2, 2)
    expect(summaryOf(checked, 'cpu')).toMatchObject({ cells: 1, worstCell: 'sha256, mix at 300/s', reach: 0.1 })
  })

  it('goes by the cheapest valid burst of a launch', () => {
    const checked = { ...run, mixedBursts: launches.flatMap((launch) => [mixed('none', launch, 400), mixed('none', launch, pacedUs(300)), mixed('none', launch, 1, 'late')]) }
    expect(cellsOf(checked, 'cpu')[0]!.relativeError).toBeCloseTo(0, 2)
  })

  it('of a saturated mix is foretold without fixed rates, what opening connections cost apart', () => {
    const quick = buildRun({ us: ({ responseClass }) => ({ '200': 80, '304': 20, put: 100, '412': 50 })[responseClass], connectionNs: 5 * 1000 * requestsPerBurst })
    const mixedBursts = launches.map((launch) => ({ ...mixed('sha256', launch, 51), load: 'saturated', requestsPerSecond: null }))
    // 0.6 x 20 + 0.3 x 80 + 0.1 x 100, and 51 less the 5 for connections.
    expect(cellsOf({ ...quick, mixedBursts }, 'cpu')).toEqual([{
      figure: 'cpu', strategy: 'sha256', what: 'saturated mix', sizeBytes: 10_000, predicted: expect.closeTo(46, 6), measured: expect.closeTo(46, 6), relativeError: expect.closeTo(0, 6),
    }])
  })

  it('is not checked, and says so, without such bursts and where all of them are void', () => {
    expect(checkModel(run).unchecked[0]).toBe('CPU: the run has no bursts of mixed classes, which take 200, 304 and put')
    const void_ = { ...run, mixedBursts: launches.map((launch) => mixed('sha256', launch, 70, 'late')) }
    expect(checkModel(void_).unchecked[0]).toBe('CPU of sha256: its bursts, or the figures to predict them from, are void')
    expect(summaryOf(void_, 'cpu')).toEqual({ figure: 'cpu', cells: 0, medianError: null, worstError: null, worstCell: null, reach: 0.1 })
  })
})

describe('bytes', () => {
  const settings = { users: 4, polls: 250, changedFraction: 0.1, thinkMs: 0 }
  const polled = (strategy: string, bytesPerPoll: number) =>
    buildPolls({ strategy, settings, variant: '10 % changed', edits: { ...editFigures, committed: 100 } }, 896, 0, bytesPerPoll)
  // Of 1,000 polls 4 are the first of their user, 100 find a change.
  const perPoll = (4 * (60 + 10_200) + 100 * 10_300 + 896 * 300) / 1000

  it('of polls are foretold from the number of edits alone', () => {
    const checked = { ...run, scenarios: [polled('sha256', perPoll), polled('none', 10_260 * 1.01)] }
    const [sha256, ...others] = cellsOf(checked, 'bytes')
    expect(sha256).toEqual({ figure: 'bytes', strategy: 'sha256', what: 'poll-changing, 10 % changed', sizeBytes: 10_000, predicted: perPoll, measured: perPoll, relativeError: 0 })
    // none would make the median smaller without saying anything.
    expect(others).toEqual([])
    expect(checkModel(checked).unchecked).toContain('bytes of none: each poll is the very 200 that the model is fitted on')
    expect(summaryOf(checked, 'bytes')).toMatchObject({ cells: 1, worstCell: 'sha256, poll-changing, 10 % changed' })
  })

  it('by date are left out, and void scripts too', () => {
    const checked = { ...run, scenarios: [polled('last-modified', 400), { ...polled('sha256', 1), voidReason: 'late' }] }
    expect(cellsOf(checked, 'bytes')).toEqual([])
    expect(checkModel(checked).unchecked).toContain("bytes of last-modified: which changes it sees depends on the clock's second")
  })

  it('that nothing can be divided by are left out with a reason', () => {
    const check = checkModel({ ...run, scenarios: [polled('sha256', 0)] })
    expect([check.cells, check.unchecked.at(-1)]).toEqual([[], 'bytes of sha256, poll-changing, 10 % changed: the record gives nothing to divide by'])
  })

  it('need unit costs', () => {
    expect(checkModel({ ...run, bursts: [], scenarios: [polled('sha256', 1)] }).unchecked).toContain('bytes: the run has no unit costs to predict from')
  })
})

describe('edits', () => {
  const settings = { editors: 2, documents: 1, edits: 40, thinkMs: 8, attempts: 1, backoff: 'none', backoffBaseMs: 10 }
  const ms = (p50: number) => ({ count: 10, p50Ns: p50 * 1e6, p90Ns: 2e6, p99Ns: 3e6, maxNs: 4e6, encoded: '' })
  const kind = (responseMs: number) => ({ requests: 80, outcomes: {}, sentBytes: 1, receivedBytes: 1, responseTime: ms(responseMs), serviceTime: ms(responseMs) })
  const contended = (strategy: string, aborts: number, lost = 0) => buildEdits({
    strategy, settings, byKind: { read: kind(0.5), edit: kind(1.5) },
    edits: { ...editFigures, aborts, attempts: 1000 }, lostUpdates: { least: lost, most: lost, acknowledged: 1000, documentsWithLosses: 0 },
  })

  it('aborts are foretold from settings and round trips', () => {
    const [cell] = cellsOf({ ...run, scenarios: [contended('sha256', 900)] }, 'aborts')
    expect(cell).toMatchObject({ strategy: 'sha256', what: 'edit-contended', measured: 0.9 })
    // Windows of 9 ms on average in a cycle of 10 ms, of which only commits count: x = 0.9 (1 - x).
    expect(cell!.predicted).toBeCloseTo(0.9 / 1.9, 2)
  })

  it('lost edits are foretold where nothing guards writes', () => {
    const [cell] = cellsOf({ ...run, scenarios: [contended('none', 0, 470)] }, 'lost')
    expect(cell).toMatchObject({ strategy: 'none', measured: 0.47 })
    expect(cell!.predicted).toBeCloseTo(0.9 / 1.9, 10)
  })

  it('of records that lack settings or round trips are left out with a reason', () => {
    const bare = buildEdits({ strategy: 'sha256' })
    const withoutTimes = { ...contended('none', 0, 470), byKind: {} }
    const check = checkModel({ ...run, scenarios: [bare, withoutTimes] })
    expect(check.cells).toEqual([])
    expect(check.unchecked).toContain('aborts and lost edits of 2 scripts: the record lacks settings or round trips to predict from')
    expect(modelCheckSchema.parse(check)).toEqual(check)
  })

  it('rates below 5 % are left out, those that chance alone could make, and dates', () => {
    // A rate of 9 % from 90 aborts is known to a tenth, just not.
    const checked = { ...run, scenarios: [contended('sha256', 49), contended('sha256', 90), contended('last-modified', 300)] }
    expect(checkModel(checked).cells).toEqual([])
    expect(checkModel(checked).unchecked).toContain('aborts of last-modified: at this pace all changes share a second')
    expect(checkModel(checked).unchecked).toContain('aborts and lost edits of 1 script: too few to tell a rate (give more --edits)')
    expect(checkModel(checked).unchecked).toContain('aborts and lost edits of 1 script: below 5 %, by which nobody decides (foretold: 5 % or more in 1 of 1)')
    expect(cellsOf({ ...run, scenarios: [contended('sha256', 92)] }, 'aborts')).toHaveLength(1)
  })
})

it('summarises by the median and the worst, and fits the run file', () => {
  const mixedBursts = launches.flatMap((launch) => [mixed('none', launch, pacedUs(300)), mixed('sha256', launch, pacedUs(300) / 1.1), mixed('last-modified', launch, pacedUs(300) / 1.5)])
  const check = checkModel({ ...run, mixedBursts, scenarios: [buildRecord({})] })
  expect(modelCheckSchema.parse(check)).toEqual(check)
  expect(check.summaries.map(({ figure, cells }) => [figure, cells])).toEqual([['cpu', 3], ['bytes', 0], ['aborts', 0], ['lost', 0]])
  expect(check.summaries[0]!.medianError).toBeCloseTo(0.1, 2)
  expect(check.summaries[0]!.worstError).toBeCloseTo(0.5, 2)
  expect(check.summaries[0]!.worstCell).toBe('last-modified, mix at 300/s')
})
