import { expect, it } from 'vitest'
import { unbroken } from './unbroken.ts'

it('no line ends between a figure and its unit, and nothing else is joined', () => {
  expect(unbroken('from 9 % of 304s on: 10.6 µs, 3 ms, 4 msgs, a % b')).toBe('from 9\u00a0% of 304s on: 10.6\u00a0µs, 3\u00a0ms, 4 msgs, a % b')
})
