import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeStrategy } from '../../servers/strategies/description.ts'
import { loadStrategy } from '../../servers/strategies/load-strategy.ts'
import type { Fault } from '../fixtures/faulty-strategy.ts'
import { blockForEver, writeFaultyStrategy } from '../fixtures/faulty-strategy.ts'
import { planArms } from '../plan/arm.ts'
import { planScenarios } from '../plan/scenarios.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { childProcesses } from './child-processes-fixture.ts'
import { measureScenario } from './scenario-trial.ts'
import { tinySettings } from './tiny-settings-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-endings-'))
let supervisor: Supervisor
beforeAll(() => void (supervisor = startSupervisor()))
afterAll(async () => {
  await supervisor.close()
  rmSync(folder, { recursive: true })
})

async function play(name: string, fault: Fault) {
  const path = writeFaultyStrategy(join(folder, `${name}.ts`), fault)
  const [, plan] = planScenarios(tinySettings, await planArms([path], [], 'identity', async (file) => describeStrategy(await loadStrategy(file))))
  const settings = { editors: 2, documents: 1, edits: 100, thinkMs: 0, attempts: 3, backoff: 'none', backoffBaseMs: 0 }
  const { signal } = new AbortController()
  return measureScenario({ ...plan!, settings }, { settings: tinySettings, supervisor, signal })
}

const serversLeft = () => childProcesses().filter((child) => child.includes('/servers/'))

describe('a scenario whose server fails', () => {
  it('ends with the exit code and the last words of a server that ends', async () => {
    const fault = { perRequest: "if (inServer && requests > 9) { process.stderr.write('that was it'); process.exit(7) }" }
    await expect(play('dies', fault)).rejects.toMatchObject({
      name: 'BenchError',
      code: 'server-died',
      message: 'server "faulty" ended with code 7 while edit-contended was played; its last words: that was it',
    })
    expect(serversLeft()).toEqual([])
  })

  it('is not played on a server that sends no bookkeeping', async () => {
    const fault = { fields: `serialise: (value: object) => (inServer && 'items' in value ? '{"without":1}' : JSON.stringify(value)),` }
    await expect(play('bare', fault)).rejects.toMatchObject({
      code: 'server-start',
      message: 'server "faulty" answers GET /orders/1 with content that has no root member "edit" with "id" and "tally": "{\\"without\\":1}"',
    })
    expect(serversLeft()).toEqual([])
  })

  // One request has to time out.
  it('ends with the first time-out of a server that hangs', { timeout: 30_000 }, async () => {
    await expect(play('hangs', { perRequest: `if (inServer && requests > 9) ${blockForEver}` })).rejects.toMatchObject({
      name: 'BenchError',
      code: 'server-hung',
      message: expect.stringContaining('server "faulty" stopped answering while edit-contended was played'),
    })
    expect(serversLeft()).toEqual([])
  })
})
