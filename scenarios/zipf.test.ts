import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zipfRanks } from './zipf.ts'

/** 1/1 + 1/2 + 1/3 + 1/4 = 25/12: the ranks end at 12/25, 18/25, 22/25 and 1. */
describe('ranks 1 to 4 with probabilities 12 : 6 : 4 : 3', () => {
  const rankOf = zipfRanks(4, 1)
  it.each([
    [0, 1], [0.479, 1], [0.481, 2], [0.719, 2], [0.721, 3], [0.879, 3], [0.881, 4], [0.999999, 4],
  ])('%d is rank %d', (fraction, rank) => {
    expect(rankOf(fraction)).toBe(rank)
  })
})

it('with exponent 0 all ranks are alike', () => {
  const rankOf = zipfRanks(5, 0)
  expect([0, 0.19, 0.2, 0.39, 0.4, 0.79, 0.8, 0.99].map(rankOf)).toEqual([1, 1, 2, 2, 3, 4, 5, 5])
})

it('the first of 50 documents has 22 % of a YCSB workload, the first ten 65 %', () => {
  const rankOf = zipfRanks(50, 0.99)
  const ranks = Array.from({ length: 10_000 }, (_, nth) => rankOf((nth + 0.5) / 10_000))
  expect(ranks.filter(rank => rank === 1)).toHaveLength(2185)
  expect(ranks.filter(rank => rank <= 10)).toHaveLength(6459)
})

it('every number in [0, 1) has a rank, and a greater one no lower rank', () => {
  const fractions = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 3, noNaN: true }), fractions, fractions,
    (count, exponent, a, b) => {
      const rankOf = zipfRanks(count, exponent)
      const [lower, higher] = [rankOf(Math.min(a, b)), rankOf(Math.max(a, b))]
      expect(lower).toBeGreaterThanOrEqual(1)
      expect(higher).toBeGreaterThanOrEqual(lower)
      expect(higher).toBeLessThanOrEqual(count)
    }), { seed: 1 })
})
