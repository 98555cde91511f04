import { describe, expect, it } from 'vitest'
import { arrivalsDue, constantRate, type Schedule } from './pacing.ts'

const dueTimes = ({ count, dueNs }: Schedule): readonly number[] => Array.from({ length: count }, (_, index) => dueNs(index))

describe('a constant rate', () => {
  it('spaces arrivals evenly from the start', () => {
    expect(dueTimes(constantRate(1000, 4, 500))).toEqual([500, 1_000_500, 2_000_500, 3_000_500])
  })

  it('does not add up rounding: 3 a second for an hour end on the second', () => {
    expect(constantRate(3, 10_801, 0).dueNs(10_800)).toBe(3_600_000_000_000)
  })

  it.each([0, -1, Number.NaN, Infinity])('of %d is refused', rate => {
    expect(() => constantRate(rate, 1, 0)).toThrow(`a rate of ${rate} requests per second: it must be a number above 0`)
  })
})

describe('what is due', () => {
  const schedule = constantRate(1000, 5, 0)

  it.each([
    [0, -1, { due: 0, waitNs: 1 }],
    [0, 0, { due: 1, waitNs: 1_000_000 }],
    [1, 999_999, { due: 0, waitNs: 1 }],
    [1, 3_200_000, { due: 3, waitNs: 800_000 }],
    [0, 60_000_000, { due: 5, waitNs: undefined }],
    [5, 60_000_000, { due: 0, waitNs: undefined }],
  ])('from arrival %d on at %d ns is %j', (next, nowNs, expected) => {
    expect(arrivalsDue(schedule, next, nowNs)).toEqual(expected)
  })
})
