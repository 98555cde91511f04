import { describe, expect, it } from 'vitest'
import { burstsPerLaunch } from './allocation.ts'

const plan = { launchMs: 6000, burstMs: 250, launchSd: 0.015, burstSd: 0.05, atLeast: 4, atMost: 40 }

describe('burstsPerLaunch', () => {
  it('follows Kalibera and Jones', () => {
    // sqrt(24) x 3.33 = 16.33, rounded up.
    expect(burstsPerLaunch(plan)).toBe(17)
    // sqrt(4) x 2 = 4 exactly.
    expect(burstsPerLaunch({ ...plan, launchMs: 1000, launchSd: 1, burstSd: 2, atLeast: 1 })).toBe(4)
  })

  it('asks for more bursts as launches get dearer or bursts noisier, and for fewer as launches differ more', () => {
    expect(burstsPerLaunch({ ...plan, launchMs: 24_000 })).toBe(33)
    expect(burstsPerLaunch({ ...plan, burstSd: 0.1 })).toBe(33)
    expect(burstsPerLaunch({ ...plan, launchSd: 0.03 })).toBe(9)
  })

  it('stays within its bounds, also when one kind of variation is missing', () => {
    expect(burstsPerLaunch({ ...plan, launchSd: 0.0001 })).toBe(40)
    expect(burstsPerLaunch({ ...plan, launchSd: 0 })).toBe(40)
    expect(burstsPerLaunch({ ...plan, burstSd: 0.001 })).toBe(4)
    expect(burstsPerLaunch({ ...plan, burstSd: 0 })).toBe(4)
    expect(burstsPerLaunch({ ...plan, burstSd: 0, launchSd: 0 })).toBe(4)
  })

  it('refuses what cannot be planned', () => {
    expect(() => burstsPerLaunch({ ...plan, burstMs: 0 })).toThrow('a burst of 0 ms: give times above 0')
    expect(() => burstsPerLaunch({ ...plan, launchSd: -1 })).toThrow('standard deviations -1, 0.05: none may be below 0')
    expect(() => burstsPerLaunch({ ...plan, atLeast: 50 })).toThrow('at least 50 bursts but at most 40')
  })
})
