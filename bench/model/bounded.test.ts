import { describe, expect, it } from 'vitest'
import { combine, divide, toBounded } from './bounded.ts'

const exact = (point: number) => ({ point, low: point, high: point })
const open = (point: number) => ({ point, low: null, high: null })

describe('toBounded', () => {
  it('keeps the bounds of an interval, in another unit, and has none without one', () => {
    expect(toBounded({ kind: 'interval', point: 2000, low: 1000, high: 4000, level: 0.95, coverage: 0.97, launches: 6 }, 0.001)).toEqual({ point: 2, low: 1, high: 4 })
    expect(toBounded({ kind: 'point-only', point: 3, level: 0.95, launches: 2, why: 'too few' })).toEqual(open(3))
  })
})

describe('combine', () => {
  it('adds and subtracts points, and distances to the bounds as the sides of a right angle', () => {
    // 3 and 4 make 5, on either side.
    expect(combine([{ point: 100, low: 97, high: 104 }, { point: 50, low: 46, high: 53 }])).toEqual({ point: 150, low: 145, high: 155 })
    // Subtracted, a figure's upper reach lowers the result.
    expect(combine([{ point: 100, low: 97, high: 106 }], [{ point: 50, low: 42, high: 54 }])).toEqual({ point: 50, low: 45, high: 60 })
  })

  it('adds exact figures exactly, and nothing to 0', () => {
    expect(combine([exact(5), exact(7)], [exact(2)])).toEqual(exact(10))
    expect(combine([])).toEqual(exact(0))
  })

  it('has no interval where one of the figures has none', () => {
    expect(combine([exact(5)], [open(2)])).toEqual(open(3))
  })
})

describe('divide', () => {
  it('divides the bounds by an exact divisor', () => {
    expect(divide({ point: 12, low: 10, high: 16 }, exact(4))).toEqual({ point: 3, low: 2.5, high: 4 })
    expect(divide({ point: 12, low: -4, high: 28 }, exact(4))).toEqual({ point: 3, low: -1, high: 7 })
  })

  it('turns the bounds of the divisor round under an exact dividend', () => {
    const { point, low, high } = divide(exact(12), { point: 4, low: 3, high: 5 })
    expect([point, low, high?.toFixed(9)]).toEqual([3, 2.4, '4.000000000'])
  })

  it('is wider with both than with either', () => {
    // Fieller's interval of 10 ± 2 over 5 ± 1: (50 ± sqrt(50² - 96 x 24)) / 24.
    const { point, low, high } = divide({ point: 10, low: 8, high: 12 }, { point: 5, low: 4, high: 6 })
    expect([point, low?.toFixed(6), high?.toFixed(6)]).toEqual([2, '1.500000', '2.666667'])
  })

  it('has no interval where a figure has none or the divisor might be nothing', () => {
    expect(divide(open(6), exact(3))).toEqual(open(2))
    expect(divide({ point: 6, low: 5, high: 7 }, { point: 3, low: 0, high: 6 })).toEqual(open(2))
    expect(divide({ point: 6, low: 5, high: 7 }, { point: 3, low: 1, high: 7 })).toEqual(open(2))
  })
})
