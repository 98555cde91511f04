import { setTimeout as sleep } from 'node:timers/promises'
import type { BurstTraffic } from '../load/connection-script.ts'
import type { LoadPoint } from '../plan/load-point.ts'
import type { Server } from '../target/server-process.ts'
import { cpuBetween, shortfallLimitNs } from '../target/cpu-meter.ts'
import { readHostLoad, stealFraction } from '../target/host-load.ts'
import { interrupted, serverDied, serverHung } from './endings.ts'
import { readMeter } from './read-meter.ts'

/** After the last answer the server still tidies up, and the kernel settles a running thread's account only when it stops. */
export const settleMs = 20

const busyFractionLimit = 0.8
const stealFractionLimit = 0.02
export const generatorCpuFractionLimit = 0.85

/** One burst as metered: the raw material of every estimate. */
export interface MeteredBurst extends BurstTraffic {
  readonly load: LoadPoint
  readonly cpuNs: number
  /** Of `cpuNs`, threads other than the first of each process: in Node collections and compilation. Null: the meter cannot tell. */
  readonly otherThreadsCpuNs: number | null
  /** CPU that the harness spent on making the load: how fast the machine was just then shows here too. */
  readonly generatorCpuNs: number
  /** Server CPU over the time that the burst took: 1 is one busy core. */
  readonly busyFraction: number
  readonly stealFraction: number
  readonly startedAt: string
  /** Why the burst must not be counted; null: it counts. */
  readonly voidReason: string | null
  /** Open workload only. */
  readonly arrivals: ArrivalReport | null
}

/** How well an open workload kept its schedule. */
export interface ArrivalReport {
  readonly late: number
  readonly dropped: number
  readonly generatorCpuFraction: number
  readonly responseP50Us: number
  readonly responseP99Us: number
}

export interface BurstPlan {
  readonly armName: string
  readonly load: LoadPoint
  /** One, or where classes are mixed those of all. */
  readonly expectedStatus: number | readonly number[]
  /** Default: `settleMs`. */
  readonly settleMs?: number
  readonly signal: AbortSignal
  readonly drive: () => Promise<{ readonly traffic: BurstTraffic; readonly arrivals: ArrivalReport | null }>
}

/** A burst whose load is over; its figures follow when the kernel has settled the server's account. */
export interface DrivenBurst {
  /** Of its requests and answers. */
  readonly bytes: number
  readonly settled: Promise<MeteredBurst>
}

/**
 * Meters one burst: resolves when the last answer is there, so that another server can be driven while this one's account
 * settles. Throws when the server died or stopped answering: then no figure of this run would mean anything.
 */
export async function meterBurst(server: Server, plan: BurstPlan): Promise<DrivenBurst> {
  if (plan.signal.aborted) throw interrupted()
  if (server.hasExited() !== undefined) throw serverDied(server, plan.armName, 'between two bursts')
  const startedAt = new Date().toISOString()
  const hostBefore = readHostLoad()
  const before = await readMeter(server, plan.armName, 'between two bursts')
  const generatorBefore = process.cpuUsage()
  const { traffic, arrivals } = await plan.drive()
  const generator = process.cpuUsage(generatorBefore)
  // Unknown off Linux, where nothing tells it.
  const stolen = stealFraction(hostBefore, readHostLoad()) ?? 0
  await failIfDead(server, plan, traffic)
  const settle = async (): Promise<MeteredBurst> => {
    await sleep(plan.settleMs ?? settleMs)
    const cpu = cpuBetween(before, await readMeter(server, plan.armName, `right after ${plan.load} load of class ${plan.expectedStatus}`))
    const metered = {
      ...traffic,
      load: plan.load,
      cpuNs: cpu.runNs,
      otherThreadsCpuNs: cpu.otherThreadsNs ?? null,
      generatorCpuNs: (generator.user + generator.system) * 1000,
      busyFraction: traffic.wallNs > 0 ? cpu.runNs / traffic.wallNs : 0,
      stealFraction: stolen,
      startedAt,
      arrivals,
    }
    return { ...metered, voidReason: findVoidReason(metered, plan.expectedStatus, cpu.shortfallNs) }
  }
  const settled = settle()
  // Awaited later: until then a failure must not count as one that nobody handles.
  settled.catch(() => {})
  return { bytes: traffic.sentBytes + traffic.receivedBytes, settled }
}

/** Why a burst must not be counted; null: it counts. */
export function findVoidReason(
  burst: Omit<MeteredBurst, 'voidReason'>,
  expectedStatus: number | readonly number[],
  shortfallNs: number,
): string | null {
  const expected = [expectedStatus].flat()
  const unexpected = Object.keys(burst.statuses).filter((status) => !expected.includes(Number(status)))
  if (unexpected.length > 0) {
    return `answered ${unexpected.map((status) => `${status} (${burst.statuses[status]} times)`).join(', ')} instead of ${expected.join(' or ')}`
  }
  if (burst.errors > 0) return `${burst.errors} of ${burst.requests + burst.errors} requests ended in an error or a time-out`
  if (burst.arrivals === null && burst.busyFraction < busyFractionLimit) {
    return `the server was busy only ${percent(burst.busyFraction)} of the time (limit ${percent(busyFractionLimit)}): the generator, or another process, was the bottleneck`
  }
  if (burst.stealFraction > stealFractionLimit) {
    return `the host took ${percent(burst.stealFraction)} of the CPU time away (limit ${percent(stealFractionLimit)})`
  }
  if (shortfallNs > shortfallLimitNs) {
    return `threads ended during the burst and took ${(shortfallNs / 1e6).toFixed(0)} ms of CPU time with them`
  }
  return burst.arrivals === null ? null : findArrivalFault(burst.arrivals, burst.requests)
}

function findArrivalFault(arrivals: ArrivalReport, requests: number): string | null {
  if (arrivals.dropped > 0) return `${arrivals.dropped} arrivals were dropped: the server did not keep up`
  if (arrivals.late > requests * 0.01) return `${arrivals.late} of ${requests} requests left more than 10 ms late`
  if (arrivals.generatorCpuFraction > generatorCpuFractionLimit) {
    return `the generator used ${percent(arrivals.generatorCpuFraction)} of a core (limit ${percent(generatorCpuFractionLimit)})`
  }
  return null
}

async function failIfDead(server: Server, plan: BurstPlan, traffic: BurstTraffic): Promise<void> {
  if (plan.signal.aborted) throw interrupted()
  if (traffic.errors === 0) return
  // The exit is reported a moment after the sockets break.
  await sleep(100)
  const where = `while ${plan.load} load of class ${plan.expectedStatus} was on it`
  if (server.hasExited() !== undefined) throw serverDied(server, plan.armName, where)
  if (traffic.requests === 0 || traffic.timeouts > 0) {
    throw serverHung(plan.armName, `${where} (${traffic.requests} answers, then ${traffic.timeouts} time-out${traffic.timeouts === 1 ? '' : 's'})`)
  }
}

const percent = (fraction: number) => `${(fraction * 100).toFixed(1)} %`
