import type { BurstTraffic, ConnectionScript } from './connection-script.ts'
import { summariseServiceTime } from './connection-script.ts'
import type { ConnectionPool } from './connection-pool.ts'

export interface ClosedLoopOptions {
  readonly pool: ConnectionPool
  /** One connection each, no think time. */
  readonly scripts: readonly ConnectionScript[]
  /** Total over all connections. */
  readonly requests: number
  readonly signal: AbortSignal
}

/**
 * What `saturate` does, on the connections of the virtual users instead of autocannon's: the two engines must agree on
 * what the server spends.
 */
export async function runClosedLoop(options: ClosedLoopOptions): Promise<BurstTraffic> {
  const { pool, scripts, requests, signal } = options
  const samplesUs = new Float64Array(requests)
  const tally = { answered: 0, timeouts: 0, noAnswer: 0, sentBytes: 0, receivedBytes: 0 }
  const statuses: Record<string, number> = {}
  const startNs = process.hrtime.bigint()
  let taken = 0
  const user = async (script: ConnectionScript) => {
    const slot = await pool.acquire()
    while (taken < requests && !signal.aborted) {
      taken++
      const exchange = await slot.exchange(script.kind === 'static' ? script.request : script.next())
      tally.sentBytes += exchange.sentBytes
      tally.receivedBytes += exchange.receivedBytes
      const { response } = exchange
      if (response === undefined) {
        tally.noAnswer++
        if (exchange.failure === 'timed-out') tally.timeouts++
        break
      }
      samplesUs[tally.answered++] = (exchange.doneNs - exchange.sentNs) / 1000
      statuses[response.status] = (statuses[response.status] ?? 0) + 1
      if (script.kind === 'dependent') script.answered(response.status, (name) => response.headers[name])
    }
    pool.release(slot)
  }
  await Promise.all(scripts.map(user))
  return {
    requests: tally.answered,
    statuses,
    errors: tally.noAnswer,
    timeouts: tally.timeouts,
    wallNs: Number(process.hrtime.bigint() - startNs),
    sentBytes: tally.sentBytes,
    receivedBytes: tally.receivedBytes,
    serviceTime: summariseServiceTime(samplesUs.subarray(0, tally.answered)),
  }
}
