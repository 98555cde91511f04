import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialLowerBound, binomialUpperBound } from './binomial-bounds.ts'

describe('binomial bounds', () => {
  it('follow from all or none by themselves', () => {
    // 1 - 0.05^(1/n) and 0.05^(1/n); 59 of 59 is the least that proves 95 %.
    expect(binomialUpperBound(0, 300)).toBeCloseTo(1 - 0.05 ** (1 / 300), 12)
    expect(binomialUpperBound(0, 100_000)).toBeCloseTo(2.99569e-5, 10)
    expect(binomialLowerBound(59, 59)).toBeCloseTo(0.05 ** (1 / 59), 12)
    expect(binomialLowerBound(58, 58)).toBeLessThan(0.95)
    expect(binomialLowerBound(59, 59)).toBeGreaterThan(0.95)
    expect(binomialUpperBound(7, 7)).toBe(1)
    expect(binomialLowerBound(0, 7)).toBe(0)
  })

  it('agree with the table of the two-sided 95 % interval for 3 and 8 of 10', () => {
    // Clopper & Pearson's chart, as in every table since: 3 of 10: 0.0667 to 0.6525; 8 of 10: 0.4439 to 0.9748.
    expect(binomialLowerBound(3, 10, 0.975)).toBeCloseTo(0.0667, 4)
    expect(binomialUpperBound(3, 10, 0.975)).toBeCloseTo(0.6525, 4)
    expect(binomialLowerBound(8, 10, 0.975)).toBeCloseTo(0.4439, 4)
    expect(binomialUpperBound(8, 10, 0.975)).toBeCloseTo(0.9748, 4)
  })

  it('enclose the share, mirror each other and tighten with more trials', () => {
    const counts = fc.integer({ min: 1, max: 400 }).chain(trials => fc.tuple(fc.nat({ max: trials }), fc.constant(trials)))
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        const [low, high] = [binomialLowerBound(successes, trials), binomialUpperBound(successes, trials)]
        expect(low).toBeLessThanOrEqual(successes / trials)
        expect(high).toBeGreaterThanOrEqual(successes / trials)
        expect(binomialLowerBound(trials - successes, trials)).toBeCloseTo(1 - high, 12)
        expect(binomialUpperBound(4 * successes, 4 * trials) - binomialLowerBound(4 * successes, 4 * trials)).toBeLessThan(high - low)
      }),
    )
  })

  it('keep their digits for many trials', () => {
    // Mean 50,000, standard deviation 158.1: the bound lies 1.645 of them up, give or take the correction for steps.
    expect(binomialUpperBound(50_000, 100_000)).toBeCloseTo(0.5 + (1.6449 * 158.114) / 100_000, 4)
  })

  it('refuse what are no counts', () => {
    expect(() => binomialUpperBound(3, 2)).toThrow('bound of 3 successes in 2 trials; give an integer in 0 .. 2')
    expect(() => binomialUpperBound(0, 0)).toThrow('bound of 0 trials; it needs an integer >= 1')
    expect(() => binomialLowerBound(1, 2, 95)).toThrow('confidence level 95 is not between 0 and 1; try 0.95')
  })
})
