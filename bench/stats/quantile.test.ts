import { describe, expect, it } from 'vitest'
import { quantile } from './quantile.ts'

describe('quantile', () => {
  // numpy.quantile([3.1, 0.2, 7.7, 5.5, 1.9], fraction)
  it.each([
    [0, 0.2],
    [0.1, 0.88],
    [0.25, 1.9],
    [0.5, 3.1],
    [0.9, 6.82],
    [1, 7.7],
  ])('interpolates between order statistics as NumPy does at %d', (fraction, expected) => {
    expect(quantile([3.1, 0.2, 7.7, 5.5, 1.9], fraction)).toBeCloseTo(expected, 12)
  })

  it('is the value itself when there is one', () => {
    expect(quantile([4], 0.99)).toBe(4)
  })

  it('sorts by size, not by spelling', () => {
    expect(quantile([10, 9, 100], 1)).toBe(100)
  })

  it('refuses an empty sample and a fraction outside 0 .. 1', () => {
    expect(() => quantile([], 0.5)).toThrow('quantile of no values')
    expect(() => quantile([1], 50)).toThrow('quantile at 50: the fraction must be in 0 .. 1')
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError)
  })
})
