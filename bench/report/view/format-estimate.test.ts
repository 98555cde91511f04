import { expect, it } from 'vitest'
import { formatEstimate, formatFactor, formatPercent, formatPercentUp, formatTimes } from './format-estimate.ts'

it('factors have two digits below 1 and three from there on, trailing zeros too, and no exponent', () => {
  expect([0, 0.00012, 0.0123, 0.1, 0.994, 0.996, 1, 1.004, 74.83, 4321].map(formatFactor)).toEqual([
    '0', '0.00012', '0.012', '0.10', '0.99', '1.00', '1.00', '1.00', '74.8', '4321',
  ])
})

it('an estimate shows its interval, or that it has none', () => {
  expect(formatTimes({ kind: 'interval', point: 0.996, low: 0.95, high: 1.02, level: 0.95, coverage: 0.97, launches: 6 })).toBe('×1.00 [0.95, 1.02]')
  expect(formatEstimate({ kind: 'point-only', point: 10.64, level: 0.95, launches: 2, why: 'too few launches' })).toBe('10.6 (no interval)')
  expect([formatEstimate(null), formatTimes(null)]).toEqual(['void', '–'])
})

it('percent are whole from 1 on, and a trace is not called nothing', () => {
  expect([0, 0.0000001, 0.0034, 0.0094, 0.0096, 0.125, 1].map(formatPercent)).toEqual(['0 %', '0 %', '0.3 %', '0.9 %', '1 %', '13 %', '100 %'])
})

it('from where something holds is never said to be less than it is', () => {
  expect([0, 0.00007, 0.0031, 0.003, 0.0094, 0.01, 0.0108, 0.09, 0.092, 1].map(formatPercentUp)).toEqual([
    '0 %', '0.007 %', '0.4 %', '0.3 %', '1 %', '1 %', '2 %', '9 %', '10 %', '100 %',
  ])
})
