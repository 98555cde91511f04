import { expect, it } from 'vitest'
import { logDomain, logTicks, spacedTicks } from './log-axis.ts'

it('a domain leaves room on both sides, by ratio', () => {
  expect(logDomain([1, 1_000_000]).map((value) => Number(value.toPrecision(3)))).toEqual([0.437, 2_290_000])
  expect(logDomain([10]).map((value) => Number(value.toPrecision(3)))).toEqual([8.93, 11.2])
})

it('what cannot stand on a logarithmic scale is left out of it', () => {
  expect(logDomain([0, -1, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([1, 10])
})

it('ticks are round, and as many as there is room for', () => {
  expect(logTicks([8, 130])).toEqual([10, 20, 50, 100])
  expect(logTicks([2, 1200])).toEqual([3, 10, 30, 100, 300, 1000])
  expect(logTicks([0.5, 60_000])).toEqual([1, 10, 100, 1000, 10_000])
  expect(logTicks([21, 29])).toEqual([21, 23, 25, 27, 29])
})

it('of values that are close only those are labelled that have room', () => {
  expect(spacedTicks([1000, 1100, 10_000, 100_000], [1000, 100_000])).toEqual([1000, 10_000, 100_000])
})
