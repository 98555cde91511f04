import type { ScriptResponse } from '../../scenarios/scenario.ts'
import { monotonicNs } from './clock.ts'
import type { WireRequest } from './connection.ts'
import { type ConnectionPool, type ConnectionSlot, openConnectionPool } from './connection-pool.ts'
import { type GeneratorHealth, lateAfterNs, watchGenerator } from './generator-health.ts'
import { DurationHistogram } from './histogram.ts'
import { arrivalsDue, constantRate, type Schedule } from './pacing.ts'

export interface RatedRequest extends WireRequest {
  readonly expectStatus: number
  /** Before the connection is used again, so that the slot's next request can carry the new validator. */
  readonly onResponse?: (status: number, headers: ScriptResponse['headers']) => void
}

export interface FixedRateOptions {
  readonly origin: string
  readonly connections: number
  readonly ratePerSecond: number
  readonly requests: number
  /** Called when the request is about to be sent, with the 0-based slot that will carry it. */
  readonly makeRequest: (index: number, connectionSlot: number) => RatedRequest
  readonly requestTimeoutMs: number
  /** Connections that are open already and stay open: no meter sees them opened. Default: opened and closed here. */
  readonly pool?: ConnectionPool
  /** Arrivals that may wait for a connection; further ones are dropped and counted. Default: a second's worth. */
  readonly queueLimit?: number
  /** Default: evenly spaced. Gets the start of the run. */
  readonly schedule?: (startNs: number) => Schedule
  readonly signal?: AbortSignal
  readonly nowNs?: () => number
}

export interface FixedRateRun extends GeneratorHealth {
  /** Complete answers. */
  readonly answered: number
  readonly noAnswer: number
  /** Of those without an answer: given up after `requestTimeoutMs`. */
  readonly timedOut: number
  /** Answers with another status than expected. */
  readonly unexpected: number
  readonly statuses: Readonly<Record<string, number>>
  readonly sentBytes: number
  readonly receivedBytes: number
  /** Sent more than 10 ms after they were due. */
  readonly late: number
  /** Never sent: the queue was full. */
  readonly dropped: number
  readonly reconnects: number
  /** From due to last byte: what a client would have waited. */
  readonly responseTime: DurationHistogram
  /** From send to last byte. */
  readonly serviceTime: DurationHistogram
  readonly interrupted: boolean
}

/**
 * An open workload: requests start when due, whether or not earlier ones were answered, as long as a connection is free.
 * If none is, the arrival waits and its response time grows. Answered + noAnswer + dropped = requests, unless interrupted.
 */
export async function runAtFixedRate(options: FixedRateOptions): Promise<FixedRateRun> {
  const { origin, connections, requestTimeoutMs, signal } = options
  const nowNs = options.nowNs ?? monotonicNs
  const pool = options.pool ?? (await openConnectionPool({ origin, connections, requestTimeoutMs, nowNs }))
  const reconnectsBefore = pool.reconnects
  const stopWatching = watchGenerator()
  const { promise: finished, resolve, reject } = Promise.withResolvers<Tally>()
  const loop = new ArrivalLoop({ ...options, nowNs }, pool, resolve, reject)
  const interrupt = (): void => {
    loop.stop()
    void pool.close()
  }
  signal?.addEventListener('abort', interrupt)
  if (signal?.aborted === true) interrupt()
  try {
    loop.wake()
    const tally = await finished
    const reconnects = pool.reconnects - reconnectsBefore
    return { ...stopWatching(), ...tally, reconnects, interrupted: signal?.aborted === true }
  } finally {
    loop.stop()
    stopWatching()
    signal?.removeEventListener('abort', interrupt)
    if (options.pool === undefined) await pool.close()
  }
}

type Tally = ReturnType<typeof emptyTally>

function emptyTally() {
  return {
    answered: 0,
    noAnswer: 0,
    timedOut: 0,
    unexpected: 0,
    statuses: {} as Record<string, number>,
    sentBytes: 0,
    receivedBytes: 0,
    late: 0,
    dropped: 0,
    responseTime: new DurationHistogram(),
    serviceTime: new DurationHistogram(),
  }
}

class ArrivalLoop {
  readonly #options: FixedRateOptions & { readonly nowNs: () => number }
  readonly #pool: ConnectionPool
  readonly #finish: (tally: Tally) => void
  readonly #fail: (failure: unknown) => void
  readonly #schedule: Schedule
  readonly #tally = emptyTally()
  readonly #queueLimit: number
  readonly #queue: number[] = []
  #next = 0
  #underWay = 0
  #stopped = false
  #timer: NodeJS.Timeout | undefined

  constructor(
    options: FixedRateOptions & { readonly nowNs: () => number },
    pool: ConnectionPool,
    finish: (tally: Tally) => void,
    fail: (failure: unknown) => void,
  ) {
    this.#options = options
    this.#pool = pool
    this.#finish = finish
    this.#fail = fail
    const startNs = options.nowNs()
    this.#schedule = options.schedule?.(startNs) ?? constantRate(options.ratePerSecond, options.requests, startNs)
    this.#queueLimit = options.queueLimit ?? Math.ceil(options.ratePerSecond)
  }

  /**
   * Timers, no spinning: seen on 2 shared cores at 1,000/s, half of the requests leave within 0.6 ms of their due time
   * and 21 % together with their neighbour, for 0.14 of a core; setImmediate spinning would take a whole one.
   */
  readonly wake = (): void => {
    if (this.#stopped) return
    const waitNs = this.#admit()
    if (waitNs !== undefined) this.#timer = setTimeout(this.wake, Math.max(1, Math.floor(waitNs / 1e6)))
    this.#finishIfIdle()
  }

  /** Sends nothing more; finishes when what is under way is done. */
  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#finishIfIdle()
  }

  #admit(): number | undefined {
    const { due, waitNs } = arrivalsDue(this.#schedule, this.#next, this.#options.nowNs())
    for (let arrival = 0; arrival < due; arrival += 1) {
      this.#queue.push(this.#next)
      this.#next += 1
      this.#send()
      if (this.#queue.length > this.#queueLimit) {
        this.#queue.pop()
        this.#tally.dropped += 1
      }
    }
    return waitNs
  }

  #send(): void {
    while (this.#queue.length > 0 && !this.#stopped) {
      const slot = this.#pool.tryAcquire()
      const index = slot === undefined ? undefined : this.#queue.shift()
      if (slot === undefined || index === undefined) return
      this.#underWay += 1
      this.#sendOne(index, slot).catch(this.#fail)
    }
  }

  async #sendOne(index: number, slot: ConnectionSlot): Promise<void> {
    const request = this.#options.makeRequest(index, slot.index)
    const { response, failure, sentBytes, receivedBytes, sentNs, doneNs } = await slot.exchange(request)
    const tally = this.#tally
    const dueNs = this.#schedule.dueNs(index)
    tally.sentBytes += sentBytes
    tally.receivedBytes += receivedBytes
    tally.responseTime.record(doneNs - dueNs)
    tally.serviceTime.record(doneNs - sentNs)
    if (sentNs - dueNs > lateAfterNs) tally.late += 1
    if (failure === 'timed-out') tally.timedOut += 1
    if (response === undefined) tally.noAnswer += 1
    else {
      tally.answered += 1
      tally.statuses[response.status] = (tally.statuses[response.status] ?? 0) + 1
      if (response.status !== request.expectStatus) tally.unexpected += 1
      request.onResponse?.(response.status, response.headers)
    }
    this.#pool.release(slot)
    this.#underWay -= 1
    if (!this.#stopped) {
      this.#send()
      this.#admit()
    }
    this.#finishIfIdle()
  }

  #finishIfIdle(): void {
    const allSent = this.#next >= this.#schedule.count && this.#queue.length === 0
    if (this.#underWay === 0 && (allSent || this.#stopped)) this.#finish(this.#tally)
  }
}
