import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateLocation, estimateLogRatio, includes, leastLaunches, relativeHalfWidth } from './interval.ts'
import type { IntervalEstimate } from './interval.ts'

const TWELVE = [0.021, -0.013, 0.044, 0.037, 0.018, 0.052, -0.006, 0.029, 0.041, 0.011, 0.033, 0.026]
const TWENTY = [
  0.0137, -0.0187, 0.0547, 0.0512, 0.0079, 0.025, -0.0602, -0.0141, 0.0408, 0.0598, 0.0296, -0.0111, 0.0122, 0.0563, -0.0383,
  0.0902, 0.0186, -0.0103, -0.022, -0.0265,
]
const samples = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 6, maxLength: 15 })

describe('estimateLocation', () => {
  it('spans all values for six launches, the fewest that allow 95 %', () => {
    expect(estimateLocation([1, 2, 4, 8, 16, 32])).toEqual({
      kind: 'interval',
      point: 8.5,
      low: 1,
      high: 32,
      level: 0.95,
      coverage: 31 / 32,
      launches: 6,
    })
  })

  it('gives a point and the reason where launches are too few for the level', () => {
    expect(estimateLocation([1, 2, 4, 8, 16])).toEqual({
      kind: 'point-only',
      point: 5,
      level: 0.95,
      launches: 5,
      why: 'an exact 95 % interval needs at least 6 launches, there are 5',
    })
    expect(estimateLocation([1, 2, 3, 4, 5, 6, 7], 0.99)).toMatchObject({
      kind: 'point-only',
      point: 4,
      why: 'an exact 99 % interval needs at least 8 launches, there are 7',
    })
    expect(estimateLocation([3])).toMatchObject({ kind: 'point-only', point: 3, launches: 1 })
  })

  it('has no estimate without launches', () => {
    expect(estimateLocation([])).toBeUndefined()
    expect(estimateLogRatio([])).toBeUndefined()
  })

  // Limits: where scipy 1.17.1 wilcoxon(values - limit, method='exact').pvalue crosses 1 - level.
  it.each([
    ['eight launches at 95 %', TWELVE.slice(0, 8), 0.95, 0.02325, 0.0025, 0.044],
    ['twelve launches at 95 %', TWELVE, 0.95, 0.026, 0.011, 0.037],
    ['twelve launches at 99 %', TWELVE, 0.99, 0.026, 0.006, 0.041],
    ['twenty launches at 95 %', TWENTY, 0.95, 0.013525, -0.0054, 0.0329],
  ])('inverts the exact signed-rank test of SciPy: %s', (_, values, level, point, low, high) => {
    const estimate = estimateLocation(values, level) as IntervalEstimate
    expect(estimate.kind).toBe('interval')
    expect(estimate.point).toBeCloseTo(point, 12)
    expect(estimate.low).toBeCloseTo(low, 12)
    expect(estimate.high).toBeCloseTo(high, 12)
  })

  // 1 - 2 P(W < c) with the tabulated c of Wilcoxon's test at 0.05 two-sided: 1, 3, 4, 6, 9, 11, 14 for n = 6 to 12.
  it.each([
    [6, 1 - (2 * 1) / 64],
    [7, 1 - (2 * 3) / 128],
    [8, 1 - (2 * 5) / 256],
    [9, 1 - (2 * 10) / 512],
    [10, 1 - (2 * 25) / 1024],
    [11, 1 - (2 * 43) / 2048],
    [12, 1 - (2 * 87) / 4096],
  ])('states the coverage that %d launches really have', (launches, coverage) => {
    const values = Array.from({ length: launches }, (_, index) => 2 ** index)
    expect(estimateLocation(values)).toMatchObject({ kind: 'interval', coverage })
  })

  it('changes sign, scales and shifts with its values and ignores their order', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const { point, low, high } = estimateLocation(values) as IntervalEstimate
        // Adding 0 turns -0 into 0.
        const moved = (map: (value: number) => number) => {
          const estimate = estimateLocation(values.map(map)) as IntervalEstimate
          return [estimate.point + 0, estimate.low + 0, estimate.high + 0]
        }
        expect(moved(value => -value)).toEqual([-point + 0, -high + 0, -low + 0])
        expect(moved(value => value * 4)).toEqual([point * 4, low * 4, high * 4])
        expect(moved(value => value + shift)).toEqual([point + shift, low + shift, high + shift])
        expect(estimateLocation(values.toReversed())).toEqual(estimateLocation(values))
      }),
    )
  })

  it('keeps its point inside, its limits within the values, and widens with the level', () => {
    fc.assert(
      fc.property(samples, values => {
        const narrow = estimateLocation(values, 0.5) as IntervalEstimate
        const wide = estimateLocation(values, 0.95) as IntervalEstimate
        const ascending = [Math.min(...values), wide.low, narrow.low, narrow.point, narrow.high, wide.high, Math.max(...values)]
        expect(ascending).toEqual(ascending.toSorted((a, b) => a - b))
        expect(wide.coverage).toBeGreaterThanOrEqual(0.95)
        expect(narrow.coverage).toBeGreaterThanOrEqual(0.5)
      }),
    )
  })

  it('refuses values that are not finite and levels that are none', () => {
    expect(() => estimateLocation([1, Number.NaN])).toThrow('cannot estimate from NaN; leave void launches out first')
    expect(() => estimateLocation([1, Infinity])).toThrow(RangeError)
    for (const level of [0, 1, 95, Number.NaN]) expect(() => estimateLocation([1], level)).toThrow('try 0.95')
  })
})

describe('estimateLogRatio', () => {
  it('turns log ratios into a ratio', () => {
    const ratios = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6]
    const estimate = estimateLogRatio(ratios.map(Math.log)) as IntervalEstimate
    expect(estimate.low).toBeCloseTo(1.1, 12)
    expect(estimate.high).toBeCloseTo(1.6, 12)
    // Walsh averages become geometric means; the 11th of the 21 is that of 1.2 and 1.5.
    expect(estimate.point).toBeCloseTo(Math.sqrt(1.2 * 1.5), 12)
  })

  it('gives the reciprocal when the arms change places', () => {
    const forth = estimateLogRatio(TWELVE) as IntervalEstimate
    const back = estimateLogRatio(TWELVE.map(value => -value)) as IntervalEstimate
    expect(back.point).toBeCloseTo(1 / forth.point, 12)
    expect(back.low).toBeCloseTo(1 / forth.high, 12)
    expect(back.high).toBeCloseTo(1 / forth.low, 12)
  })

  it('survives JSON, with and without an interval', () => {
    for (const logRatios of [TWELVE, [0.1, 0.2]]) {
      const estimate = estimateLogRatio(logRatios)
      expect(JSON.parse(JSON.stringify(estimate))).toEqual(estimate)
    }
  })
})

describe('relativeHalfWidth and includes', () => {
  const interval = { kind: 'interval', point: 2, low: 1.5, high: 2.7, level: 0.95, coverage: 0.96, launches: 8 } as const
  const point = { kind: 'point-only', point: 2, level: 0.95, launches: 3, why: 'too few' } as const

  it('measures half of the interval against its point', () => {
    expect(relativeHalfWidth(interval)).toBeCloseTo(0.3, 14)
    expect(relativeHalfWidth(point)).toBeUndefined()
  })

  it('holds its limits and what lies between; without an interval it rules nothing out', () => {
    expect([1.49, 1.5, 2, 2.7, 2.71].map(value => includes(interval, value))).toEqual([false, true, true, true, false])
    expect(includes(point, 99)).toBe(true)
    expect(includes(undefined, 99)).toBe(true)
  })
})

describe('leastLaunches', () => {
  it('is the first n with 2^(1 - n) <= 1 - level', () => {
    expect([0.5, 0.75, 0.9, 0.95, 0.99, 0.999].map(leastLaunches)).toEqual([2, 3, 5, 6, 8, 11])
  })
})
