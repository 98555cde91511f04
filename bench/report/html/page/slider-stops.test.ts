import { describe, expect, it } from 'vitest'
import { countStops, linearStops, logStops, nearestStop } from './slider-stops.ts'

describe('stops of a slider', () => {
  it('come ten to a decade, without rounding noise', () => {
    expect(logStops(0.3, 10)).toEqual([0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10])
    expect(logStops(2, 5)).toEqual([2, 2.5, 3, 4, 5])
    expect(logStops(1, 1_000_000)).toHaveLength(61)
  })

  it('are whole where things are counted', () => {
    expect(countStops(30)).toEqual([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30])
  })

  it('come in equal steps from 0 where values do not span decades', () => {
    expect(linearStops(0.01, 0.06)).toEqual([0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
  })

  it.each([
    [8.9, 8],
    [9.9, 10],
    [10, 10],
    [0.0001, 0.3],
    [1e9, 10],
  ])('hold %d at the nearest by ratio: %d', (value, stop) => {
    const stops = logStops(0.3, 10)
    expect(stops[nearestStop(stops, value)]).toBe(stop)
  })

  it('have a place for 0 and for what is nearly 0', () => {
    const stops = [0, 0.01, 0.1]
    expect([0, 0.008, 0.01, 0.09].map((value) => stops[nearestStop(stops, value)])).toEqual([0, 0.01, 0.01, 0.1])
  })
})
