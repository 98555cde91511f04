import { expect, it } from 'vitest'
import { formatBytes } from './format-bytes.ts'

it('bytes have three digits and a unit', () => {
  expect([0, 7.4, 999.4, 999.5, 14_211, 999_499, 999_500, 1_299_000].map(formatBytes)).toEqual([
    '0B', '7B', '999B', '1.00kB', '14.2kB', '999kB', '1.00MB', '1.30MB',
  ])
})
