import { expect, it } from 'vitest'
import { findTickNs, processCpuClock } from './cpu-clock.ts'

it('finds the least step that a clock makes', () => {
  const readings = [0, 0, 7, 7, 7, 10, 14, 14, 20]
  let next = 0
  expect(findTickNs({ nowNs: () => readings[next++]! }, 4)).toBe(3)
})

it('counts the CPU time of this process in nanoseconds', () => {
  const { user, system } = process.cpuUsage()
  const ns = processCpuClock.nowNs()
  expect(ns).toBeGreaterThanOrEqual((user + system) * 1000)
  expect(ns % 1000).toBe(0)
})
