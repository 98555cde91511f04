import { describe, expect, it } from 'vitest'
import { valueAtSize } from './size-line.ts'

const points = [{ sizeBytes: 1000, value: 20 }, { sizeBytes: 10_000, value: 65 }, { sizeBytes: 100_000, value: 695 }]

describe('valueAtSize', () => {
  it('gives back what was measured', () => {
    expect(points.map(({ sizeBytes }) => valueAtSize(points, sizeBytes, () => 0))).toEqual([20, 65, 695])
  })

  it('lies on a straight line between two sizes', () => {
    expect(valueAtSize(points, 5_500, () => 0)).toBe(42.5)
    expect(valueAtSize(points, 55_000, () => 0)).toBe(380)
  })

  it('goes straight on beyond the outer ones', () => {
    expect(valueAtSize(points, 1_000_000, () => 0)).toBeCloseTo(6995, 9)
    expect(valueAtSize(points, 500, () => 0)).toBe(17.5)
  })

  it('never falls below the largest on the way up, nor below a quarter of the smallest on the way down', () => {
    const falling = [{ sizeBytes: 1000, value: 12 }, { sizeBytes: 2000, value: 11 }]
    expect(valueAtSize(falling, 100_000, () => 0)).toBe(11)
    const steep = [{ sizeBytes: 1000, value: 8 }, { sizeBytes: 2000, value: 20 }]
    expect(valueAtSize(steep, 300, () => 0)).toBe(2)
  })

  it('draws the line of a single size from what a request costs without content', () => {
    expect(valueAtSize([{ sizeBytes: 10_000, value: 80 }], 50_000, () => 10)).toBe(360)
    expect(valueAtSize([{ sizeBytes: 10_000, value: 10 }], 50_000, () => 10)).toBe(10)
    expect(valueAtSize([{ sizeBytes: 10_000, value: 9 }], 50_000, () => 10)).toBe(9)
  })

  it('refuses to draw a line through nothing', () => {
    expect(() => valueAtSize([], 1000, () => 0)).toThrow('no point to draw a line through')
  })
})
