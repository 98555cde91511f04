import { setTimeout as sleep } from 'node:timers/promises'

interface Clock {
  readonly nowMs: () => number
  readonly sleep: (ms: number) => Promise<void>
}

const systemClock: Clock = { nowMs: () => performance.now(), sleep: (ms) => sleep(ms) }

/**
 * A token bucket: `perSecond` requests a second, and no more than a tenth of that (at least 2) at once. Those asked for in one turn of
 * the event loop leave together, so that simultaneous requests stay simultaneous, unless they are more than the bucket holds.
 */
export class RateLimit {
  readonly #perSecond: number
  readonly #capacity: number
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #tokens: number
  #filledMs: number
  #draining = false

  constructor(perSecond: number, clock: Clock = systemClock) {
    this.#perSecond = perSecond
    this.#capacity = Math.max(2, Math.ceil(perSecond / 10))
    this.#clock = clock
    this.#tokens = this.#capacity
    this.#filledMs = clock.nowMs()
  }

  /** Resolves when the request may leave. */
  admit(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#draining) return
      this.#draining = true
      setImmediate(() => void this.#drain())
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = Math.min(this.#waiting.length, this.#capacity)
      await this.#untilTokens(batch)
      this.#tokens -= batch
      for (const leave of this.#waiting.splice(0, batch)) leave()
    }
    this.#draining = false
  }

  async #untilTokens(count: number): Promise<void> {
    for (;;) {
      const nowMs = this.#clock.nowMs()
      this.#tokens = Math.min(this.#capacity, this.#tokens + ((nowMs - this.#filledMs) / 1000) * this.#perSecond)
      this.#filledMs = nowMs
      // A float that is short by a rounding error would wait for ever in steps of nothing.
      if (this.#tokens >= count - 1e-6) return
      await this.#clock.sleep(Math.ceil(((count - this.#tokens) / this.#perSecond) * 1000))
    }
  }
}
