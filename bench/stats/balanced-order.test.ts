import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balancedOrder } from './balanced-order.ts'
import { createRandom } from './random.ts'

const designs = fc.record({ arms: fc.integer({ min: 1, max: 9 }), rounds: fc.integer({ min: 0, max: 60 }), seed: fc.nat() })

describe('balancedOrder', () => {
  it('runs every arm once in every round', () => {
    fc.assert(
      fc.property(designs, ({ arms, rounds, seed }) => {
        const order = balancedOrder(arms, rounds, createRandom(seed))
        expect(order).toHaveLength(rounds)
        const all = Array.from({ length: arms }, (_, arm) => arm)
        for (const round of order) expect(round.toSorted((a, b) => a - b)).toEqual(all)
      }),
    )
  })

  it('gives each arm each position equally often, give or take one, after any number of rounds', () => {
    fc.assert(
      fc.property(designs, ({ arms, rounds, seed }) => {
        const order = balancedOrder(arms, rounds, createRandom(seed))
        const counts = Array.from({ length: arms }, (_, arm) =>
          Array.from({ length: arms }, (__, position) => order.filter(round => round[position] === arm).length),
        ).flat()
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(rounds % arms === 0 ? 0 : 1)
      }),
    )
  })

  it('lets each arm follow each other arm equally often over whole designs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 3 }), fc.nat(), (arms, designCount, seed) => {
        const order = balancedOrder(arms, designCount * (arms % 2 === 0 ? arms : 2 * arms), createRandom(seed))
        const followers = new Map<string, number>()
        for (const pair of order.flatMap(round => round.slice(1).map((arm, before) => `${round[before]} ${arm}`))) {
          followers.set(pair, (followers.get(pair) ?? 0) + 1)
        }
        expect(followers.size).toBe(arms * (arms - 1))
        expect(new Set(followers.values())).toEqual(new Set([designCount * (arms % 2 === 0 ? 1 : 2)]))
      }),
    )
  })

  it('mirrors each even round in the next when the arms are even in number', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 4, 6, 8), fc.nat(), (arms, seed) => {
        const order = balancedOrder(arms, 2 * arms, createRandom(seed))
        for (let round = 0; round < order.length; round += 2) expect(order[round + 1]).toEqual(order[round]!.toReversed())
      }),
    )
  })

  it('gives two arms ABBA and BAAB in an order that the seed decides', () => {
    const rounds = balancedOrder(2, 400, createRandom(1)).map(round => round.join(''))
    const pairs = rounds.flatMap((round, index) => (index % 2 === 0 ? [`${round}${rounds[index + 1]}`] : []))
    const abba = pairs.filter(pair => pair === '0110').length
    expect(abba + pairs.filter(pair => pair === '1001').length).toBe(200)
    expect(abba).toBeGreaterThan(70)
    expect(abba).toBeLessThan(130)
  })

  it('ties no arm to a slot over seeds', () => {
    const counts = Array.from({ length: 5 }, () => 0)
    for (let seed = 0; seed < 1000; seed++) {
      const first = balancedOrder(5, 1, createRandom(seed))[0]![0]!
      counts[first] = counts[first]! + 1
    }
    // Mean 200, standard deviation 12.6.
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThanOrEqual(60)
  })

  it('can start with any order of the arms', () => {
    const firsts = Array.from({ length: 400 }, (_, seed) => balancedOrder(4, 1, createRandom(seed))[0]!.join(''))
    expect(new Set(firsts).size).toBe(24)
  })

  it('repeats itself for the same seed and differs for another', () => {
    expect(balancedOrder(5, 12, createRandom(4))).toEqual(balancedOrder(5, 12, createRandom(4)))
    expect(balancedOrder(5, 12, createRandom(4))).not.toEqual(balancedOrder(5, 12, createRandom(5)))
  })

  it('refuses what is no number of arms or rounds', () => {
    expect(() => balancedOrder(0, 3, createRandom(1))).toThrow('balancedOrder: 0 arms; it needs an integer >= 1')
    expect(() => balancedOrder(2, -1, createRandom(1))).toThrow('balancedOrder: -1 rounds; give an integer >= 0')
  })
})
