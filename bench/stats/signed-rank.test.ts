import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signedRankProbabilities, signedRankTest } from './signed-rank.ts'

describe('signedRankTest', () => {
  it('finds W = 77 and p = 2 / 4096 for twelve values of which only the smallest is negative', () => {
    expect(signedRankTest([-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toEqual({
      statistic: 77,
      nonZero: 12,
      greater: 2 / 4096,
      less: 4095 / 4096,
      twoSided: 4 / 4096,
    })
  })

  // scipy 1.17.1: wilcoxon(x, alternative=..., method='exact')
  it('agrees with SciPy without ties', () => {
    const x = [0.021, -0.013, 0.044, 0.037, 0.018, 0.052, -0.006, 0.029, 0.041, 0.011, 0.033, 0.026]
    expect(signedRankTest(x)).toEqual({
      statistic: 74,
      nonZero: 12,
      greater: 0.001708984375,
      less: 0.998779296875,
      twoSided: 0.00341796875,
    })
    const sixty = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? -(index + 1) : index + 1))
    const { statistic, greater, twoSided } = signedRankTest(sixty)
    expect(statistic).toBe(1240)
    expect(greater).toBeCloseTo(0.008068561543775665, 13)
    expect(twoSided).toBeCloseTo(0.01613712308755133, 13)
  })

  // scipy 1.17.1: wilcoxon(x, zero_method='pratt', alternative=..., method=PermutationMethod(n_resamples=np.inf))
  it('agrees with all sign flips in SciPy when magnitudes tie', () => {
    expect(signedRankTest([1, -1, 2, 2, -3, 4, 4, 4, 5])).toEqual({
      statistic: 38.5,
      nonZero: 9,
      greater: 0.029296875,
      less: 0.978515625,
      twoSided: 0.05859375,
    })
  })

  it('ranks zeros and then leaves them out, as Pratt does', () => {
    expect(signedRankTest([0, 0, 1, -2, 3, 3, 4, 5, -1])).toEqual({
      statistic: 33.5,
      nonZero: 7,
      greater: 0.078125,
      less: 0.9375,
      twoSided: 0.15625,
    })
  })

  it('equals the enumeration of all sign flips, ties and zeros included', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 8 }), differences => {
        const observed = signedRankTest(differences)
        const sums = signFlips(differences.map(Math.abs)).map(flipped => signedRankTest(flipped).statistic)
        expect(observed.greater).toBe(sums.filter(sum => sum >= observed.statistic).length / sums.length)
        expect(observed.less).toBe(sums.filter(sum => sum <= observed.statistic).length / sums.length)
      }),
      { numRuns: 60 },
    )
  })

  it('swaps its tails when all signs flip and ignores scale and order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 30 }), differences => {
        const { greater, less, twoSided } = signedRankTest(differences)
        const flipped = signedRankTest(differences.map(difference => -difference))
        expect(flipped.greater).toBeCloseTo(less, 12)
        expect(flipped.less).toBeCloseTo(greater, 12)
        expect(flipped.twoSided).toBeCloseTo(twoSided, 12)
        expect(signedRankTest(differences.toReversed().map(difference => difference * 8))).toEqual(signedRankTest(differences))
      }),
    )
  })

  it('never calls a shift upwards less likely when a difference rises', () => {
    const samples = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 15 })
    fc.assert(
      fc.property(samples, fc.nat(), (values, place) => {
        const raised = values.map((value, index) => (index === place % values.length ? value + 0.5 : value))
        // A tie that appears or goes changes the null distribution with the statistic.
        fc.pre(untied(values) && untied(raised))
        expect(signedRankTest(raised).greater).toBeLessThanOrEqual(signedRankTest(values).greater + 1e-12)
      }),
    )
  })

  it('has nothing to say without differences', () => {
    const nothing = { statistic: 0, nonZero: 0, greater: 1, less: 1, twoSided: 1 }
    expect(signedRankTest([])).toEqual(nothing)
    expect(signedRankTest([0, 0, -0])).toEqual(nothing)
  })

  it('refuses a value that is not finite', () => {
    expect(() => signedRankTest([1, Number.NaN])).toThrow('signed-rank test of NaN; leave void launches out first')
  })
})

describe('signedRankProbabilities', () => {
  it('counts the subsets of the ranks by their sum', () => {
    // Subsets of {1, 2, 3}: 0, 1, 2, 3 twice, 4, 5, 6.
    expect([...signedRankProbabilities([1, 2, 3])]).toEqual([1, 1, 1, 2, 1, 1, 1].map(count => count / 8))
    expect([...signedRankProbabilities([])]).toEqual([1])
  })

  it('sums to 1 for 60 ranks', () => {
    const probabilities = signedRankProbabilities(Array.from({ length: 60 }, (_, index) => index + 1))
    expect(probabilities).toHaveLength(1831)
    expect(probabilities[0]).toBe(2 ** -60)
    expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 13)
  })
})

function untied(values: readonly number[]): boolean {
  return new Set(values.map(Math.abs)).size === values.length && !values.includes(0)
}

function signFlips(magnitudes: readonly number[]): number[][] {
  return Array.from({ length: 2 ** magnitudes.length }, (_, bits) =>
    magnitudes.map((magnitude, index) => ((bits >> index) % 2 === 1 ? -magnitude : magnitude)),
  )
}
