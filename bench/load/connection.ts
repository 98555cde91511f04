import type { Socket } from 'node:net'
import { buildConnector, Client } from 'undici'
import type { ScriptResponse } from '../../scenarios/scenario.ts'
import { receiveAnswer, refusedBytes } from './answer.ts'
import type { ProtocolFault } from './protocol-fault.ts'

export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** One request and its answer on a connection, with the bytes that each direction of the socket carried for it. */
export interface Exchange {
  /** `undefined`: no complete answer came, for the reason in `failure`. */
  readonly response: ScriptResponse | undefined
  readonly failure?: 'timed-out' | 'broken' | 'unreachable'
  readonly protocolFault?: ProtocolFault
  readonly sentBytes: number
  readonly receivedBytes: number
  readonly sentNs: number
  readonly doneNs: number
}

export interface ConnectionOptions {
  readonly origin: string
  /** From the request's start to the answer's last byte, and for opening a connection. */
  readonly requestTimeoutMs: number
  /** Integer nanoseconds that never go back. */
  readonly nowNs: () => number
}

/** Longer than any run: a connection is closed by the server or by us, not by an idle timer in between. */
const keepAliveMs = 24 * 60 * 60 * 1000

/**
 * One socket for life, one request at a time. undici would open a new socket behind our back and may send an idempotent
 * request again; it gets no second socket here, so a request is sent at most once and its bytes are on this socket.
 */
export class Connection {
  readonly #client: Client
  readonly #socket: Socket
  readonly #options: ConnectionOptions
  #accountedReadBytes = 0
  #spoiled = false
  #toldOfBytes = false

  private constructor(client: Client, socket: Socket, options: ConnectionOptions) {
    this.#client = client
    this.#socket = socket
    this.#options = options
  }

  /** Rejects with the socket's error if the origin does not accept. */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const socket = await openSocket(options)
    let handedOver = false
    const client = new Client(options.origin, {
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_target, callback) => {
        const first = !handedOver
        handedOver = true
        // Never at once: undici ignores a socket that it gets while it is still asking for one.
        queueMicrotask(() => (first ? callback(null, socket) : callback(new Error('this connection was closed'), null)))
      },
    })
    return new Connection(client, socket, options)
  }

  /** False once closed, or when bytes came that no request asked for: the next answer could not be told from them. */
  get usable(): boolean {
    return !this.#spoiled && !this.#socket.destroyed && this.#socket.bytesRead === this.#accountedReadBytes
  }

  /** Bytes came that no request asked for, and no exchange has told of them. */
  get hasUnrequestedBytes(): boolean {
    const unseen = this.#socket.bytesRead > this.#accountedReadBytes || refusedBytes(this.#socket)
    return unseen && !this.#toldOfBytes
  }

  async close(): Promise<void> {
    this.#spoiled = true
    const closed = this.#client.destroy()
    this.#socket.destroy()
    await closed
  }

  /** Never rejects. The caller waits for it before the next. */
  async exchange(request: WireRequest): Promise<Exchange> {
    const socket = this.#socket
    const writtenBefore = socket.bytesWritten
    const answer = await receiveAnswer(this.#client, socket, request, {
      ...this.#options,
      readBefore: this.#accountedReadBytes,
    })
    this.#accountedReadBytes += answer.readBytes
    const sentBytes = socket.bytesWritten - writtenBefore
    // Behind a complete answer, or before a request that then never left.
    const refused = (answer.failure === undefined || sentBytes === 0) && refusedBytes(socket)
    const protocolFault = answer.protocolFault ?? (refused ? 'unrequested-bytes' : undefined)
    if (protocolFault !== undefined) this.#toldOfBytes = true
    if (answer.leavesDoubt) void this.close()
    return {
      response: answer.response,
      ...(answer.failure !== undefined && { failure: answer.failure }),
      ...(protocolFault !== undefined && { protocolFault }),
      sentBytes,
      receivedBytes: answer.readBytes,
      sentNs: answer.sentNs,
      doneNs: answer.doneNs,
    }
  }
}

function openSocket({ origin, requestTimeoutMs }: ConnectionOptions): Promise<Socket> {
  const { protocol, hostname, port, host } = new URL(origin)
  const connect = buildConnector({ timeout: requestTimeoutMs, allowH2: false })
  return new Promise((resolve, reject) => {
    connect({ protocol, hostname, port, host }, (error, socket) => {
      if (error !== null) {
        reject(error)
        return
      }
      // Until undici listens, nobody else would hear of a reset; `destroyed` tells us.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}
