import { afterEach, beforeEach, expect, it } from 'vitest'
import { planArms } from '../plan/arm.ts'
import { planDocuments } from '../plan/documents.ts'
import { createRandom } from '../stats/random.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { findWrongCount, meterMixedBurst, meterSaturatedMix } from './mixed-burst.ts'
import { startArms, stopArms } from './running-arm.ts'
import { tinySettings } from './tiny-settings-fixture.ts'

let supervisor: Supervisor
beforeEach(() => {
  supervisor = startSupervisor()
})
afterEach(() => supervisor.close())

const { signal } = new AbortController()
const plan = { mix: { '304': 6, '200': 3, put: 1 }, copies: 4, sizeIndex: 0, random: createRandom(1), signal }

it('sends as many requests of each class as the mix says, at a rate and as fast as it goes', { timeout: 30_000 }, async () => {
  const arms = (await planArms(['sha256'], [])).filter(({ role }) => role !== 'control-again')
  const running = await startArms(arms, tinySettings, planDocuments(1, tinySettings.connections), supervisor, signal)
  try {
    for (const server of running) {
      const paced = await (await meterMixedBurst(server, 200, { ...plan, copies: 1 })).settled
      const saturated = await (await meterSaturatedMix(server, plan)).settled
      const isControl = server.arm.role === 'control'
      expect([paced.load, paced.requests, paced.statuses]).toEqual(['200/s', 10, isControl ? { '200': 9, '204': 1 } : { '200': 3, '204': 1, '304': 6 }])
      expect([saturated.load, saturated.requests, saturated.statuses]).toEqual(['saturated', 40, isControl ? { '200': 36, '204': 4 } : { '200': 12, '204': 4, '304': 24 }])
    }
  } finally {
    await stopArms(running)
  }
})

it('a status that came more or less often than its requests call for is named', async () => {
  const [none, , sha256] = await planArms(['sha256'], [])
  expect(findWrongCount({ '200': 36, '204': 4 }, none!, plan)).toBeNull()
  expect(findWrongCount({ '200': 12, '204': 4, '304': 24 }, sha256!, plan)).toBeNull()
  expect(findWrongCount({ '200': 36, '204': 4 }, sha256!, plan)).toBe('answered 200 36 times where its requests call for 12')
})
