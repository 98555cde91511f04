import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultyServerCommand } from '../../../servers/index.ts'
import type { Supervisor } from '../../target/supervision.ts'
import { startSupervisor } from '../../target/supervision.ts'
import { childProcesses } from '../../trial/child-processes-fixture.ts'
import { abSettings } from '../ab-file-fixture.ts'
import { planServerCells, planStrategyCells } from '../cells.ts'
import type { SideArm } from '../measure/side-arm.ts'
import { planSideArms } from '../side-arms.ts'
import type { SideSource } from '../side-arms.ts'
import { runExactGates } from './run-exact-gates.ts'

let supervisor: Supervisor
beforeAll(() => void (supervisor = startSupervisor()))
afterAll(() => supervisor.close())

/** Servers that a test leaves. */
const serversLeft = () => childProcesses().filter((child) => child.includes('--documents'))

const own: SideSource = { folder: undefined, command: null }

async function gates(names: readonly string[], alter: (arm: SideArm) => SideArm = (arm) => arm, signal = new AbortController().signal) {
  const { cells, servers } = await planStrategyCells({ cells: names })
  return play(planSideArms(servers, cells, { base: own, head: own, 'base-again': own }, null).map(alter), names, signal)
}

async function play(arms: readonly SideArm[], cells: readonly string[], signal = new AbortController().signal) {
  const warnings: string[] = []
  const results = await runExactGates({ arms, settings: abSettings(cells), supervisor, signal, warn: (warning) => void warnings.push(warning) })
  return { results, warnings, failed: results.filter(({ passed }) => !passed).map(({ gate, cell, base, head }) => `${gate} of ${cell}: ${base} -> ${head}`) }
}

const withFault = (fault: string, strategy: string) => (arm: SideArm): SideArm =>
  arm.side === 'head' && arm.strategy === strategy ? { ...arm, command: { ...arm.command, args: faultyServerCommand(fault, strategy).args } } : arm

describe('exact gates on real servers', () => {
  it('find the same build equal to the byte, and leave out what goes by the clock', async () => {
    const cells = ['version/1kB/304', 'none/1kB/200', 'last-modified/1kB/304']
    const { results, warnings } = await gates(cells)
    expect([warnings, serversLeft()]).toEqual([[], []])
    expect(results.map(({ gate, cell, base, head, passed }) => [passed, gate, cell, base, ...(head === base ? [] : [head])])).toEqual([
      [true, 'statuses', 'none/1kB', '200 x 168, 204 x 60'],
      [true, '304 rate', 'none/1kB', '0 of 0 conditional polls'],
      [true, 'useless 200s', 'none/1kB', '0'],
      [true, 'bytes sent', 'none/1kB/200', '73 bytes'],
      [true, 'bytes received', 'none/1kB/200', '1168 bytes'],
      [true, 'bytes sent', 'none/1kB/put', '1127 bytes'],
      [true, 'bytes received', 'none/1kB/put', '88 bytes'],
      [true, 'other violations', 'none/1kB', '0'],
      [true, 'statuses', 'version/1kB', '200 x 121, 204 x 60, 304 x 62, 412 x 15'],
      [true, '304 rate', 'version/1kB', '62 of 107 conditional polls'],
      [true, 'useless 200s', 'version/1kB', '15'],
      [true, 'bytes sent', 'version/1kB/200', '73, 94, 95 bytes'],
      [true, 'bytes received', 'version/1kB/200', '1180, 1181 bytes'],
      [true, 'bytes sent', 'version/1kB/304', '94, 95 bytes'],
      [true, 'bytes received', 'version/1kB/304', '136, 137 bytes'],
      [true, 'bytes sent', 'version/1kB/put', '1143, 1144 bytes'],
      [true, 'bytes received', 'version/1kB/put', '100, 101 bytes'],
      [true, 'bytes sent', 'version/1kB/412', '1143, 1144 bytes'],
      [true, 'bytes received', 'version/1kB/412', '333 bytes'],
      [true, 'statements', 'version/1kB/304', '1 a request'],
      [true, 'lost updates', 'version/1kB', '0'],
      [true, 'false 304s', 'version/1kB', '0'],
      [true, 'other violations', 'version/1kB', '0'],
    ])
  })

  it.each([
    ['drops-writes', [
      'statuses of version/1kB: 200 x 121, 204 x 60, 304 x 62, 412 x 15 -> 200 x 119, 204 x 60, 304 x 63, 412 x 14',
      '304 rate of version/1kB: 62 of 107 conditional polls -> 63 of 107 conditional polls',
      'useless 200s of version/1kB: 15 -> 14',
      'lost updates of version/1kB: 0 -> 1',
    ]],
    ['stale-not-modified', ['statements of version/1kB/304: 1 a request -> 2, 3 a request', 'false 304s of version/1kB: 0 -> 7']],
    ['useless-ok', [
      'statuses of version/1kB: 200 x 121, 204 x 60, 304 x 62, 412 x 15 -> 200 x 127, 204 x 60, 304 x 56, 412 x 15',
      '304 rate of version/1kB: 62 of 107 conditional polls -> 56 of 107 conditional polls',
      'useless 200s of version/1kB: 15 -> 21',
      'statements of version/1kB/304: 1 a request -> 3 a request',
    ]],
  ])('name what %s changes: what it was and what it is', async (fault, failed) => {
    expect((await gates(['version/1kB/304'], withFault(fault, 'version'))).failed).toEqual(failed)
  })

  it('see a 304 whose head grew by 22 bytes in its class', async () => {
    const { failed } = await gates(['version/1kB/304'], withFault('not-modified-content-length', 'version'))
    expect(failed).toEqual([
      'bytes received of version/1kB/304: 136, 137 bytes -> 158, 159 bytes',
      'statements of version/1kB/304: 1 a request -> 4 a request',
      'other violations of version/1kB: 0 -> 62',
    ])
  })

  it('end with their servers when interrupted', async () => {
    await expect(gates(['version/1kB/304'], undefined, AbortSignal.abort())).rejects.toMatchObject({ code: 'interrupted' })
    expect(serversLeft()).toEqual([])
  })
})

describe('exact gates on servers that are known by their commands', () => {
  async function foreign(command: string, classes: readonly string[] = ['200', '304', 'put', '412'], headCommand = command) {
    const names = classes.map((each) => `server/1kB/${each}`)
    const server = { name: 'server', role: 'strategy', summary: '', writeGuard: 'if-match', blindMs: 0, asksFor: [], strongTag: false, classes: ['200', '304', 'put', '412'], asksFor200: 'conditionally', encoding: 'identity', command: { name: 'server', command: '', args: [], node: false } } as const
    const { cells, servers } = planServerCells({ cells: names }, server)
    const source = { folder: undefined, command }
    return play(planSideArms(servers, cells, { base: source, head: { folder: undefined, command: headCommand }, 'base-again': source }, null), names)
  }
  const tiny = `node '${fileURLToPath(new URL('../fixtures/tiny-server.mjs', import.meta.url))}'`
  const serve = (answer: string) => `node -e 'let n = 0; const server = require("node:http").createServer((request, response) => { request.resume(); ${answer} }); server.listen(0, "127.0.0.1", () => console.log("listening on http://127.0.0.1:" + server.address().port + "/orders/1"))' --`
  const bookkeeping = '{\\"edit\\":{\\"id\\":\\"000000000000\\",\\"tally\\":1000000}}'

  it('compare one that keeps the contract, without its statements', async () => {
    const { results, failed, warnings } = await foreign(tiny)
    expect([failed, warnings]).toEqual([[], []])
    expect(results.map(({ gate }) => gate)).toContain('lost updates')
    expect(results.map(({ gate }) => gate)).not.toContain('statements')
  })

  it.each([
    ['{}', 'response.writeHead(200, { etag: "1" }); response.end("{}")', /^exact figures of server are not compared: server \(.*\) keeps no bookkeeping/],
    ['dates', `response.writeHead(200, { "last-modified": "Sat, 21 Nov 2026 08:00:00 GMT" }); response.end("${bookkeeping}")`, /goes by dates, so that its answers depend on the clock$/],
  ])('leave out one whose figures would mean nothing, and say so (%s)', async (_name, answer, reason) => {
    const { results, warnings } = await foreign(serve(answer), ['200'])
    expect(results).toEqual([])
    expect(warnings).toEqual([expect.stringMatching(reason)])
  })

  it('do not hold where only head has become such a one', async () => {
    const { results, warnings } = await foreign(tiny, ['200'], serve('response.writeHead(200, { etag: "1" }); response.end("{}")'))
    expect(warnings).toEqual([])
    expect(results).toEqual([{ gate: 'exact figures', cell: 'server', base: 'known', head: 'none', passed: false, why: expect.stringMatching(/^server \(head\) keeps no bookkeeping .*; base does not$/) }])
  })

  it('only read one that no class asks to be written to; what differs on two servers of base is no exact figure', async () => {
    const answer = `response.writeHead(request.method === "PUT" ? 405 : 200, { etag: JSON.stringify("x".repeat(1 + process.pid % 1000)) }); response.end("${bookkeeping}")`
    const { results, warnings, failed } = await foreign(serve(answer), ['200', '304'])
    expect(failed).toEqual([])
    expect(results.map(({ gate, base }) => [gate, base])).toContainEqual(['statuses', '200 x 10'])
    expect(warnings).toContainEqual(expect.stringMatching(/^bytes received of server\/1kB\/200 differ between two servers of base \(\d+ bytes; \d+ bytes\): not compared$/))
  })
})
