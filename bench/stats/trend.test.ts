import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trendOf } from './trend.ts'

describe('trendOf', () => {
  // scipy 1.17.1: kendalltau(range(n), values, method='exact'); S = tau n (n - 1) / 2
  it('agrees with SciPy without ties', () => {
    const cooling = trendOf([103, 99, 101, 98, 97, 100, 96, 95, 94])!
    expect(cooling.statistic).toBe(-28)
    expect(cooling.pValue).toBeCloseTo(0.0024250440917107582, 15)
    // Medians 101 and 95.
    expect(cooling.relativeDrift).toBeCloseTo(95 / 101 - 1, 15)

    const level = trendOf([
      101.37, 98.38, 105.97, 105.87, 101.79, 103.75, 95.48, 100.34, 106.08, 108.23, 105.46, 101.64, 104.22, 108.88, 99.67, 112.77,
      105.86, 103.22, 102.3, 102.1,
    ])!
    expect(level.statistic).toBe(22)
    expect(level.pValue).toBeCloseTo(0.5006096271664154, 13)

    expect(trendOf([5, 3, 4, 1, 2, 6])).toMatchObject({ statistic: -1, pValue: 1 })
  })

  it('equals the enumeration of all orders when values tie', () => {
    // numpy: S over itertools.permutations([1, 2, 2, 3, 1, 4])
    const { statistic, pValue } = trendOf([1, 2, 2, 3, 1, 4])!
    expect(statistic).toBe(7)
    expect(pValue).toBeCloseTo(0.25555555555555554, 15)
  })

  it('reaches 2 / n! for a series that only rises', () => {
    expect(trendOf([1, 2, 3])!.pValue).toBeCloseTo(2 / 6, 15)
    expect(trendOf([1, 2, 3, 4])!.pValue).toBeCloseTo(2 / 24, 15)
    expect(trendOf([1, 2, 3, 4, 5])!).toMatchObject({ statistic: 10, relativeDrift: 4 })
    expect(trendOf([1, 2, 3, 4, 5])!.pValue).toBeCloseTo(2 / 120, 15)
  })

  it('sees no trend in a constant series', () => {
    expect(trendOf([7, 7, 7, 7])).toEqual({ relativeDrift: 0, statistic: 0, pValue: 1 })
  })

  it('mirrors when the series runs backwards and ignores the unit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 20 }), values => {
        const forth = trendOf(values)!
        const back = trendOf(values.toReversed())!
        expect(back.statistic + 0).toBe(-forth.statistic + 0)
        expect(back.pValue).toBe(forth.pValue)
        expect(1 + back.relativeDrift).toBeCloseTo(1 / (1 + forth.relativeDrift), 10)
        expect(trendOf(values.map(value => value * 1024))).toEqual(forth)
      }),
    )
  })

  it('stays exact for a hundred values', () => {
    const values = Array.from({ length: 100 }, (_, index) => ((index * 37) % 101) + 1)
    const { statistic, pValue } = trendOf(values)!
    expect(statistic).toBe(126)
    expect(pValue).toBeCloseTo(0.7104096999444285, 12)
  })

  it('has nothing to say about fewer than three values', () => {
    expect(trendOf([])).toBeUndefined()
    expect(trendOf([1, 2])).toBeUndefined()
  })

  it('refuses values that are not above 0', () => {
    expect(() => trendOf([1, 2, 0])).toThrow('trend of 0: values must be finite and above 0')
    expect(() => trendOf([1, Number.NaN, 2])).toThrow(RangeError)
    expect(() => trendOf([1, Infinity, 2])).toThrow(RangeError)
  })
})
