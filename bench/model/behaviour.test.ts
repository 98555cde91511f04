import { describe, expect, it } from 'vitest'
import { buildBasis, plainTraffic } from './basis-fixture.ts'
import { behaviourOf, editorsSuffice } from './behaviour.ts'
import type { Traffic } from './traffic.ts'

const { strategies } = buildBasis()
const of = (name: string, change: Partial<Traffic> = {}) => behaviourOf(strategies.find((each) => each.name === name)!, { ...plainTraffic, ...change })
const rates = ({ requests }: ReturnType<typeof of>) => requests.map(({ responseClass, perSecond, plain }) => [responseClass, Number(perSecond.toPrecision(6)), plain])

describe('behaviourOf', () => {
  it('answers 304 where no change fell between two polls', () => {
    // 3 changes a minute, polls every 5 s: exp(-0.25)
    expect(of('sha256').share304).toBeCloseTo(0.7788, 4)
    expect(of('none').share304).toBe(0)
    expect(of('sha256', { changesPerMinute: 0 }).share304).toBe(1)
  })

  it('makes of a quiet document nothing but polls', () => {
    expect(rates(of('sha256', { changesPerMinute: 0 }))).toEqual([['304', 400, false]])
    expect(rates(of('none', { changesPerMinute: 0 }))).toEqual([['200', 400, true]])
  })

  it('makes of each accepted edit a read and a write, and of each conflict a refused write and another read', () => {
    const quiet = of('version', { editors: 1, documents: 60 })
    expect(rates(quiet).slice(2)).toEqual([['200', 3, true], ['put', 3, false]])
    const contended = of('version', { editors: 2, documents: 60, thinkSeconds: 1.9 })
    // Half of all changes are the other editor's, 0.025 a second: in 1.9 + 0.1 s with chance 0.05, in another 0.1 s 0.0025.
    const aborts = (3 * 0.05) / (1 - 0.0025)
    expect(contended.abortsPerSecond).toBeCloseTo(aborts, 9)
    expect(rates(contended).slice(2)).toEqual([['200', Number((3 + aborts).toPrecision(6)), true], ['put', 3, false], ['412', Number(aborts.toPrecision(6)), false]])
  })

  it('loses nothing with a strong tag, whatever the traffic', () => {
    const losses = [{}, { editors: 100, thinkSeconds: 60 }, { changesPerMinute: 6000 }].map((change) => of('sha256', change))
    expect(losses.map(({ lostUpdatesPerSecond, stale304sPerSecond }) => [lostUpdatesPerSecond, stale304sPerSecond])).toEqual([[0, 0], [0, 0], [0, 0]])
  })

  it('loses without a guard what is overwritten, and with a date what happens within its second', () => {
    const none = of('none', { editors: 2, thinkSeconds: 1.9 })
    expect(none.lostUpdatesPerSecond).toBeCloseTo(0.05 * (0.05 / 1.05), 9)
    expect([none.abortsPerSecond, none.stale304sPerSecond]).toEqual([0, 0])
    const dated = of('last-modified')
    expect(dated.lostUpdatesPerSecond).toBeGreaterThan(0)
    expect(dated.lostUpdatesPerSecond).toBeLessThan(of('none').lostUpdatesPerSecond / 20)
    expect(dated.abortsPerSecond).toBeGreaterThan(of('sha256').abortsPerSecond * 0.9)
    // 0.05 x 1 / (6 x 5) of 400 polls a second, a little less since changes are not that rare.
    expect(dated.stale304sPerSecond).toBeCloseTo(0.59, 2)
  })

  it('loses nothing where a single editor writes, but still misses changes by date', () => {
    expect(of('none', { editors: 1 }).lostUpdatesPerSecond).toBe(0)
    expect(of('last-modified', { editors: 1 }).lostUpdatesPerSecond).toBe(0)
    expect(of('last-modified', { editors: 1 }).stale304sPerSecond).toBeGreaterThan(0)
  })

  it('stays finite where editors hardly get through', () => {
    expect(of('sha256', { editors: 1000, changesPerMinute: 60_000, thinkSeconds: 600 }).abortsPerSecond).toBeLessThan(20_001)
  })
})

it('editors suffice as long as each has at most one edit open on average', () => {
  expect(editorsSuffice({ ...plainTraffic, changesPerMinute: 120, editors: 4, thinkSeconds: 2 })).toBe(true)
  expect(editorsSuffice({ ...plainTraffic, changesPerMinute: 121, editors: 4, thinkSeconds: 2 })).toBe(false)
})
