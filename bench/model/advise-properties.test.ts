import { assert, boolean, constantFrom, double, integer, oneof, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advise } from './advise.ts'
import type { Advice } from './advice.ts'
import { buildBasis, buildStrategy, buildWakeUp, plainTraffic, readsNothing, usualStrategies } from './basis-fixture.ts'
import { recommendFor } from './recommend.ts'
import type { Traffic } from './traffic.ts'

const basis = buildBasis({ wakeUp: buildWakeUp(120, 60, 0.3) })
const ask = (change: Partial<Traffic> = {}, from = basis) => advise(from, { ...plainTraffic, ...change })
const on = (advice: Advice, name: string) => advice.strategies.find(({ strategy }) => strategy === name)!

const anyTraffic = record<Traffic>({
  sizeBytes: integer({ min: 300, max: 1_000_000 }),
  clients: integer({ min: 1, max: 1_000_000 }),
  everySeconds: double({ min: 0.05, max: 600, noNaN: true }),
  changesPerMinute: double({ min: 0, max: 600, noNaN: true }),
  documents: integer({ min: 1, max: 1000 }),
  editors: integer({ min: 1, max: 100 }),
  thinkSeconds: double({ min: 0, max: 60, noNaN: true }),
  nodes: integer({ min: 1, max: 20 }),
  encoding: constantFrom('identity', 'gzip'),
  canAddColumn: boolean(),
  untrustedContent: boolean(),
  pricePerCoreHour: double({ min: 0, max: 1, noNaN: true }),
  pricePerGb: double({ min: 0, max: 1, noNaN: true }),
})

describe('whatever the traffic', () => {
  it('what is recommended loses nothing and is allowed', () => {
    assert(property(anyTraffic, (traffic) => {
      const { recommended } = recommendFor(basis, traffic)
      const chosen = on(advise(basis, traffic), recommended!)
      expect([chosen.lostUpdatesPerDay, chosen.stale304sPerDay, chosen.excluded]).toEqual([0, 0, null])
    }), { numRuns: 40 })
  })

  it('no strategy whose validator changes may share is recommended while anything changes, nor called an equal', () => {
    const blind = buildBasis({ strategies: [usualStrategies()[1]!, ...(['if-match', 'if-unmodified-since'] as const).map((writeGuard) => buildStrategy(writeGuard, readsNothing, { writeGuard, blindMs: 1000 }))] })
    const changesPerMinute = oneof(double({ min: Number.MIN_VALUE, max: 60_000, noNaN: true }), double({ min: Number.MIN_VALUE, max: 1e-3, noNaN: true }))
    assert(property(anyTraffic, changesPerMinute, (traffic, changes) => {
      const changing = { ...traffic, changesPerMinute: changes }
      for (const { recommended, indistinguishable } of [recommendFor(blind, changing), advise(blind, changing)]) expect([recommended, indistinguishable]).toEqual(['sha256', []])
    }), { numRuns: 60 })
  })

  it('more clients never cost less, on any strategy', () => {
    assert(property(anyTraffic, double({ min: 1, max: 20, noNaN: true }), (traffic, factor) => {
      const more = { ...traffic, clients: Math.ceil(traffic.clients * factor) }
      const [before, after] = [traffic, more].map((each) => advise(basis, each).strategies)
      for (const [index, { cores, moneyPerMonth, gbPerDay }] of before!.entries()) {
        expect(after![index]!.cores!.point).toBeGreaterThanOrEqual(cores!.point * (1 - 1e-9))
        expect(after![index]!.moneyPerMonth!.point).toBeGreaterThanOrEqual(moneyPerMonth!.point * (1 - 1e-9))
        expect(after![index]!.gbPerDay).toBeGreaterThanOrEqual(gbPerDay!)
      }
    }), { numRuns: 40 })
  })

  it('every figure is finite and none is negative, and what is lost is no more than what is edited', () => {
    assert(property(anyTraffic, (traffic) => {
      const editsPerDay = traffic.documents * traffic.changesPerMinute * 60 * 24
      for (const { cores, moneyPerMonth, gbPerDay, share304, abortsPerDay, lostUpdatesPerDay, stale304sPerDay } of advise(basis, traffic).strategies) {
        const known = [cores!, moneyPerMonth!]
        const bounds = known.flatMap(({ point, low, high }) => [point, low ?? point, high ?? point])
        const figures = [...bounds, gbPerDay!, share304, abortsPerDay, lostUpdatesPerDay, stale304sPerDay]
        expect(figures.filter((figure) => !(Number.isFinite(figure) && figure >= 0))).toEqual([])
        expect(lostUpdatesPerDay).toBeLessThanOrEqual(editsPerDay)
        expect(share304).toBeLessThanOrEqual(1)
        for (const { point, low, high } of known) {
          expect(low ?? point).toBeLessThanOrEqual(point * (1 + 1e-9))
          expect(high ?? point).toBeGreaterThanOrEqual(point * (1 - 1e-9))
        }
      }
    }), { numRuns: 40 })
  })

  it('the same question has the same answer, in plain JSON', () => {
    assert(property(anyTraffic, (traffic) => {
      const advice = advise(basis, traffic)
      expect(JSON.parse(JSON.stringify(advise(JSON.parse(JSON.stringify(basis)), traffic)))).toEqual(advice)
    }), { numRuns: 20 })
  })

  it('money grows with either price and losses with thinking', () => {
    const money = [0.01, 0.02, 0.5].map((pricePerCoreHour) => on(ask({ pricePerCoreHour }), 'sha256').moneyPerMonth!.point)
    expect(money).toEqual(money.toSorted((a, b) => a - b))
    const lost = [0, 1, 5, 20].map((thinkSeconds) => on(ask({ thinkSeconds }), 'none').lostUpdatesPerDay)
    expect(lost).toEqual(lost.toSorted((a, b) => a - b))
  })
})
