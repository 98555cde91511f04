import { expect, it } from 'vitest'
import { parseHostLoad, readHostLoad, stealFraction } from './host-load.ts'

it('reads steal and total time and does not count guest time twice (100 ticks a second)', () => {
  const text = 'cpu  100 0 50 800 20 0 5 25 40 0\ncpu0 50 0 25 400 10 0 2 12 20 0\nintr 1\n'
  expect(parseHostLoad(text)).toEqual({ stealNs: 250_000_000, totalNs: 10_000_000_000, busyNs: 1_550_000_000 })
})

it('knows nothing from a text without the line', () => {
  expect(parseHostLoad('intr 1\n')).toBeUndefined()
})

it('gives the stolen share of the time between two readings', () => {
  const before = { stealNs: 1e9, totalNs: 100e9, busyNs: 50e9 }
  expect(stealFraction(before, { stealNs: 2e9, totalNs: 120e9, busyNs: 60e9 })).toBe(0.05)
  expect(stealFraction(before, before)).toBe(0)
  expect(stealFraction(before, undefined)).toBeUndefined()
})

it.runIf(process.platform === 'linux')('reads this machine', () => {
  expect(readHostLoad()?.totalNs).toBeGreaterThan(0)
})
