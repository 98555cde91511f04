import { afterEach, beforeEach, expect, it } from 'vitest'
import { planArms } from '../plan/arm.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { childProcesses } from './child-processes-fixture.ts'
import { weighContentsApart } from './content-weights.ts'
import { tinySettings } from './tiny-settings-fixture.ts'

let supervisor: Supervisor
beforeEach(() => {
  supervisor = startSupervisor()
})
afterEach(() => supervisor.close())

it('weighs one content of each size on a server of its own, and leaves no process', async () => {
  const before = childProcesses()
  const [control] = await planArms([], [])
  const settings = { ...tinySettings, sizesBytes: [1_000, 100_000] }
  const weights = await weighContentsApart(control!, settings, supervisor, new AbortController().signal)
  expect(weights.map(({ sizeBytes }) => sizeBytes)).toEqual([1_000, 100_000])
  const [small, large] = weights.map(({ sizeBytes, gzipBytes }) => gzipBytes / sizeBytes)
  expect(small).toBeGreaterThan(0.1)
  expect(small).toBeLessThan(0.9)
  expect(large).toBeLessThan(small!)
  expect(childProcesses()).toEqual(before)
})
