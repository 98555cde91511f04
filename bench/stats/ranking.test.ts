import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankArms } from './ranking.ts'
import type { LogCosts } from './ranking.ts'

function fiveArms(count: number): Map<string, number[]> {
  const costs = (place: number) => Array.from({ length: count }, (_, launch) => launch + place)
  return new Map(['a', 'b', 'c', 'd', 'e'].map((arm, place) => [arm, costs(place)]))
}

/** Launches differ much more than arms do, which only pairing can see through. */
const launches = [0, 0.3, -0.2, 0.5, 0.1, -0.4]
const above = (...offsets: readonly number[]): number[] => launches.map((cost, launch) => cost + offsets[launch]!)

describe('rankArms', () => {
  it('orders by paired cost and names the cheapest where all its intervals lie below 1', () => {
    const ranking = rankArms(
      new Map([
        ['sha256', above(1.01, 1.02, 1.03, 0.99, 1, 1.01)],
        ['version', launches],
        ['xxhash', above(0.11, 0.12, 0.1, 0.09, 0.1, 0.13)],
      ]),
    )
    expect(ranking.order).toEqual(['version', 'xxhash', 'sha256'])
    expect(ranking.cheapest).toBe('version')
    expect(ranking.indistinguishable).toEqual([])
    expect(ranking.unmeasured).toEqual([])
    expect(ranking.level).toBe(0.95)
    const pairs = ranking.pairs.map(({ arm, other }) => `${arm} ${other}`)
    expect(pairs).toEqual(['version xxhash', 'version sha256', 'xxhash sha256'])
    expect(ranking.pairs[0]!.ratio!.point).toBeLessThan(Math.exp(-0.1))
    expect(ranking.pairs[0]!.ratio!.point).toBeGreaterThan(Math.exp(-0.12))
  })

  it('names those that cannot be told from the cheapest, in order', () => {
    const ranking = rankArms(
      new Map([
        ['a', launches],
        ['far', above(0.5, 0.6, 0.5, 0.4, 0.5, 0.5)],
        ['near', above(0.05, 0.04, -0.01, 0.05, 0.06, 0.03)],
        ['nearer', above(0.02, 0.01, -0.01, 0.02, 0.03, 0.01)],
      ]),
    )
    expect(ranking.order).toEqual(['a', 'nearer', 'near', 'far'])
    expect(ranking.cheapest).toBe('a')
    expect(ranking.indistinguishable).toEqual(['nearer', 'near'])
  })

  it('pairs over the launches that both arms have', () => {
    const ranking = rankArms(
      new Map<string, LogCosts>([
        ['a', [undefined, 1, 2, 3, 4, 5, 6, 7]],
        ['b', [9, 1.5, 2.5, undefined, 4.5, 5.5, 6.5, 7.5]],
      ]),
    )
    expect(ranking.pairs).toHaveLength(1)
    expect(ranking.pairs[0]!.ratio).toMatchObject({ kind: 'interval', launches: 6, high: Math.exp(-0.5) })
    expect(ranking.pairs[0]!.pValue).toBe(2 / 64)
    expect(ranking.indistinguishable).toEqual([])
  })

  it('tells nothing apart with five launches, however large the ratio', () => {
    const five = launches.slice(0, 5)
    const ranking = rankArms(new Map([['a', five], ['b', five.map(cost => cost + 3)]]))
    expect(ranking.order).toEqual(['a', 'b'])
    expect(ranking.indistinguishable).toEqual(['b'])
    expect(ranking.pairs[0]!.ratio!.kind).toBe('point-only')
  })

  it('keeps an arm without a valid launch out and says so; arms without a common launch stay undecided', () => {
    const ranking = rankArms(
      new Map<string, LogCosts>([
        ['a', [1, undefined]],
        ['b', [undefined, 2]],
        ['void', [undefined, undefined]],
        ['none', []],
      ]),
    )
    expect(ranking.unmeasured).toEqual(['void', 'none'])
    expect(ranking.order).toEqual(['a', 'b'])
    expect(ranking.pairs).toEqual([{ arm: 'a', other: 'b', ratio: undefined, pValue: 1, holmPValue: 1 }])
    expect(ranking.indistinguishable).toEqual(['b'])
  })

  it('does not call the first arm cheapest when its own interval against another lies above 1', () => {
    // `a` leads by its launches with `c`, which `b` was not part of; in the launches of both, `b` is cheaper.
    const void6 = Array.from({ length: 6 }, () => undefined)
    const ranking = rankArms(
      new Map<string, LogCosts>([
        ['a', [...above(0.1, 0.1, 0.1, 0.1, 0.1, 0.1), ...launches]],
        ['b', [...launches, ...void6, ...launches]],
        ['c', [...void6, ...above(9, 9, 9, 9, 9, 9), ...launches]],
      ]),
    )
    expect(ranking.order).toEqual(['a', 'b', 'c'])
    expect(ranking.pairs[0]!.ratio).toMatchObject({ kind: 'interval', launches: 6 })
    expect(ranking.pairs[0]!.ratio!.point).toBeGreaterThan(1.1)
    expect(ranking.indistinguishable).toEqual(['b'])
  })

  it('has no cheapest without arms and nothing to compare with one', () => {
    expect(rankArms(new Map())).toEqual({
      order: [],
      cheapest: undefined,
      indistinguishable: [],
      unmeasured: [],
      pairs: [],
      level: 0.95,
    })
    expect(rankArms(new Map([['a', launches]]))).toMatchObject({ order: ['a'], cheapest: 'a', indistinguishable: [], pairs: [] })
  })

  it('gives Holm over the ten pairs of five arms, which needs nine launches to reject anything at 5 %', () => {
    const eight = rankArms(fiveArms(8))
    expect(eight.pairs.map(pair => pair.holmPValue)).toEqual(Array.from({ length: 10 }, () => 10 / 128))
    const nine = rankArms(fiveArms(9))
    expect(nine.pairs.map(pair => pair.holmPValue)).toEqual(Array.from({ length: 10 }, () => 10 / 256))
  })

  it('finds the same whatever the order of arms and launches and whatever a launch adds to all arms', () => {
    const costs = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 7, maxLength: 7 })
    fc.assert(
      fc.property(fc.array(costs, { minLength: 2, maxLength: 4 }), costs, (arms, noise) => {
        const named = arms.map((cost, arm): [string, number[]] => [`arm ${arm}`, cost])
        const disturbed = named.toReversed().map(([arm, cost]): [string, number[]] => [
          arm,
          cost.map((value, launch) => value + noise[launch]!).toReversed(),
        ])
        const ranking = rankArms(new Map(named))
        const again = rankArms(new Map(disturbed))
        const ratioOf = (pairs: typeof ranking.pairs, arm: string, other: string) =>
          pairs.find(pair => pair.arm === arm && pair.other === other)
        fc.pre(ranking.order.join() === again.order.join())
        for (const { arm, other, ...figures } of ranking.pairs) {
          expect(ratioOf(again.pairs, arm, other)).toEqual({ arm, other, ...figures })
        }
        expect(again.indistinguishable).toEqual(ranking.indistinguishable)
      }),
    )
  })
})
