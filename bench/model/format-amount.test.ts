import { expect, it } from 'vitest'
import { formatAmount } from './format-amount.ts'

it('prints three significant digits of anything, small or huge', () => {
  expect([0.012345, 12.345, 999.6, 70_024, 815_015, 1.2345e9, 8.64e14].map(formatAmount)).toEqual(['0.0123', '12.3', '1000', '70000', '815000', '1.23e+9', '8.64e+14'])
})
