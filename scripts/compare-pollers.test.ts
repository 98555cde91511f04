import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startProcess } from '../servers/testing/start-process.ts'
import { findVoidReason, judgeRatio } from './compare-pollers.ts'
import { documents, measurePollerCost, type PollerCost } from './poller-cost.ts'

describe('the ratio of the costs', () => {
  const interval = (low: number, high: number) =>
    ({ kind: 'interval', point: 1.1, low, high, level: 0.95, coverage: 0.969, launches: 6 }) as const

  it.each([
    [interval(1.02, 1.2), 0, '1.100 (95 % interval 1.020 to 1.200, 6 rounds), within 1.2'],
    [interval(1.02, 1.21), 3, '1.100 (95 % interval 1.020 to 1.210, 6 rounds), cannot tell from 1.2'],
    [interval(1.21, 1.3), 1, '1.100 (95 % interval 1.210 to 1.300, 6 rounds), beyond 1.2'],
    [{ kind: 'point-only', point: 1.1, level: 0.95, launches: 2, why: 'too few rounds' } as const, 3, '1.100, cannot tell: too few rounds'],
  ])('is judged by its interval: %j ends with exit code %d', (estimate, exitCode, text) => {
    expect(judgeRatio(estimate)).toEqual({ exitCode, text: `cost per poll, 10000 users / 100 users: ${text}` })
  })

  it('of no valid round is none', () => {
    expect(judgeRatio(undefined)).toEqual({ exitCode: 4, text: 'void: no round is valid' })
  })
})

describe('a measurement', () => {
  const sound: PollerCost = {
    polls: 100, cpuUsPerPoll: 80, notModifiedFraction: 1, lateFraction: 0.01, cpuFraction: 0.85,
  }

  it.each([
    [sound, undefined],
    [{ ...sound, notModifiedFraction: 0.995 }, '0.50 % of the polls were no 304'],
    [{ ...sound, lateFraction: 0.02 }, '2.0 % of the polls left more than 10 ms late or not at all'],
    [{ ...sound, cpuFraction: 0.9 }, 'the pollers used 90 % of a core'],
  ])('%j is void for this reason: %s', (cost, reason) => {
    expect(findVoidReason(cost)).toBe(reason)
  })

  it('leaves out every first poll, which gets the content', async () => {
    const main = fileURLToPath(new URL('../servers/main.ts', import.meta.url))
    const args = ['--strategy', 'version', '--port', '0', '--documents', String(documents), '--size', '1kB']
    const server = await startProcess([main, ...args])
    try {
      const origin = `http://127.0.0.1:${server.port}`
      const cost = await measurePollerCost({ origin, users: 30, everyMs: 250, warmUpMs: 500, measuredMs: 500 })
      expect(cost.notModifiedFraction).toBe(1)
      expect(cost.polls).toBeGreaterThanOrEqual(30)
      expect(cost.polls).toBeLessThan(120)
      expect(cost.cpuUsPerPoll).toBeGreaterThan(0)
    } finally {
      await server.stop()
    }
  })
})
