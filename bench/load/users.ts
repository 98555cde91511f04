import { setMaxListeners } from 'node:events'
import type { Scenario, ScriptRequest } from '../../scenarios/scenario.ts'
import { monotonicNs, sleepUntil } from './clock.ts'
import type { WireRequest } from './connection.ts'
import { type ConnectionPool, openConnectionPool } from './connection-pool.ts'
import { type GeneratorHealth, lateAfterNs, watchGenerator } from './generator-health.ts'
import { type Observation, toObservation } from './observation.ts'

export interface ScriptOptions<Settings, User> {
  readonly scenario: Scenario<Settings, User>
  readonly settings: Settings
  /** `http://127.0.0.1:PORT`; documents are at `/orders/<document>` unless `pathOf` says otherwise. */
  readonly origin: string
  readonly pathOf?: (document: number) => string
  /** Shared by all users. With fewer than users, waiting for one is in the response time, not in the service time. */
  readonly connections: number
  /** A generator per user, the same for the same index whatever the strategy. */
  readonly seedRandom: (userIndex: number) => () => number
  readonly requestTimeoutMs: number
  readonly signal?: AbortSignal
  readonly nowNs?: () => number
  /** Called once per request, in the order in which answers come. */
  readonly record: (observation: Observation) => void
}

export interface ScriptRun extends GeneratorHealth {
  readonly requests: number
  /** Requests sent more than 10 ms after their intended start, for want of a connection or of time. */
  readonly lateStarts: number
  readonly reconnects: number
  /** The signal ended it: what was under way then is recorded as without an answer. */
  readonly interrupted: boolean
}

/**
 * Drives a closed script: each user waits for its answer, thinks, and sends the next request. A request is sent at most
 * once. Rejects if the origin cannot be reached at the start, or if the scenario throws.
 */
export async function runScript<Settings, User>(options: ScriptOptions<Settings, User>): Promise<ScriptRun> {
  const { scenario, settings, origin, connections, requestTimeoutMs, signal } = options
  const nowNs = options.nowNs ?? monotonicNs
  const pool = await openConnectionPool({ origin, connections, requestTimeoutMs, nowNs })
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  stop.signal.addEventListener('abort', () => void pool.close())
  const interrupt = (): void => stop.abort()
  signal?.addEventListener('abort', interrupt)
  if (signal?.aborted === true) interrupt()
  const counts = { requests: 0, lateStarts: 0 }
  const stopWatching = watchGenerator()
  try {
    const run: RunningScript<Settings, User> = { options, nowNs, pool, counts, stop: stop.signal, startNs: nowNs() }
    await allOrFirstFailure(
      Array.from({ length: scenario.users(settings) }, (_, index) => driveUser(run, index)),
      interrupt,
    )
    return { ...stopWatching(), ...counts, reconnects: pool.reconnects, interrupted: signal?.aborted === true }
  } finally {
    stopWatching()
    signal?.removeEventListener('abort', interrupt)
    await pool.close()
  }
}

interface RunningScript<Settings, User> {
  readonly options: ScriptOptions<Settings, User>
  readonly nowNs: () => number
  readonly pool: ConnectionPool
  readonly counts: { requests: number; lateStarts: number }
  readonly stop: AbortSignal
  readonly startNs: number
}

async function driveUser<Settings, User>(run: RunningScript<Settings, User>, index: number): Promise<void> {
  const { options, nowNs, pool, counts, stop } = run
  const { scenario, settings, record, pathOf = ordersPath } = options
  const user = scenario.newUser(settings, { index, random: options.seedRandom(index) })
  let previousDoneNs = run.startNs
  for (;;) {
    const step = scenario.next(user)
    if (step === 'done') return
    const intendedNs = previousDoneNs + Math.round(step.waitMs * 1e6)
    await sleepUntil(intendedNs, nowNs, stop)
    const slot = await pool.acquire()
    const exchange = stop.aborted ? undefined : await slot.exchange(wireRequest(step.request, pathOf))
    pool.release(slot)
    if (exchange === undefined) return
    const { response, sentNs, doneNs } = exchange
    const outcome = scenario.observe(user, step.request, response)
    counts.requests += 1
    if (sentNs - intendedNs > lateAfterNs) counts.lateStarts += 1
    record(toObservation(index, step.request, response, outcome, { intendedNs, sentNs, doneNs }, exchange))
    previousDoneNs = doneNs
  }
}

/** One user's failure ends the run, but only once the others have stopped, so that nothing is recorded afterwards. */
async function allOrFirstFailure(users: readonly Promise<void>[], stop: () => void): Promise<void> {
  const failures: unknown[] = []
  await Promise.all(users.map(user => user.catch((failure: unknown) => {
    failures.push(failure)
    stop()
  })))
  if (failures.length > 0) throw failures[0]
}

function wireRequest(request: ScriptRequest, pathOf: (document: number) => string): WireRequest {
  const { method, document, headers, body } = request
  return { method, path: pathOf(document), headers, ...(body !== undefined && { body }) }
}

function ordersPath(document: number): string {
  return `/orders/${document}`
}
