import type { ContentCoding } from '../../servers/http/content-coding.ts'
import type { Scenario, ScriptRequest, Step } from '../../scenarios/scenario.ts'
import { Agenda } from './agenda.ts'
import { acceptHeaders, decodeResponse } from './content-coding.ts'
import type { Exchange, WireRequest } from './connection.ts'
import type { ConnectionPool, ConnectionSlot } from './connection-pool.ts'
import { lateAfterNs } from './generator-health.ts'
import { type Observation, toObservation } from './observation.ts'

export interface DriverOptions<Settings, User> {
  readonly scenario: Scenario<Settings, User>
  readonly settings: Settings
  readonly pool: ConnectionPool
  readonly pathOf: (document: number) => string
  readonly seedRandom: (userIndex: number) => () => number
  readonly nowNs: () => number
  /** In which contents are asked for. */
  readonly encoding: ContentCoding
  readonly record: (observation: Observation) => void
}

export interface ScriptCounts {
  /** Sent, whatever became of them. */
  requests: number
  dropped: number
  lateStarts: number
}

/** A user between two steps, or with a request under way: never both, so users stay cheap. */
interface ActiveUser<User> {
  readonly index: number
  readonly state: User
  request: ScriptRequest
  intendedNs: number
  /** The latest time at which the request may leave. */
  dropAfterNs: number
}

/**
 * Plays all users of a script off one agenda and one timer: a user who waits costs its entry there and nothing else,
 * whether for its time or for a connection. Who is due first gets the next free connection.
 */
export class ScriptDriver<Settings, User> {
  readonly counts: ScriptCounts = { requests: 0, dropped: 0, lateStarts: 0 }
  readonly #options: DriverOptions<Settings, User>
  readonly #agenda = new Agenda<ActiveUser<User>>()
  readonly #finished = Promise.withResolvers<void>()
  readonly #failures: unknown[] = []
  #startNs = 0
  #underWay = 0
  #stopped = false
  #timer: NodeJS.Timeout | undefined
  #timerDueNs = Number.POSITIVE_INFINITY

  constructor(options: DriverOptions<Settings, User>) {
    this.#options = options
  }

  /** Resolves when every user is done or, once stopped, no request is under way. Rejects if the scenario throws. */
  async run(): Promise<void> {
    const { scenario, settings, seedRandom, nowNs } = this.#options
    // The clock starts when everybody is there: otherwise the first of many users would be late.
    const first = Array.from({ length: scenario.users(settings) }, (_, index) => {
      const state = scenario.newUser(settings, { index, random: seedRandom(index) })
      return { index, state, step: scenario.next(state) }
    })
    this.#startNs = nowNs()
    for (const { index, state, step } of first) {
      if (step !== 'done') this.#schedule({ index, state, ...this.#timesOf(step, this.#startNs), request: step.request })
    }
    this.#advance()
    await this.#finished.promise
  }

  /** Sends nothing more. What is under way ends as its connection says. */
  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#finishIfIdle()
  }

  #timesOf(step: Exclude<Step, 'done'>, previousDoneNs: number): Pick<ActiveUser<User>, 'intendedNs' | 'dropAfterNs'> {
    if ('waitMs' in step) {
      return { intendedNs: previousDoneNs + Math.round(step.waitMs * 1e6), dropAfterNs: Number.POSITIVE_INFINITY }
    }
    const intendedNs = this.#startNs + Math.round(step.atMs * 1e6)
    return { intendedNs, dropAfterNs: intendedNs + Math.round(step.dropAfterMs * 1e6) }
  }

  #schedule(user: ActiveUser<User>): void {
    this.#agenda.add(user.intendedNs, user)
  }

  /** Starts what is due, as far as connections are free, and sets the timer for what is not due yet. */
  #advance(): void {
    try {
      while (!this.#stopped) {
        const dueNs = this.#agenda.nextDueNs
        const nowNs = this.#options.nowNs()
        if (dueNs !== undefined && dueNs > nowNs) this.#wakeAt(dueNs, nowNs)
        if (dueNs === undefined || dueNs > nowNs || !this.#startFirst(nowNs)) break
      }
    } catch (failure) {
      this.#fail(failure)
    }
    this.#finishIfIdle()
  }

  /** False: no connection is free for it. */
  #startFirst(nowNs: number): boolean {
    const user = this.#agenda.peek()
    if (user === undefined) return false
    if (nowNs > user.dropAfterNs) {
      this.#agenda.take()
      this.#drop(user, nowNs)
      return true
    }
    const slot = this.#options.pool.tryAcquire()
    if (slot === undefined) return false
    this.#agenda.take()
    this.#underWay += 1
    void this.#send(user, slot)
    return true
  }

  async #send(user: ActiveUser<User>, slot: ConnectionSlot): Promise<void> {
    const exchange = await slot.exchange(wireRequest(user.request, this.#options))
    this.#underWay -= 1
    this.#options.pool.release(slot)
    try {
      this.#answered(user, exchange)
    } catch (failure) {
      this.#fail(failure)
    }
    this.#advance()
  }

  #answered(user: ActiveUser<User>, exchange: Exchange): void {
    const { scenario, record } = this.#options
    const { index, state, request, intendedNs } = user
    const { sentNs, doneNs } = exchange
    const response = exchange.response && decodeResponse(exchange.response)
    const outcome = scenario.observe(state, request, response)
    this.counts.requests += 1
    if (sentNs - intendedNs > lateAfterNs) this.counts.lateStarts += 1
    record(toObservation(index, request, response, outcome, { intendedNs, sentNs, doneNs }, exchange))
    this.#takeStep(user, doneNs)
  }

  #drop(user: ActiveUser<User>, nowNs: number): void {
    const { scenario, record } = this.#options
    const { index, state, request, intendedNs } = user
    const outcome = scenario.observe(state, request, 'dropped')
    this.counts.dropped += 1
    const timing = { intendedNs, sentNs: nowNs, doneNs: nowNs }
    record(toObservation(index, request, undefined, outcome, timing, { sentBytes: 0, receivedBytes: 0 }))
    this.#takeStep(user, nowNs)
  }

  #takeStep(user: ActiveUser<User>, previousDoneNs: number): void {
    if (this.#stopped) return
    const step = this.#options.scenario.next(user.state)
    if (step === 'done') return
    user.request = step.request
    Object.assign(user, this.#timesOf(step, previousDoneNs))
    this.#schedule(user)
  }

  /** Timers tick in whole milliseconds: one that fires early is set again. */
  #wakeAt(dueNs: number, nowNs: number): void {
    if (dueNs === this.#timerDueNs) return
    clearTimeout(this.#timer)
    this.#timerDueNs = dueNs
    this.#timer = setTimeout(() => {
      this.#timerDueNs = Number.POSITIVE_INFINITY
      this.#advance()
    }, Math.max(1, Math.floor((dueNs - nowNs) / 1e6)))
  }

  /** A scenario that throws ends the run, but only once nothing is under way, so that nothing is recorded afterwards. */
  #fail(failure: unknown): void {
    this.#failures.push(failure)
    this.#options.pool.close().catch(() => {})
    this.stop()
  }

  #finishIfIdle(): void {
    if (this.#underWay > 0 || !(this.#stopped || this.#agenda.nextDueNs === undefined)) return
    if (this.#failures.length > 0) this.#finished.reject(this.#failures[0])
    else this.#finished.resolve()
  }
}

function wireRequest(request: ScriptRequest, { pathOf, encoding }: Pick<DriverOptions<never, never>, 'pathOf' | 'encoding'>): WireRequest {
  const { method, document, headers, body } = request
  const asked = encoding === 'identity' ? headers : { ...headers, ...acceptHeaders(encoding) }
  return { method, path: pathOf(document), headers: asked, ...(body !== undefined && { body }) }
}
