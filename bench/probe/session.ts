import { defaultTimeoutMs } from './exchange/limits.ts'
import type { Baseline, Exchange, WriteProbe } from './finding.ts'
import { ProbeBoundError } from './probe-bound-error.ts'
import type { HeaderLine } from './request-head.ts'
import { Sender, isSafe } from './sender.ts'
import { limitedError, unusableError } from './target-answer.ts'

export interface SessionOptions {
  readonly url: URL
  readonly also?: readonly URL[]
  /** Sent with every request, and never shown. */
  readonly headers?: readonly HeaderLine[]
  readonly field?: string | undefined
  readonly signal: AbortSignal
  readonly maxRequests?: number
  readonly ratePerSecond?: number
  readonly timeoutMs?: number
}

export interface ProbeSession {
  readonly probe: WriteProbe
  /** Sent so far. */
  readonly requests: number
  /** Hides what was given as `headers`. */
  readonly redact: (text: string) => string
  close(): void
}

export const defaultMaxRequests = 400
export const defaultRatePerSecond = 200

/** Reads the resource twice. Throws TargetError where it gives nothing that can be checked, or the signal's reason. */
export async function openSession(options: SessionOptions): Promise<ProbeSession> {
  const { url, headers = [], ratePerSecond = defaultRatePerSecond, timeoutMs = defaultTimeoutMs } = options
  const sender = new Sender({ url, headers, ratePerSecond, timeoutMs })
  try {
    const baseline = { first: await readUsable(sender, options), second: await readUsable(sender, options) }
    return {
      probe: probeOf(sender, options, baseline),
      get requests() {
        return sender.requests
      },
      redact: sender.redact,
      close: () => sender.close(),
    }
  } catch (error) {
    sender.close()
    throw error
  }
}

async function readUsable(sender: Sender, { url, signal }: SessionOptions): Promise<Exchange> {
  const exchange = await sender.send({}, signal)
  const error = unusableError(exchange.response, url)
  if (error !== undefined) throw sender.redactError(error)
  return exchange
}

function probeOf(sender: Sender, { url, also = [], field, signal, maxRequests = defaultMaxRequests }: SessionOptions, baseline: Baseline): WriteProbe {
  return {
    url,
    also,
    field,
    signal,
    baseline,
    async send(request) {
      if (sender.requests >= maxRequests) throw new ProbeBoundError(maxRequests)
      const first = await sender.send(request, signal)
      const isWorthAnother = first.response.status === 500 && isSafe(request.method ?? 'GET') && sender.requests < maxRequests
      const exchange = isWorthAnother ? await sender.send(request, signal) : first
      const error = limitedError(exchange.response, request.url ?? url, sender.requests)
      if (error !== undefined) throw sender.redactError(error)
      return exchange
    },
    sendAlways: (request) => sender.send(request, new AbortController().signal),
  }
}
