import { describe, expect, it } from 'vitest'
import { median, medianAbsoluteDeviation } from './median.ts'

describe('median', () => {
  it('is the middle of an odd number of values and leaves them in their order', () => {
    const values = [9, 100, 10]
    expect(median(values)).toBe(10)
    expect(values).toEqual([9, 100, 10])
  })

  it('is the mean of the two middle ones of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  it('refuses an empty sample', () => {
    expect(() => median([])).toThrow('median of no values; check for an empty sample first')
  })
})

describe('medianAbsoluteDeviation', () => {
  it('is the median distance from the median', () => {
    // Distances from 3: 2, 1, 0, 1, 97.
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 100])).toBe(1)
    // scipy.stats.median_abs_deviation([3.1, 0.2, 7.7, 5.5, 1.9])
    expect(medianAbsoluteDeviation([3.1, 0.2, 7.7, 5.5, 1.9])).toBeCloseTo(2.4, 12)
  })
})
