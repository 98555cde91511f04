import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { AnswerStream } from './answer-stream.ts'
import type { ExchangeLimits } from './limits.ts'
import { answerError } from './answer-error.ts'
import type { AnswerErrorKind } from './answer-error.ts'

export interface RawRequest {
  readonly method: string
  /** Head and body, sent as they are. */
  readonly bytes: Buffer
  /** For error messages: `GET http://127.0.0.1:8080/orders/1`. */
  readonly where: string
  /** Waits a moment for surplus after an answer that must have no content; else only what came together with it is counted. */
  readonly awaitSurplus: boolean
}

export interface RawAnswer {
  readonly status: number
  readonly reason: string
  readonly httpVersion: string
  readonly headerLines: readonly (readonly [name: string, value: string])[]
  /** Status line and header lines as received (latin1). */
  readonly head: string
  /** After transfer decoding, before content decoding. */
  readonly body: Buffer
  readonly surplusBytes: number
  /** Until the end of the answer. */
  readonly elapsedMs: number
  /** Another request may follow on this socket. */
  readonly reusable: boolean
}

/** How long surplus is waited for where the server keeps the connection open, and where it said that it closes. */
const surplusMs = { open: 50, closing: 500 } as const

/**
 * One request on a connected socket, byte for byte, and its answer as Node's own parser (llhttp) takes it. Throws TargetError
 * when no whole answer comes within the limits, or the signal's reason; the socket is of no more use then.
 */
export async function exchangeRaw(socket: Socket, request: RawRequest, limits: ExchangeLimits, signal: AbortSignal): Promise<RawAnswer> {
  signal.throwIfAborted()
  const reception = new Reception(socket, request, limits)
  const onAbort = () => reception.fail(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    socket.write(request.bytes)
    const answer = await reception.answer
    const elapsedMs = performance.now() - reception.startMs
    if (request.awaitSurplus && endsWithHead(request.method, answer.status)) await reception.untilSurplusOrClosed()
    const surplusBytes = reception.surplusBytes
    return { ...answer, elapsedMs, surplusBytes, reusable: answer.reusable && surplusBytes === 0 && socket.readable && socket.writable }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    reception.detach()
  }
}

/** RFC 9112 §6.3: such an answer ends with its head, whatever its header says. */
function endsWithHead(method: string, status: number): boolean {
  return method === 'HEAD' || status === 304 || status === 204
}

type Answer = Omit<RawAnswer, 'elapsedMs' | 'surplusBytes'>

/** Everything that one exchange hears from its socket and its timers. */
class Reception {
  readonly startMs = performance.now()
  readonly answer: Promise<Answer>
  readonly #socket: Socket
  readonly #request: RawRequest
  readonly #limits: ExchangeLimits
  readonly #stream = new AnswerStream(() => this.#response?.complete === true)
  readonly #body: Buffer[] = []
  #head = ''
  #response: IncomingMessage | undefined
  #resolve!: (answer: Answer) => void
  #reject!: (error: unknown) => void
  #received = 0
  #firstBytes: Buffer = Buffer.alloc(0)
  #timer: NodeJS.Timeout

  constructor(socket: Socket, request: RawRequest, limits: ExchangeLimits) {
    this.#socket = socket
    this.#request = request
    this.#limits = limits
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // A parser that gives up after the answer is settled must not go unheard.
    this.answer.catch(() => {})
    this.#timer = setTimeout(() => this.fail(this.#error('timed-out')), limits.firstByteMs)
    this.#parse()
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd)
  }

  fail(error: unknown): void {
    this.#reject(error)
  }

  get surplusBytes(): number {
    return this.#stream.leftBytes
  }

  async untilSurplusOrClosed(): Promise<void> {
    const longestMs = isClosing(this.#response!) ? surplusMs.closing : surplusMs.open
    const deadline = performance.now() + longestMs
    while (this.surplusBytes === 0 && this.#socket.readable && performance.now() < deadline) await sleep(1)
  }

  detach(): void {
    clearTimeout(this.#timer)
    this.#socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onEnd)
    this.#stream.destroy()
  }

  readonly #onData = (bytes: Buffer) => {
    if (this.#received === 0) {
      this.#firstBytes = bytes.subarray(0, 60)
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.fail(this.#error('slow')), this.#limits.answerMs)
    }
    this.#received += bytes.length
    if (this.#received > this.#limits.answerBytes) this.fail(this.#error('endless'))
    else this.#stream.feed(bytes)
  }

  readonly #onEnd = () => {
    if (this.#received === 0) this.fail(this.#error('reset'))
    else this.#stream.feedEnd()
  }

  /** Node's client believes that it speaks to a server; only its reading half is used. */
  #parse(): void {
    const parser = httpRequest({
      method: this.#request.method,
      createConnection: () => this.#stream,
      maxHeaderSize: this.#limits.answerBytes,
    })
    parser.on('information', () => this.#stream.forgetHead())
    parser.on('response', (response) => this.#onResponse(response))
    parser.on('upgrade', () => this.fail(this.#error('not-http', 'it switched protocols (101)')))
    parser.on('error', (error: NodeJS.ErrnoException & { reason?: string }) => {
      const malformed = error.code?.startsWith('HPE_') && error.code !== 'HPE_INVALID_EOF_STATE'
      this.fail(malformed ? this.#error('not-http', error.reason ?? error.message) : this.#error('truncated'))
    })
    parser.end()
  }

  #onResponse(response: IncomingMessage): void {
    this.#response = response
    const promised = response.headers['transfer-encoding'] === undefined ? response.headers['content-length'] : undefined
    if (Number(promised) > this.#limits.answerBytes && !endsWithHead(this.#request.method, response.statusCode ?? 0)) this.fail(this.#error('too-large'))
    this.#head = this.#stream.takeHead(promised === undefined ? undefined : Number(promised))
    response.on('data', (bytes: Buffer) => void this.#body.push(bytes))
    response.on('error', () => this.fail(this.#error('truncated')))
    response.on('end', () => {
      if (!response.complete) return this.fail(this.#error('truncated'))
      this.#resolve({
        status: response.statusCode ?? 0,
        reason: response.statusMessage ?? '',
        httpVersion: response.httpVersion,
        headerLines: pairs(response.rawHeaders),
        head: this.#head,
        body: Buffer.concat(this.#body),
        reusable: !isClosing(response),
      })
    })
  }

  #error(kind: AnswerErrorKind, parserReason?: string) {
    return answerError(kind, {
      where: this.#request.where,
      limits: this.#limits,
      receivedBytes: this.#received,
      contentBytes: this.#body.reduce((sum, { length }) => sum + length, 0),
      firstBytes: this.#firstBytes,
      status: this.#response?.statusCode,
      headers: this.#response?.headers ?? {},
      parserReason,
    })
  }
}

/** The server said that it closes the connection after this answer (RFC 9112 §9.3). */
function isClosing(response: IncomingMessage): boolean {
  return response.httpVersion !== '1.1' || /\bclose\b/i.test(response.headers.connection ?? '')
}

function pairs(rawHeaders: readonly string[]): readonly (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []))
}
