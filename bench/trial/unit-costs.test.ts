import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Arm } from '../plan/arm.ts'
import { planArms } from '../plan/arm.ts'
import { planDocuments } from '../plan/documents.ts'
import { createRandom } from '../stats/random.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { childProcesses } from './child-processes-fixture.ts'
import { RequestBudget } from './request-budget.ts'
import { startArms, stopArms } from './running-arm.ts'
import { tinySettings } from './tiny-settings-fixture.ts'
import type { BurstRecord, ConnectionCost, ContentWeight, MixedBurstRecord, UnitCostSink } from './unit-cost-run.ts'
import { measureUnitCosts, cellsPerLaunch } from './unit-costs.ts'
import type { WarmUp } from './warm-up.ts'
import { warmUp } from './warm-up.ts'

class Recording implements UnitCostSink {
  readonly bursts: BurstRecord[] = []
  readonly mixedBursts: MixedBurstRecord[] = []
  readonly connectionCosts: ConnectionCost[] = []
  readonly contents: ContentWeight[] = []
  readonly warmUps: WarmUp[] = []
  readonly cells: string[] = []
  trials = 0
  readonly warnings: string[] = []
  burst(record: BurstRecord) {
    this.bursts.push(record)
  }
  mixedBurst(record: MixedBurstRecord) {
    this.mixedBursts.push(record)
  }
  connectionCost(cost: ConnectionCost) {
    this.connectionCosts.push(cost)
  }
  content(weight: ContentWeight) {
    this.contents.push(weight)
  }
  warmUp(_launch: number, done: WarmUp) {
    this.warmUps.push(done)
  }
  cellDone(what: string) {
    this.cells.push(what)
  }
  async trialDone() {
    this.trials++
  }
  warn(warning: string) {
    this.warnings.push(warning)
  }
}

let supervisor: Supervisor
let childrenBefore: readonly string[]
beforeEach(() => {
  childrenBefore = childProcesses()
  supervisor = startSupervisor()
})
afterEach(() => supervisor.close())

const plan = planDocuments(tinySettings.sizesBytes.length, tinySettings.connections)
const tinyArms = () => planArms(tinySettings.strategies, [...tinySettings.references, 'none-gzip'])
const runOf = (arms: readonly Arm[], sink: UnitCostSink, signal = new AbortController().signal) =>
  ({ arms, settings: tinySettings, plan, supervisor, random: createRandom(1), signal, sink })

/** Children that a test leaves, once the supervisor has ended. */
async function childrenLeft(): Promise<readonly string[]> {
  await supervisor.close()
  return childProcesses().filter((child) => !childrenBefore.includes(child))
}

/** For example `sha256 304 saturated: 304`, each once, sorted. */
const statusesSeen = (bursts: readonly BurstRecord[]) => [
  ...new Set(
    bursts.map(({ arm, responseClass, load, statuses }) => `${arm} ${responseClass} ${load}: ${Object.keys(statuses).join()}`),
  ),
].toSorted()

const fourClasses = (arm: string, load: string, statuses: readonly number[]) =>
  ['200', '304', 'put', '412'].map((responseClass, index) => `${arm} ${responseClass} ${load}: ${statuses[index]}`)

/** The same server with a worker thread that is at work half of the time. */
function beside(arm: Arm): Arm {
  const working = 'for (;;) { for (const end = Date.now() + 8; Date.now() < end;); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4) }'
  const source = `import { Worker } from 'node:worker_threads'; new Worker(${JSON.stringify(working)}, { eval: true, execArgv: [] })`
  return { ...arm, command: { ...arm.command, args: ['--import', `data:text/javascript,${encodeURIComponent(source)}`, ...arm.command.args] } }
}

/** Bytes of one answered poll on the wire, by hand. Ephemeral ports have five digits. */
const head = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`.length
const plainGet = ['GET /orders/1 HTTP/1.1', 'Host: 127.0.0.1:40123', 'Connection: keep-alive']
const tag = '"bf2dcf7e3f7dabab29e46ceebe393f08"'
const notModified = [
  'HTTP/1.1 304 Not Modified',
  'cache-control: private, no-cache',
  `etag: ${tag}`,
  'date: Sat, 21 Nov 2026 03:33:17 GMT',
  'Connection: keep-alive',
]

describe('measureUnitCosts on real servers', () => {
  it('measures every class of every arm, by every load, and leaves no process', { timeout: 60_000 }, async () => {
    const sink = new Recording()
    await measureUnitCosts(runOf(await tinyArms(), sink))
    expect(await childrenLeft()).toEqual([])

    // What else the machine does just now is told too; a cell that is left out, or CPU time that is lost, would be a fault.
    expect(sink.warnings.filter((warning) => !warning.startsWith('other processes'))).toEqual([])
    expect(statusesSeen(sink.bursts)).toEqual(
      [
        ...['saturated', '200/s'].flatMap((load) => [
          ...fourClasses('none', load, [200, 200, 204, 204]),
          ...fourClasses('none-again', load, [200, 200, 204, 204]),
          ...fourClasses('sha256', load, [200, 304, 204, 412]),
          ...fourClasses('last-modified', load, [200, 304, 204, 412]),
        ]),
        'floor-constant 200 saturated: 200',
        'floor-constant 304 saturated: 304',
        'none 200 closed-autocannon: 200',
        'none 200 closed-users: 200',
        'none-gzip 200 saturated: 200',
      ].toSorted(),
    )
    expectMixed(sink.mixedBursts)
    expectNumbered(sink.bursts)
    expectWireBytes(sink)
    expectWarmedUp(sink)
    expect(sink.cells).toHaveLength(cellsPerLaunch(tinySettings))
    // The warm-up, each round at each load, the mixed bursts and the lanes: each is on disk before the next begins.
    const rateRounds = tinySettings.fixedRates.reduce((total, { roundsPerLaunch }) => total + roundsPerLaunch, 0)
    expect(sink.trials).toBe(1 + tinySettings.roundsPerLaunch + furtherTrials(sink) + rateRounds + 2)
  })

  it('gives a cell five further rounds where threads beside the main one are always busy', { timeout: 30_000 }, async () => {
    const sink = new Recording()
    const [control] = await planArms([], [])
    const settings = { ...tinySettings, classes: ['200' as const], fixedRates: [], modelCheck: null, laneAgreement: null }
    await measureUnitCosts({ ...runOf([beside(control!)], sink), settings })
    const counted = sink.bursts.filter(({ voidReason }) => voidReason === null)
    // On a machine too busy for a single burst that counts there is nothing to be made good.
    const further = counted.some(({ round }) => round < 2) ? [2, 3, 4, 5, 6] : []
    expect([...new Set(sink.bursts.map(({ round }) => round))]).toEqual([0, 1, ...further])
    // The warm-up, both rounds, and all further ones of the cell: on disk before fixed rates begin.
    expect(sink.trials).toBe(further.length > 0 ? 4 : 3)
    expect(counted.filter(({ cpuNs, otherThreadsCpuNs }) => otherThreadsCpuNs! <= cpuNs / 4)).toEqual([])
    expect(await childrenLeft()).toEqual([])
  })

  it('ends with its servers when interrupted', async () => {
    const interruption = new AbortController()
    const sink = new Recording()
    sink.trialDone = async () => interruption.abort()
    const [control] = await planArms([], [])
    await expect(measureUnitCosts(runOf([control!], sink, interruption.signal))).rejects.toMatchObject({ code: 'interrupted' })
    expect(sink.bursts).toEqual([])
    expect(await childrenLeft()).toEqual([])
  })
})

/** 6 polls that find no change, 3 that find one, 2 writes; the second none takes no part. */
function expectMixed(bursts: readonly MixedBurstRecord[]): void {
  const statusesOf = Map.groupBy(bursts, ({ arm }) => arm)
  expect([...statusesOf.keys()].toSorted()).toEqual(['last-modified', 'none', 'sha256'])
  for (const burst of bursts) {
    expect([burst.requests, burst.load, burst.requestsPerSecond, burst.mix]).toEqual([11, '200/s', 200, { '304': 6, '200': 3, put: 2 }])
    expect(burst.statuses).toEqual(burst.arm === 'none' ? { '200': 9, '204': 2 } : { '200': 3, '204': 2, '304': 6 })
  }
}

/** Rounds count from 0; attempts from 1, and only a void burst is followed by another. */
function expectNumbered(bursts: readonly BurstRecord[]): void {
  const cells = Map.groupBy(bursts, ({ arm, responseClass, sizeBytes, load }) => [arm, responseClass, sizeBytes, load].join(' '))
  for (const [cell, ofCell] of cells) {
    const rounds = Map.groupBy(ofCell, ({ round }) => round)
    // Two rounds, and up to five further ones where the runtime compiled or collected meanwhile.
    expect([cell, ...rounds.keys()]).toEqual([cell, ...(cell.endsWith('saturated') ? [0, 1, 2, 3, 4, 5, 6].slice(0, Math.max(2, rounds.size)) : [0])])
    for (const ofRound of rounds.values()) {
      expect(ofRound.map(({ attempt }) => attempt)).toEqual([1, 2, 3].slice(0, ofRound.length))
      expect(ofRound.slice(0, -1).map(({ voidReason }) => voidReason)).not.toContain(null)
      expect(ofRound.length === 3 || ofRound.at(-1)?.voidReason === null || /^(floor|none-gzip)/.test(cell)).toBe(true)
    }
  }
  expect(bursts.map(({ launch }) => launch)).toEqual(bursts.map(() => 0))
}

/** One for every cell that got further rounds. */
const furtherTrials = ({ bursts }: Recording) => {
  const further = bursts.filter(({ load, round }) => load === 'saturated' && round >= tinySettings.roundsPerLaunch)
  return new Set(further.map(({ responseClass, sizeBytes }) => `${responseClass} ${sizeBytes}`)).size
}

function expectWireBytes({ bursts, contents, connectionCosts }: Recording): void {
  for (const { arm, requests, statuses, sentBytes, receivedBytes } of bursts) {
    expect(Object.values(statuses)).toEqual([requests])
    // Two documents of one size are of about one size in gzip.
    expect([sentBytes % requests, arm === 'none-gzip' ? 0 : receivedBytes % requests]).toEqual([0, 0])
  }
  const plainGets = ['none', 'none-gzip'].map((name) => bursts.find(({ arm, responseClass }) => arm === name && responseClass === '200')!)
  const [received, compressed] = plainGets.map(({ receivedBytes, requests }) => receivedBytes / requests)
  expect(contents).toEqual([{ sizeBytes: 1000, gzipBytes: expect.any(Number) }])
  // Two fields more, a digit of Content-Length less.
  const expected = received! - 1000 + contents[0]!.gzipBytes + 'content-encoding: gzip\r\nvary: Accept-Encoding\r\n'.length - 1
  expect(Math.abs(compressed! - expected)).toBeLessThan(20)
  const polls = bursts.filter(({ arm, responseClass }) => arm === 'sha256' && responseClass === '304')
  const perPoll = new Set(polls.map(({ requests, sentBytes, receivedBytes }) => `${sentBytes / requests} ${receivedBytes / requests}`))
  expect([...perPoll]).toEqual([`${head(...plainGet, `if-none-match: ${tag}`)} ${head(...notModified)}`])

  expect(connectionCosts.map(({ arm }) => arm).toSorted()).toEqual(['floor-constant', 'last-modified', 'none', 'none-again', 'none-gzip', 'sha256'])
  for (const cost of connectionCosts) {
    const asked = cost.arm === 'none-gzip' ? ['accept-encoding: gzip'] : []
    expect(cost).toMatchObject({ launch: 0, connections: 2, plainGetSentBytes: head(...plainGet, ...asked) })
    expect(cost.cpuNs).toBeGreaterThanOrEqual(0)
  }
}

function expectWarmedUp({ warmUps }: Recording): void {
  const classes: Readonly<Record<string, number>> = { none: 4, 'none-again': 4, sha256: 4, 'last-modified': 4, 'floor-constant': 2, 'none-gzip': 1 }
  expect(warmUps.map(({ arm }) => arm).toSorted()).toEqual(Object.keys(classes).toSorted())
  for (const { arm, cpuNs, requests } of warmUps) {
    expect(cpuNs).toBeGreaterThanOrEqual(classes[arm]! * 20_000_000)
    expect(requests).toBeGreaterThan(0)
  }
}

describe('startArms', () => {
  const { signal } = new AbortController()
  const start = (arms: readonly Arm[], interruption = signal) => startArms(arms, tinySettings, plan, supervisor, interruption)

  it('starts arms that can be warmed up on their own', async () => {
    const [control] = await planArms([], [])
    const running = await start([control!])
    const budget = new RequestBudget()
    const cell = { responseClass: '304', sizeIndex: 0 } as const
    const done = await warmUp(running[0]!, [cell], tinySettings, budget, signal)
    expect(done.cpuNs).toBeGreaterThanOrEqual(20_000_000)
    expect(budget.nsPerRequest('none 304 0')).toBeGreaterThan(0)
    expect(budget.nsPerRequest('none 200 0')).toBe(0)
    await stopArms(running)
    expect(await childrenLeft()).toEqual([])
  })

  it('stops those that started when one does not', async () => {
    const [control, again] = await planArms([], [])
    const broken = { ...again!, command: { ...again!.command, args: ['--eval', 'process.exit(7)'] } }
    await expect(start([control!, broken])).rejects.toMatchObject({ name: 'BenchError', code: 'server-start' })
    expect(await childrenLeft()).toEqual([])
  })

  it('starts none once interrupted', async () => {
    await expect(start(await planArms([], []), AbortSignal.abort())).rejects.toMatchObject({ code: 'interrupted' })
    expect(await childrenLeft()).toEqual([])
  })
})
