/** What keeps an exchange from hanging. */
export interface ExchangeLimits {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number
  /** From the request to the first byte of the answer. */
  readonly firstByteMs: number
  /** From the first byte to the end of the answer. */
  readonly answerMs: number
  /** Of the whole answer, head included. */
  readonly answerBytes: number
}

export const defaultTimeoutMs = 5_000

export function limitsFor(timeoutMs: number): ExchangeLimits {
  return { connectMs: timeoutMs, firstByteMs: timeoutMs, answerMs: 2 * timeoutMs, answerBytes: 10_000_000 }
}
