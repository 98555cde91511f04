import { describe, expect, it } from 'vitest'
import { median } from './median.ts'

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
