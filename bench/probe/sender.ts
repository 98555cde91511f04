import type { Socket } from 'node:net'
import { KeptConnections } from './exchange/kept-connections.ts'
import type { ExchangeLimits } from './exchange/limits.ts'
import { limitsFor } from './exchange/limits.ts'
import { openConnection } from './exchange/open-connection.ts'
import { RateLimit } from './exchange/rate-limit.ts'
import type { RawAnswer } from './exchange/raw-exchange.ts'
import { exchangeRaw } from './exchange/raw-exchange.ts'
import type { Exchange, ProbeRequest } from './finding.ts'
import { createHeadRedaction, createRedaction, hideCookies } from './redaction.ts'
import type { HeaderLine } from './request-head.ts'
import { requestText } from './request-head.ts'
import { TargetError } from './target-error.ts'

export interface SenderOptions {
  /** Where requests go that name no other. */
  readonly url: URL
  /** Sent with every request, and never shown. */
  readonly headers: readonly HeaderLine[]
  readonly ratePerSecond: number
  readonly timeoutMs: number
}

/** Changes nothing, so that it may be sent again. */
export function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method)
}

/** Sends with the user's lines, at the rate, and makes an exchange of the answer. */
export class Sender {
  /** Sent so far. */
  requests = 0
  readonly redact: (text: string) => string
  readonly #redactHead: (head: string) => string
  readonly #url: URL
  readonly #userLines: readonly HeaderLine[]
  readonly #limits: ExchangeLimits
  readonly #rate: RateLimit
  readonly #connections = new KeptConnections()

  constructor({ url, headers, ratePerSecond, timeoutMs }: SenderOptions) {
    this.#url = url
    this.#userLines = headers
    this.#limits = limitsFor(timeoutMs)
    this.#rate = new RateLimit(ratePerSecond)
    this.redact = createRedaction(headers)
    this.#redactHead = createHeadRedaction(headers)
  }

  async send(request: ProbeRequest, signal: AbortSignal): Promise<Exchange> {
    signal.throwIfAborted()
    this.requests += 1
    await orAborted(this.#rate.admit(), signal)
    const url = request.url ?? this.#url
    const { head, shownHead } = requestText(request, url, this.#userLines)
    const bytes = Buffer.concat([Buffer.from(head, 'latin1'), request.body ?? Buffer.alloc(0)])
    try {
      return this.#exchangeOf(request, shownHead, await this.#exchange(request, url, bytes, signal))
    } catch (error) {
      throw error instanceof TargetError ? this.redactError(error) : error
    }
  }

  redactError(error: TargetError): TargetError {
    return new TargetError(error.kind, this.redact(error.message), { cause: error.cause })
  }

  close(): void {
    this.#connections.close()
  }

  async #exchange(request: ProbeRequest, url: URL, bytes: Buffer, signal: AbortSignal): Promise<RawAnswer> {
    const method = request.method ?? 'GET'
    const raw = { method, bytes, where: `${method} ${url.href}`, awaitSurplus: request.connection === undefined }
    // A write that has left may be carried out whether its answer is awaited or not, so it is: within the limits, also after Ctrl-C.
    const answerSignal = isSafe(method) ? signal : new AbortController().signal
    const fresh = async () => {
      const socket = await openConnection(url, this.#limits.connectMs, signal)
      return { socket, answer: await exchangeRaw(socket, raw, this.#limits, answerSignal) }
    }
    if (request.connection === undefined) {
      const { socket, answer } = await fresh()
      socket.destroy()
      return answer
    }
    return this.#connections.run(`${url.origin} ${request.connection}`, async (idle) => {
      const { socket, answer } = idle === undefined ? await fresh() : await this.#reuse(idle, raw, answerSignal, fresh)
      return { socket, result: answer, reusable: answer.reusable }
    })
  }

  /** The server may close a kept connection just as it is used again; only what changes nothing is then sent a second time. */
  async #reuse(
    socket: Socket,
    raw: Parameters<typeof exchangeRaw>[1],
    signal: AbortSignal,
    fresh: () => Promise<{ readonly socket: Socket; readonly answer: RawAnswer }>,
  ) {
    try {
      return { socket, answer: await exchangeRaw(socket, raw, this.#limits, signal) }
    } catch (error) {
      const wasIdleTooLong = error instanceof TargetError && error.kind === 'reset' && isSafe(raw.method)
      if (!wasIdleTooLong) throw error
      return fresh()
    }
  }

  #exchangeOf(request: ProbeRequest, shownHead: string, answer: RawAnswer): Exchange {
    const { status, reason, headerLines, body, surplusBytes, elapsedMs } = answer
    const requestHead = this.#redactHead(shownHead.trimEnd())
    const head = this.#redactHead(hideCookies(answer.head.trimEnd()))
    return {
      request,
      requestHead,
      response: {
        status,
        reason,
        headerLines,
        header: (name) => joinedValue(headerLines, name),
        head,
        body,
        surplusBytes,
        elapsedMs,
      },
      evidence: (label, remark) => ({ label, requestHead, responseHead: head, ...(remark === undefined ? {} : { remark }) }),
    }
  }
}

function joinedValue(lines: readonly HeaderLine[], name: string): string | undefined {
  const values = lines.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

/** Throws the signal's reason as soon as it is aborted. */
async function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
