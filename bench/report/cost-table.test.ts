import { describe, expect, it } from 'vitest'
import { cut, formatColumns } from './columns.ts'
import { formatBreakEven, formatInterval, formatRatio, formatShare } from './cost-table.ts'

const interval = (point: number, low: number, high: number) => ({ kind: 'interval' as const, point, low, high, level: 0.95, coverage: 0.96875, launches: 6 })
const pointOnly = (point: number) => ({ kind: 'point-only' as const, point, level: 0.95, launches: 2, why: 'too few' })

it.each([
  [interval(1.27, 1.23, 1.31), '×1.27±3%'],
  [interval(1, 0.904, 1.096), '×1.00±10%'],
  [interval(1, 0.999, 1.001), '×1.00±0.1%'],
  [interval(2, 2, 2), '×2.00±0%'],
  [interval(0.00612, 0.0055, 0.0067), '×0.0061±10%'],
  [interval(0.25, 0.05, 1.5), '×0.250±290%'],
  [interval(123.4, 120, 126), '×123±2%'],
  [pointOnly(0.5), '×0.500'],
])('formatRatio writes %j as %s', (estimate, text) => {
  expect(formatRatio(estimate)).toBe(text)
})

it('formatInterval has both ends, or why there are none', () => {
  expect(formatInterval(interval(1.27, 1.234, 1.31))).toBe('1.27 [1.23, 1.31]')
  expect(formatInterval(pointOnly(1))).toBe('1.00 (no interval: too few)')
})

it.each([
  [null, '-'], [1, '-'], [2.5, '-'], [0.996, '100%'], [0.25, '25%'], [0.097, '10%'], [0.094, '9%'], [0.0137, '1%'], [0.00007, '0.007%'], [1e-9, '0%'], [0, '0%'], [-3, '0%'],
])('formatShare writes %s as %s', (share, text) => {
  expect(formatShare(share)).toBe(text)
})

it.each([
  [null, 'void'], [interval(0.5, 0, 1), 'cannot tell'], [interval(1, 0, 1), 'cannot tell'], [interval(0.82, 0.61, 0.951), '82 % [61, 95]'], [interval(1, 0.93, 1), 'never [93, 100]'], [interval(1, 1, 1), 'never'],
  [interval(0, 0, 0.02), '0 % [0, 2]'], [interval(0.5, 0.5, 0.5), '50 %'], [pointOnly(0.25), '25 %'],
])('formatBreakEven writes %j as %s', (estimate, text) => {
  expect(formatBreakEven(estimate)).toBe(text)
})

describe('formatColumns', () => {
  it('aligns to the right and widens a column for its longest text', () => {
    expect(formatColumns('corner', ['a', 'b'], [{ name: 'x', cells: ['1', '123456'] }], 4)).toEqual(['corner             a      b', 'x                  1 123456'])
  })

  it('goes on below where the columns do not fit into 80, the corner repeated', () => {
    const lines = formatColumns('corner', ['a', 'b', 'c'], [{ name: 'x', cells: ['1', '2', '3'] }], 32)
    expect(lines).toEqual([
      `corner${'a'.padStart(42)}${'b'.padStart(32)}`, `x${'1'.padStart(47)}${'2'.padStart(32)}`, `corner${'c'.padStart(42)}`, `x${'3'.padStart(47)}`,
    ])
  })

  it('gives a corner too long for the names a line of its own, and marks names that are cut', () => {
    expect(formatColumns('a corner of 22 letters', ['a'], [{ name: 'a-name-of-twenty-one-', cells: ['1'] }], 3)).toEqual([
      'a corner of 22 letters', `${'a'.padStart(19)}`, 'a-name-of-twent…  1',
    ])
  })
})

it.each([
  ['four', 4, 'four'],
  ['fives', 4, 'fiv…'],
  ['ab\u{1f389}c', 4, 'ab…'],
])('cut makes of %j in %i columns %j, and cuts no character in half', (text, width, kept) => {
  expect(cut(text, width)).toBe(kept)
})
