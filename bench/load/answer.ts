import type { Socket } from 'node:net'
import { type Client, type Dispatcher, errors } from 'undici'
import type { ScriptResponse } from '../../scenarios/scenario.ts'
import type { WireRequest } from './connection.ts'
import { announcesContent, notModifiedFault, type ProtocolFault } from './protocol-fault.ts'

/** What came on a socket for one request. */
export interface Answer {
  readonly response: ScriptResponse | undefined
  readonly failure: 'timed-out' | 'broken' | undefined
  readonly protocolFault: ProtocolFault | undefined
  readonly readBytes: number
  readonly sentNs: number
  readonly doneNs: number
  /** What comes next on this socket could not be told from a rest of this answer. */
  readonly leavesDoubt: boolean
}

export interface AnswerOptions {
  /** `bytesRead` of the socket when all before this answer had been accounted for. */
  readonly readBefore: number
  readonly requestTimeoutMs: number
  readonly nowNs: () => number
}

/** How long content that a 304 announces may take to come: within what still counts as a punctual next request. */
const contentGraceMs = 5

/** Sends the request on the client's one socket, and waits for its answer, for its failure or for the time-out. */
export function receiveAnswer(client: Client, socket: Socket, request: WireRequest, options: AnswerOptions): Promise<Answer> {
  return new Promise(resolve => {
    client.dispatch(dispatchOptions(request), new AnswerReader(socket, options, resolve))
  })
}

class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #socket: Socket
  readonly #options: AnswerOptions
  readonly #resolve: (answer: Answer) => void
  readonly #timer: NodeJS.Timeout
  readonly #chunks: Buffer[] = []
  #status = 0
  #headers: ScriptResponse['headers'] = {}
  #sentNs: number
  #doneNs: number | undefined
  #leavesDoubt = false
  #settled = false

  constructor(socket: Socket, options: AnswerOptions, resolve: (answer: Answer) => void) {
    this.#socket = socket
    this.#options = options
    this.#resolve = resolve
    this.#sentNs = options.nowNs()
    this.#timer = setTimeout(() => this.#settle('timed-out'), options.requestTimeoutMs)
  }

  onRequestStart(): void {
    this.#sentNs = this.#options.nowNs()
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: RawHeaders): void {
    // Answered before the request had left: a later answer on this socket could be for what is still to leave.
    if (this.#socket.writableLength > 0) this.#leavesDoubt = true
    this.#status = status
    this.#headers = singleValued(headers)
    if (status === 304) this.#headOfNotModified(controller)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#status === 304 || this.#status === 204) this.#lookBehindHead()
    else this.#settle(undefined)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#status === 304) this.#settleNotModified(false)
    else this.#settle('broken', this.#status === 0 && isNoHttp(error) ? 'unrequested-bytes' : undefined)
  }

  /**
   * The head is all of a 304. undici takes announced content for missing and drops the connection before it can be seen,
   * so it is held there for a moment; not where the server closes anyway, since undici asserts that it is not held then.
   */
  #headOfNotModified(controller: Dispatcher.DispatchController): void {
    this.#doneNs = this.#options.nowNs()
    if (!announcesContent(this.#headers) || this.#headers['connection']?.toLowerCase() === 'close') return
    clearTimeout(this.#timer)
    controller.pause()
    setImmediate(() => {
      if (this.#hasUnreadBytes()) this.#settleNotModified(true)
      else setTimeout(() => setImmediate(() => this.#settleNotModified(this.#hasUnreadBytes())), contentGraceMs)
    })
  }

  /**
   * Bytes that follow an answer without content must not be taken for the next answer. The second turn of the event
   * loop comes after the sockets have been read once more, so that content of a separate write is seen as well.
   */
  #lookBehindHead(): void {
    this.#doneNs ??= this.#options.nowNs()
    clearTimeout(this.#timer)
    const endBytes = this.#socket.bytesRead
    setImmediate(() => setImmediate(() => {
      const followed = this.#socket.bytesRead > endBytes || refusedBytes(this.#socket)
      if (this.#status === 304) this.#settleNotModified(followed)
      else this.#settle(undefined, followed ? 'unrequested-bytes' : undefined)
    }))
  }

  #hasUnreadBytes(): boolean {
    return this.#socket.readableLength > 0
  }

  #settleNotModified(hasContent: boolean): void {
    if (hasContent || announcesContent(this.#headers)) this.#leavesDoubt = true
    this.#settle(undefined, notModifiedFault(this.#headers, hasContent))
  }

  #settle(failure: Answer['failure'], protocolFault?: ProtocolFault): void {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    const body = failure === undefined ? joined(this.#chunks) : undefined
    this.#resolve({
      response: body === undefined ? undefined : { status: this.#status, headers: this.#headers, body },
      failure,
      protocolFault,
      readBytes: this.#socket.bytesRead - this.#options.readBefore,
      sentNs: this.#sentNs,
      doneNs: this.#doneNs ?? this.#options.nowNs(),
      leavesDoubt: this.#leavesDoubt || failure !== undefined,
    })
  }
}

/** Whether undici closed the socket because of bytes that came while it had asked for nothing. */
export function refusedBytes(socket: Socket): boolean {
  const error = socket.errored
  return error instanceof errors.SocketError && error.message === 'bad response'
}

/** What came instead of a status line cannot be meant as an answer: a rest of something earlier, most likely. */
function isNoHttp(error: Error): boolean {
  return error instanceof errors.HTTPParserError && error.message.includes('Expected HTTP/')
}

function dispatchOptions({ method, path, headers, body }: WireRequest): Dispatcher.DispatchOptions {
  return { method: method as Dispatcher.HttpMethod, path, headers: { ...headers }, ...(body !== undefined && { body }) }
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first, ...others] = chunks
  if (first === undefined) return Buffer.alloc(0)
  return others.length === 0 ? first : Buffer.concat(chunks)
}

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>

function singleValued(headers: RawHeaders): ScriptResponse['headers'] {
  const single: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(headers)) single[name] = Array.isArray(value) ? value.join(', ') : value
  return single
}
