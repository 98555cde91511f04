import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandom } from '../../stats/random.ts'
import type { Supervisor } from '../../target/supervision.ts'
import { startSupervisor } from '../../target/supervision.ts'
import { childProcesses } from '../../trial/child-processes-fixture.ts'
import { RequestBudget } from '../../trial/request-budget.ts'
import type { Injection } from '../ab-file.ts'
import type { CellChoice } from '../cells.ts'
import { planStrategyCells } from '../cells.ts'
import { planSideArms } from '../side-arms.ts'
import type { SideSource } from '../side-arms.ts'
import { gaugeInjection } from './injection.ts'
import type { LaunchPlan } from './measure-launch.ts'
import { measureLaunch } from './measure-launch.ts'

let supervisor: Supervisor
let childrenBefore: readonly string[]
beforeEach(() => {
  childrenBefore = childProcesses()
  supervisor = startSupervisor()
})
afterEach(() => supervisor.close())

/** Children that a test leaves, once the supervisor has ended. */
async function childrenLeft(): Promise<readonly string[]> {
  await supervisor.close()
  return childProcesses().filter((child) => !childrenBefore.includes(child))
}

const own: SideSource = { folder: undefined, command: null }

async function tinyLaunch(choice: CellChoice, { head = own, injection = null, signal = new AbortController().signal }: { head?: SideSource; injection?: Injection | null; signal?: AbortSignal } = {}) {
  const { cells, servers } = await planStrategyCells(choice)
  const settings = { payloadFile: null, seed: 1, connections: 2, warmupCpuMsPerClass: 10, burstCpuMs: 5, pairsPerLaunch: 2 }
  const arms = planSideArms(servers, cells, { base: own, head, 'base-again': own }, injection)
  return { launch: 3, confirmation: true, cells, arms, settings, random: createRandom(1), budget: new RequestBudget(), supervisor, signal, warn: () => {} } satisfies LaunchPlan
}

describe('measureLaunch on real servers', () => {
  it('holds head and base-again against base, cell by cell and round by round, and leaves no process', async () => {
    const cells = ['none/1kB/200', 'version/1kB/304', 'version/1kB/put', 'version/2kB/412']
    const launch = await measureLaunch(await tinyLaunch({ cells }))
    expect(await childrenLeft()).toEqual([])
    expect(launch).toMatchObject({ launch: 3, confirmation: true, cells })
    for (const cell of cells) {
      const [head, again] = (['head', 'base-again'] as const).map((arm) => launch.pairs.filter((pair) => pair.cell === cell && pair.arm === arm))
      // Two valid rounds were wanted; how many had to be repeated is up to the machine, six are the most.
      expect(head!.map(({ pair }) => pair)).toEqual([0, 1, 2, 3, 4, 5].slice(0, head!.length))
      expect(head!.length).toBeGreaterThanOrEqual(2)
      expect(again!.map(({ pair, denominatorNs, requests }) => [pair, denominatorNs, requests])).toEqual(
        head!.map(({ pair, denominatorNs, requests }) => [pair, denominatorNs, requests]),
      )
    }
    for (const { numeratorNs, denominatorNs, requests, wrongAnswer, voidReason } of launch.pairs) {
      expect(Math.min(numeratorNs, denominatorNs, requests)).toBeGreaterThan(0)
      expect(wrongAnswer).toBe(false)
      expect(voidReason ?? '').not.toContain('answered')
    }
  })

  it('gives up a cell that head answers wrongly at once', async () => {
    const always200 = `node -e '
      const server = require("node:http").createServer((request, response) => {
        request.resume()
        response.writeHead(request.method === "PUT" ? 204 : 200, { etag: "\\"same\\"" })
        response.end(request.method === "PUT" ? undefined : "{\\"edit\\":{\\"id\\":\\"000000000000\\",\\"tally\\":1000000}}")
      })
      server.listen(0, "127.0.0.1", () => console.log("listening on http://127.0.0.1:" + server.address().port + "/orders/1"))' --`
    const launch = await measureLaunch(await tinyLaunch({ cells: ['version/1kB/304'] }, { head: { folder: undefined, command: always200 } }))
    expect(launch.pairs.map(({ arm, pair, wrongAnswer }) => [arm, pair, wrongAnswer])).toEqual([['head', 0, true], ['base-again', 0, false]])
    expect(launch.pairs[0]?.voidReason).toMatch(/head answered 200 \(\d+ times\) instead of 304/)
  })

  it('gauges what a share of the CPU time of a request is, and gives it to head alone', async () => {
    const zero: Injection = { percent: 5, waitNs: {} }
    const plan = await tinyLaunch({ cells: ['version/1kB/304', 'version/1kB/200'] }, { injection: zero })
    const { percent, waitNs } = await gaugeInjection(plan, 5)
    expect([percent, Object.keys(waitNs)]).toEqual([5, ['version/1kB/304', 'version/1kB/200']])
    const arms = planSideArms(plan.arms.slice(0, 1).map((arm) => ({ ...arm, name: 'version' })), plan.cells, { base: own, head: own, 'base-again': own }, { percent: 5, waitNs: { 'version/1kB/304': 700.4 } })
    expect(arms.map(({ side, command }) => [side, command.args[0]?.endsWith('/servers/slowed.ts'), ...command.args.slice(1)])).toEqual([
      ['base', true, '--strategy', 'version', '--wait-ns', '304:0,200:0'],
      ['head', true, '--strategy', 'version', '--wait-ns', '304:700,200:0'],
      ['base-again', true, '--strategy', 'version', '--wait-ns', '304:0,200:0'],
    ])
  })

  it('asks a foreign server for no PUT that no class needs, and says how to start it where it does not answer as it must', async () => {
    const readOnly = `node -e '
      const server = require("node:http").createServer((request, response) => {
        response.writeHead(request.method === "PUT" ? 405 : 200, { etag: "\\"same\\"" })
        response.end("{\\"edit\\":{\\"id\\":\\"000000000000\\",\\"tally\\":1000000}}")
      })
      server.listen(0, "127.0.0.1", () => console.log("listening on http://127.0.0.1:" + server.address().port + "/orders/1"))' --`
    const played = async (name: string, command = readOnly) => {
      const plan = await tinyLaunch({ cells: [name] })
      const foreign: SideSource = { folder: undefined, command }
      const sources = { base: foreign, head: foreign, 'base-again': foreign }
      return measureLaunch({ ...plan, arms: planSideArms((await planStrategyCells({ cells: [name] })).servers, plan.cells, sources, null) })
    }
    expect((await played('version/1kB/200')).pairs.filter(({ wrongAnswer }) => wrongAnswer)).toEqual([])
    await expect(played('version/1kB/put')).rejects.toMatchObject({
      message: expect.stringMatching(/^server "version \((base|head|base-again)\)" answered 405 to PUT .*\(expected 204\)$/),
      hint: expect.stringMatching(/^try the request by hand: start it with node -e .*--port 0$/s),
    })
    await expect(played('version/1kB/put', readOnly.replaceAll('edit', 'other'))).rejects.toMatchObject({
      code: 'server-start',
      message: expect.stringMatching(/^server "version \((base|head|base-again)\)" answers GET \/orders\/\d+ with content that has no root member "edit"/),
    })
  })

  it('ends with its servers when interrupted', async () => {
    await expect(measureLaunch(await tinyLaunch({ cells: ['version/1kB/304'] }, { signal: AbortSignal.abort() }))).rejects.toMatchObject({ code: 'interrupted' })
    expect(await childrenLeft()).toEqual([])
  })

  it('says of a server that lacks an option that its commit is too old, and of one of a command what it has to take', async () => {
    const old = `node -e 'require("node:util").parseArgs({ options: { port: { type: "string" } } })' --`
    const plan = await tinyLaunch({ cells: ['version/1kB/304'] }, { head: { folder: undefined, command: old } })
    await expect(measureLaunch(plan)).rejects.toMatchObject({
      code: 'server-start',
      message: expect.stringContaining('server "version (head)" ended with code 1 before it listened'),
      hint: 'a server that a command starts has to take --documents (servers/README.md, "Your own server")',
    })
    await expect(measureLaunch({ ...plan, arms: plan.arms.map((arm) => ({ ...arm, takesSeed: true })) })).rejects.toMatchObject({
      code: 'server-start',
      hint: expect.stringContaining('its servers do not know --documents: that commit is too old for this harness'),
    })
    expect(await childrenLeft()).toEqual([])
  })
})
