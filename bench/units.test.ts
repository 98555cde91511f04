import { describe, expect, it } from 'vitest'
import { formatDuration, formatFigure, formatPlain, parseDurationMs } from './units.ts'

describe('parseDurationMs', () => {
  it.each([['250ms', 250], ['1.5s', 1500], ['2min', 120_000], [' 0ms ', 0]] as const)('reads "%s" as %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms)
  })

  it.each(['', '250', 'ms', '-1s', '1,5s', '1 s', '1h', '1e3ms', '.5s'])('refuses "%s" and names the accepted forms', (text) => {
    expect(() => parseDurationMs(text)).toThrow(`"${text}" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min`)
  })
})

it.each([
  [0, '0 ms'], [849.6, '850 ms'], [999.4, '999 ms'], [999.6, '1 s'], [12_400, '12 s'], [59_600, '1 min 0 s'], [200_000, '3 min 20 s'],
])('formatDuration writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

it.each([
  [0, '0'], [2000, '2000'], [0.1 + 0.2, '0.3'], [1 / 3, '0.333333333333'], [1.66667e-7, '0.000000166667'], [1e9, '1000000000'],
])('formatPlain writes %d without an exponent: %s', (value, text) => {
  expect(formatPlain(value)).toBe(text)
})

it.each([
  [0.1234, '0.123'], [1, '1.00'], [12.34, '12.3'], [99.96, '100'], [100.4, '100'], [1234.5, '1235'], [-250.2, '-250'],
])('formatFigure writes %d with three significant digits: %s', (value, text) => {
  expect(formatFigure(value)).toBe(text)
})
