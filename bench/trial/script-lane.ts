import { monotonicNs } from '../load/clock.ts'
import { runClosedLoop } from '../load/closed-loop.ts'
import type { ConnectionPool } from '../load/connection-pool.ts'
import { openConnectionPool } from '../load/connection-pool.ts'
import type { BurstTraffic, ConnectionScript } from '../load/connection-script.ts'
import type { FixedRateRun } from '../load/fixed-rate.ts'
import { runAtFixedRate } from '../load/fixed-rate.ts'
import { expectedStatus } from '../plan/arm.ts'
import type { LoadPoint } from '../plan/load-point.ts'
import { isTooManyOpenFiles } from '../target/open-files.ts'
import type { ArrivalReport, DrivenBurst } from './burst.ts'
import { meterBurst } from './burst.ts'
import { serverDied } from './endings.ts'
import type { Cell, RunningArm } from './running-arm.ts'
import { requestTimeoutSeconds, scriptsOf } from './running-arm.ts'

export interface RatePlan {
  readonly load: LoadPoint
  readonly requestsPerSecond: number
  readonly requests: number
  readonly signal: AbortSignal
}

/** A burst of the open workload at a fixed rate. Its connections are opened, and used once, before the meter is read. */
export async function meterFixedRate(running: RunningArm, cell: Cell, plan: RatePlan): Promise<DrivenBurst> {
  const { arm, server } = running
  const scripts = scriptsOf(running, cell)
  const status = expectedStatus(arm, cell.responseClass)
  return withPool(running, scripts, (pool) =>
    meterBurst(server, {
      armName: arm.name,
      load: plan.load,
      signal: plan.signal,
      expectedStatus: status,
      drive: async () => {
        const run = await runAtFixedRate({
          origin: server.origin,
          pool,
          connections: scripts.length,
          ratePerSecond: plan.requestsPerSecond,
          requests: plan.requests,
          requestTimeoutMs: requestTimeoutSeconds * 1000,
          signal: plan.signal,
          makeRequest: (_index, slot) => rated(scripts[slot]!, status),
        })
        return { traffic: toTraffic(run), arrivals: toArrivals(run) }
      },
    }),
  )
}

/** The closed loop of the virtual users: what autocannon's figure is held against. */
export async function meterClosedUsers(running: RunningArm, cell: Cell, requests: number, signal: AbortSignal): Promise<DrivenBurst> {
  const { arm, server } = running
  const scripts = scriptsOf(running, cell)
  return withPool(running, scripts, (pool) =>
    meterBurst(server, {
      armName: arm.name,
      load: 'closed-users',
      signal,
      expectedStatus: expectedStatus(arm, cell.responseClass),
      drive: async () => ({ traffic: await runClosedLoop({ pool, scripts, requests, signal }), arrivals: null }),
    }),
  )
}

/** Connections are opened, and used once, before the burst, and closed after its last reading: no meter sees either. */
export async function withPool(
  { arm, server }: RunningArm,
  scripts: readonly ConnectionScript[],
  drive: (pool: ConnectionPool) => Promise<DrivenBurst>,
): Promise<DrivenBurst> {
  const options = { origin: server.origin, connections: scripts.length, requestTimeoutMs: requestTimeoutSeconds * 1000, nowNs: monotonicNs }
  const pool = await openConnectionPool(options).catch((error: unknown) => {
    throw isTooManyOpenFiles(error) ? error : serverDied(server, arm.name, 'or refused connections before a burst')
  })
  try {
    await runClosedLoop({ pool, scripts, requests: scripts.length, signal: new AbortController().signal })
    const { bytes, settled } = await drive(pool)
    const closed = settled.finally(() => pool.close())
    closed.catch(() => {})
    return { bytes, settled: closed }
  } catch (error) {
    await pool.close()
    throw error
  }
}

export function rated(script: ConnectionScript, expectStatus: number) {
  if (script.kind === 'static') return { ...script.request, expectStatus }
  return {
    ...script.next(),
    expectStatus,
    onResponse: (status: number, headers: Readonly<Record<string, string | undefined>>) =>
      script.answered(status, (name) => headers[name]),
  }
}

export function toTraffic(run: FixedRateRun): BurstTraffic {
  const { p50Ns, p99Ns, maxNs } = run.serviceTime.summary()
  return {
    requests: run.answered,
    statuses: run.statuses,
    errors: run.noAnswer,
    timeouts: run.timedOut,
    wallNs: run.wallNs,
    sentBytes: run.sentBytes,
    receivedBytes: run.receivedBytes,
    serviceTime: { p50Us: p50Ns / 1000, p99Us: p99Ns / 1000, maxUs: maxNs / 1000 },
  }
}

export function toArrivals(run: FixedRateRun): ArrivalReport {
  const { p50Ns, p99Ns } = run.responseTime.summary()
  return {
    late: run.late,
    dropped: run.dropped,
    generatorCpuFraction: run.cpuFraction,
    responseP50Us: p50Ns / 1000,
    responseP99Us: p99Ns / 1000,
  }
}
