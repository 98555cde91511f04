import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hodgesLehmann, walshAverages } from './hodges-lehmann.ts'

const samples = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 15 })

describe('hodgesLehmann', () => {
  it('is the median of all pairwise means', () => {
    expect([...walshAverages([1, 2, 4])]).toEqual([1, 1.5, 2, 2.5, 3, 4])
    expect(hodgesLehmann([1, 2, 4])).toBe(2.25)
    expect(hodgesLehmann([7])).toBe(7)
  })

  it('agrees with NumPy on 20 values', () => {
    // numpy.median([(y[i] + y[j]) / 2 for i in range(20) for j in range(i, 20)])
    expect(hodgesLehmann(TWENTY)).toBeCloseTo(0.013525, 14)
  })

  it('is not moved far by wild values', () => {
    expect(hodgesLehmann([9.9, 10, 10, 10.1, 10.1, 10.2, 1e9])).toBeLessThan(10.2)
  })

  it('changes sign, scales and shifts with its values and ignores their order', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const estimate = hodgesLehmann(values)
        // Adding 0 turns -0 into 0.
        expect(hodgesLehmann(values.map(value => -value)) + 0).toBe(-estimate + 0)
        expect(hodgesLehmann(values.map(value => value * 4))).toBe(estimate * 4)
        expect(hodgesLehmann(values.map(value => value + shift))).toBe(estimate + shift)
        expect(hodgesLehmann(values.toReversed())).toBe(estimate)
      }),
    )
  })

  it('never falls when a value rises', () => {
    fc.assert(
      fc.property(samples, fc.nat(), fc.nat({ max: 1e6 }), (values, place, rise) => {
        const raised = values.map((value, index) => (index === place % values.length ? value + rise : value))
        expect(hodgesLehmann(raised)).toBeGreaterThanOrEqual(hodgesLehmann(values))
      }),
    )
  })

  it('refuses an empty sample', () => {
    expect(() => hodgesLehmann([])).toThrow('Hodges-Lehmann estimate of no values')
  })
})

const TWENTY = [
  0.0137, -0.0187, 0.0547, 0.0512, 0.0079, 0.025, -0.0602, -0.0141, 0.0408, 0.0598, 0.0296, -0.0111, 0.0122, 0.0563, -0.0383,
  0.0902, 0.0186, -0.0103, -0.022, -0.0265,
]
