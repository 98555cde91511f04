import type { ContentCoding } from '../../servers/http/content-coding.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { monotonicNs } from './clock.ts'
import { openConnectionPool } from './connection-pool.ts'
import { type GeneratorHealth, watchGenerator } from './generator-health.ts'
import type { Observation } from './observation.ts'
import { ScriptDriver } from './script-driver.ts'

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
  /** In which contents are asked for; scenarios see them decoded, bytes are those at the socket. Default: identity. */
  readonly encoding?: ContentCoding
  readonly signal?: AbortSignal
  readonly nowNs?: () => number
  /** Called once per request, in the order in which answers come; also for one that was dropped. */
  readonly record: (observation: Observation) => void
}

export interface ScriptRun extends GeneratorHealth {
  /** Sent, whatever became of them. */
  readonly requests: number
  /** Requests of open steps that were never sent: they could only have left too late. */
  readonly dropped: number
  /** Requests sent more than 10 ms after their intended start, for want of a connection or of time. */
  readonly lateStarts: number
  readonly reconnects: number
  /** The signal ended it: what was under way then is recorded as without an answer. */
  readonly interrupted: boolean
}

/**
 * Drives a script: after a closed step a user waits for its answer, thinks, and sends the next request; an open step
 * starts when it is due, and what keeps it (no free connection, or the user's own previous request) is in its response
 * time, until it is dropped. A request is sent at most once. Rejects if the origin cannot be reached at the start, or if
 * the scenario throws.
 */
export async function runScript<Settings, User>(options: ScriptOptions<Settings, User>): Promise<ScriptRun> {
  const { scenario, settings, origin, connections, seedRandom, requestTimeoutMs, signal, record } = options
  const { nowNs = monotonicNs, pathOf = ordersPath, encoding = 'identity' } = options
  const pool = await openConnectionPool({ origin, connections, requestTimeoutMs, nowNs })
  const driver = new ScriptDriver({ scenario, settings, pool, pathOf, seedRandom, nowNs, encoding, record })
  const interrupt = (): void => {
    driver.stop()
    void pool.close()
  }
  signal?.addEventListener('abort', interrupt)
  if (signal?.aborted === true) interrupt()
  const stopWatching = watchGenerator()
  try {
    await driver.run()
    const interrupted = signal?.aborted === true
    return { ...stopWatching(), ...driver.counts, reconnects: pool.reconnects, interrupted }
  } finally {
    stopWatching()
    signal?.removeEventListener('abort', interrupt)
    await pool.close()
  }
}

function ordersPath(document: number): string {
  return `/orders/${document}`
}
