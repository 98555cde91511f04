import { describe, expect, it } from 'vitest'
import { holmAdjusted } from './holm.ts'

describe('holmAdjusted', () => {
  it('multiplies the smallest by the family, the next by one less, and never falls back', () => {
    // 0.005 x 4; 0.01 x 3; 0.03 x 2; 0.04 x 1 = 0.04, raised to the 0.06 before it.
    expect(holmAdjusted([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
  })

  it('stops at 1 and leaves a family of one alone', () => {
    expect(holmAdjusted([0.9, 0.6])).toEqual([1, 1])
    expect(holmAdjusted([0.03])).toEqual([0.03])
    expect(holmAdjusted([])).toEqual([])
  })

  it('cannot reject over ten pairs of six launches, whose smallest p-value is 1/32', () => {
    expect(holmAdjusted(Array.from({ length: 10 }, () => 1 / 32))).toEqual(Array.from({ length: 10 }, () => 0.3125))
  })
})
