import { describe, expect, it } from 'vitest'
import type { BurstTraffic } from '../load/connection-script.ts'
import { shortfallLimitNs } from '../target/cpu-meter.ts'
import type { Server, ServerExit } from '../target/server-process.ts'
import type { ArrivalReport, BurstPlan, MeteredBurst } from './burst.ts'
import { findVoidReason, meterBurst } from './burst.ts'

const traffic: BurstTraffic = {
  requests: 200,
  statuses: { 304: 200 },
  errors: 0,
  timeouts: 0,
  wallNs: 20_000_000,
  sentBytes: 20_000,
  receivedBytes: 30_000,
  serviceTime: { p50Us: 90, p99Us: 200, maxUs: 400 },
}

const clean: Omit<MeteredBurst, 'voidReason'> = {
  ...traffic,
  load: 'saturated',
  cpuNs: 19_000_000,
  otherThreadsCpuNs: 1_000_000,
  generatorCpuNs: 15_000_000,
  busyFraction: 0.95,
  stealFraction: 0,
  startedAt: '2026-11-21T10:00:00.000Z',
  arrivals: null,
}

const onSchedule: ArrivalReport = { late: 0, dropped: 0, generatorCpuFraction: 0.1, responseP50Us: 100, responseP99Us: 300 }

/** A burst of the open workload: its server is idle most of the time. */
const open = (arrivals: Partial<ArrivalReport>) => ({ busyFraction: 0.02, arrivals: { ...onSchedule, ...arrivals } })

describe('findVoidReason', () => {
  it.each<[string, Partial<MeteredBurst>, string]>([
    ['an unexpected status', { statuses: { 304: 198, 200: 2 } }, 'answered 200 (2 times) instead of 304'],
    ['several of them', { statuses: { 200: 2, 500: 198 } }, 'answered 200 (2 times), 500 (198 times) instead of 304'],
    ['an error', { requests: 199, errors: 1 }, '1 of 200 requests ended in an error or a time-out'],
    [
      'a server that waits',
      { busyFraction: 0.6 },
      'the server was busy only 60.0 % of the time (limit 80.0 %): the generator, or another process, was the bottleneck',
    ],
    ['a host that takes the CPU away', { stealFraction: 0.05 }, 'the host took 5.0 % of the CPU time away (limit 2.0 %)'],
    ['a dropped arrival', open({ dropped: 1 }), '1 arrivals were dropped: the server did not keep up'],
    ['late arrivals', open({ late: 3 }), '3 of 200 requests left more than 10 ms late'],
    ['a busy generator', open({ generatorCpuFraction: 0.9 }), 'the generator used 90.0 % of a core (limit 85.0 %)'],
    ['an error of the open workload', { ...open({}), requests: 199, errors: 1 }, '1 of 200 requests ended in an error or a time-out'],
    ['steal in the open workload', { ...open({}), stealFraction: 0.05 }, 'the host took 5.0 % of the CPU time away (limit 2.0 %)'],
  ])('voids %s', (_what, fault, reason) => {
    expect(findVoidReason({ ...clean, ...fault }, 304, 0)).toBe(reason)
  })

  it('voids CPU time that ended threads took with them', () => {
    const reason = 'threads ended during the burst and took 45 ms of CPU time with them'
    expect(findVoidReason(clean, 304, 45_000_000)).toBe(reason)
    expect(findVoidReason({ ...clean, ...open({}) }, 304, 45_000_000)).toBe(reason)
  })

  it.each<[string, Partial<MeteredBurst>, number]>([
    ['a saturated burst', {}, 0],
    ['an open workload whose server is mostly idle', open({}), 0],
    ['a server busy for exactly the limit', { busyFraction: 0.8 }, 0],
    ['steal of exactly the limit', { stealFraction: 0.02 }, 0],
    ['a shortfall that two clock ticks explain', {}, shortfallLimitNs],
    ['one late request in a hundred', open({ late: 2 }), 0],
    ['a generator busy for exactly the limit', open({ generatorCpuFraction: 0.85 }), 0],
  ])('counts %s', (_what, fields, shortfallNs) => {
    expect(findVoidReason({ ...clean, ...fields }, 304, shortfallNs)).toBeNull()
  })

  it('voids the first nanosecond, late request and percent above a limit', () => {
    expect(findVoidReason(clean, 304, shortfallLimitNs + 1)).toMatch(/^threads ended/)
    expect(findVoidReason({ ...clean, busyFraction: 0.799 }, 304, 0)).toMatch(/busy only 79.9 %/)
    expect(findVoidReason({ ...clean, stealFraction: 0.03 }, 304, 0)).toMatch(/took 3.0 %/)
    expect(findVoidReason({ ...clean, ...open({ generatorCpuFraction: 0.86 }) }, 304, 0)).toMatch(/used 86.0 %/)
  })

  it('names the status first: with wrong answers, no other figure means anything', () => {
    const fault = { statuses: { 500: 1 }, errors: 1, busyFraction: 0, stealFraction: 1 }
    expect(findVoidReason({ ...clean, ...fault }, 304, 45_000_000)).toBe('answered 500 (1 times) instead of 304')
  })
})

/** A server whose meter shows 5 ms more at each reading. */
function scriptedServer(exit: () => ServerExit | undefined = () => undefined): Server {
  let runNs = 0
  return {
    name: 'made-up',
    pid: 0,
    origin: 'http://127.0.0.1:1',
    meter: {
      kind: 'schedstat',
      resolutionNs: 1,
      read: async () => ({ runNs: (runNs += 5_000_000), statNs: 0, processes: 1, atNs: 0n }),
    },
    exited: new Promise(() => {}),
    hasExited: exit,
    stderrTail: () => 'out of memory',
    stop: async () => {},
  }
}

function planOf(driven: Partial<BurstTraffic>, signal = new AbortController().signal): BurstPlan {
  const drive = async () => ({ traffic: { ...traffic, ...driven }, arrivals: null })
  return { armName: 'made-up', load: 'saturated', expectedStatus: 304, settleMs: 0, signal, drive }
}

describe('meterBurst', () => {
  it('adds what the server spent between the two readings to what the generator saw', async () => {
    const { settled } = await meterBurst(scriptedServer(), planOf({ wallNs: 5_000_000 }))
    const fields = { ...traffic, wallNs: 5_000_000, load: 'saturated', cpuNs: 5_000_000, busyFraction: 1, arrivals: null }
    expect(await settled).toMatchObject(fields)
  })

  it('gives the reason why a burst is void', async () => {
    const { settled } = await meterBurst(scriptedServer(), planOf({ wallNs: 10_000_000 }))
    expect((await settled).voidReason).toMatch(/^the server was busy only 50.0 % of the time/)
  })

  it('calls a burst that took no time idle', async () => {
    const { settled } = await meterBurst(scriptedServer(), planOf({ wallNs: 0 }))
    expect((await settled).busyFraction).toBe(0)
  })

  it('drives nothing once interrupted', async () => {
    let driven = false
    const plan = { ...planOf({}, AbortSignal.abort()), drive: async () => ((driven = true), { traffic, arrivals: null }) }
    await expect(meterBurst(scriptedServer(), plan)).rejects.toMatchObject({ name: 'BenchError', code: 'interrupted' })
    expect(driven).toBe(false)
  })

  it('throws when interrupted during the burst', async () => {
    const interruption = new AbortController()
    const plan: BurstPlan = {
      ...planOf({}, interruption.signal),
      drive: async () => {
        interruption.abort()
        return { traffic, arrivals: null }
      },
    }
    await expect(meterBurst(scriptedServer(), plan)).rejects.toMatchObject({ code: 'interrupted' })
  })

  it('throws that the server ended where its meter cannot be read for that, and what the meter says otherwise', async () => {
    let exit: ServerExit | undefined
    let readings = 0
    const meter = {
      kind: 'schedstat',
      resolutionNs: 1,
      read: async () => {
        if (++readings > 1) throw new Error('no such process')
        return { runNs: 1, statNs: 0, processes: 1, atNs: 0n }
      },
    } as const
    const server = { ...scriptedServer(() => exit), meter }
    await expect((await meterBurst(server, planOf({}))).settled).rejects.toThrow('no such process')
    readings = 0
    const { settled } = await meterBurst(server, planOf({}))
    exit = { code: null, signal: 'SIGKILL' }
    await expect(settled).rejects.toMatchObject({
      code: 'server-died',
      message: 'server "made-up" ended with signal SIGKILL right after saturated load of class 304; its last words: out of memory',
    })
  })

  it('throws when the server ended before the burst', async () => {
    const server = scriptedServer(() => ({ code: 7, signal: null }))
    await expect(meterBurst(server, planOf({}))).rejects.toMatchObject({
      code: 'server-died',
      message: 'server "made-up" ended with code 7 between two bursts; its last words: out of memory',
    })
  })

  it('throws when the server ended during the burst', async () => {
    let exit: ServerExit | undefined
    const plan: BurstPlan = {
      ...planOf({}),
      drive: async () => {
        exit = { code: null, signal: 'SIGKILL' }
        return { traffic: { ...traffic, errors: 2 }, arrivals: null }
      },
    }
    await expect(meterBurst(scriptedServer(() => exit), plan)).rejects.toMatchObject({
      code: 'server-died',
      message:
        'server "made-up" ended with signal SIGKILL while saturated load of class 304 was on it; its last words: out of memory',
    })
  })

  it.each<[string, Partial<BurstTraffic>, string]>([
    ['a request timed out', { errors: 2, timeouts: 2 }, '(200 answers, then 2 time-outs)'],
    ['nothing was answered', { requests: 0, statuses: {}, errors: 2 }, '(0 answers, then 0 time-outs)'],
  ])('throws when %s', async (_what, driven, detail) => {
    await expect(meterBurst(scriptedServer(), planOf(driven))).rejects.toMatchObject({
      code: 'server-hung',
      message: `server "made-up" stopped answering while saturated load of class 304 was on it ${detail}`,
    })
  })

  it('only voids a burst of which some requests broke while the server lives on', async () => {
    const { settled } = await meterBurst(scriptedServer(), planOf({ requests: 199, errors: 1, statuses: { 304: 199 } }))
    expect((await settled).voidReason).toBe('1 of 200 requests ended in an error or a time-out')
  })
})
