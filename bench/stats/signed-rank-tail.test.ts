import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signedRankTest } from './signed-rank.ts'
import { signedRankGreater } from './signed-rank-tail.ts'

const samples = fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 24 })

describe('signedRankGreater', () => {
  it('is the share of sign patterns with at least this sum of ranks', () => {
    // All 8 above: 1 of 256. The smallest below: 2 of 4096. As W = 77 of 78.
    expect(signedRankGreater([1, 2, 3, 4, 5, 6, 7, 8])).toBe(1 / 256)
    expect(signedRankGreater([-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toBe(2 / 4096)
    expect(signedRankGreater([])).toBe(1)
  })

  it('is what the whole test says, with ties and zeros as without', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(0, 1, 0.5, 1 / 3), (values, centre) => {
        expect(signedRankGreater(values, centre)).toBeCloseTo(signedRankTest(values.map(value => value - centre)).greater, 14)
      }),
      { numRuns: 400 },
    )
  })

  it('ignores order and scale, follows a shift of values and centre, and turns into the other tail with all signs', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: -9, max: 9 }), (values, centre) => {
        const tail = signedRankGreater(values, centre)
        expect(signedRankGreater(values.toReversed(), centre)).toBe(tail)
        expect(signedRankGreater(values.map(value => value * 4), centre * 4)).toBe(tail)
        expect(signedRankGreater(values.map(value => value + 64), centre + 64)).toBe(tail)
        const flipped = signedRankGreater(values.map(value => -value), -centre)
        expect(flipped).toBeCloseTo(signedRankTest(values.map(value => value - centre)).less, 14)
      }),
    )
  })

  it('refuses a value that is not finite', () => {
    expect(() => signedRankGreater([1, Number.NaN])).toThrow('signed-rank test of NaN; leave void launches out first')
    expect(() => signedRankGreater([Infinity, -1])).toThrow(RangeError)
  })
})
