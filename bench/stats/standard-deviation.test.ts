import { describe, expect, it } from 'vitest'
import { sampleStandardDeviation } from './standard-deviation.ts'

describe('sampleStandardDeviation', () => {
  it('divides the squares by n - 1', () => {
    // Squares around 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
    expect(sampleStandardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14)
    // numpy.std([3.1, 0.2, 7.7, 5.5, 1.9], ddof=1)
    expect(sampleStandardDeviation([3.1, 0.2, 7.7, 5.5, 1.9])).toBeCloseTo(2.961756235749323, 13)
  })

  it('keeps its digits for values far from zero', () => {
    expect(sampleStandardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1)
  })

  it('refuses a single value', () => {
    expect(() => sampleStandardDeviation([1])).toThrow('standard deviation of 1 values; it needs at least 2')
  })
})
