import { isTooManyOpenFiles, tooManyOpenFiles } from '../target/open-files.ts'
import { Connection, type ConnectionOptions, type Exchange, type WireRequest } from './connection.ts'

export interface PoolOptions extends ConnectionOptions {
  readonly connections: number
}

/** A place for one connection; what fills it is replaced, and counted, when it can no longer be used. */
export interface ConnectionSlot {
  /** 0-based, stable over reconnects. */
  readonly index: number
  /** Never rejects; nothing of which a byte may have been sent is sent again. */
  exchange(request: WireRequest): Promise<Exchange>
}

export interface ConnectionPool {
  /** Slots are handed out in the order of asking, the longest unused first. */
  acquire(): Promise<ConnectionSlot>
  tryAcquire(): ConnectionSlot | undefined
  release(slot: ConnectionSlot): void
  /** Connections that had to be replaced. */
  readonly reconnects: number
  /** Requests still under way end without an answer, and so does what is asked afterwards. */
  close(): Promise<void>
}

/** Well below a listen backlog (511 for Node), so that a server keeps up: who finds it full is let in a second later. */
const openingAtOnce = 128

/** Opens all connections before it resolves, so that no request pays for one. Rejects if one cannot be opened. */
export async function openConnectionPool(options: PoolOptions): Promise<ConnectionPool> {
  const opened: PromiseSettledResult<Connection>[] = []
  while (opened.length < options.connections && opened.every(({ status }) => status === 'fulfilled')) {
    const count = Math.min(options.connections - opened.length, openingAtOnce)
    opened.push(...(await Promise.allSettled(Array.from({ length: count }, () => Connection.open(options)))))
  }
  const connections = opened.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  const refused = opened.find(result => result.status === 'rejected')
  if (refused !== undefined) {
    await Promise.all(connections.map(connection => connection.close()))
    if (isTooManyOpenFiles(refused.reason)) {
      const seen = `only ${connections.length} of ${options.connections} connections to ${options.origin} could be opened`
      throw tooManyOpenFiles(seen, options.connections, refused.reason)
    }
    throw new Error(`no connection to ${options.origin}: is the server running and listening there?`, {
      cause: refused.reason,
    })
  }
  return new SocketPool(options, connections)
}

class SocketPool implements ConnectionPool {
  readonly #slots: readonly SocketSlot[]
  readonly #free: ConnectionSlot[]
  readonly #waiting: ((slot: ConnectionSlot) => void)[] = []

  constructor(options: ConnectionOptions, connections: readonly Connection[]) {
    const server = { sendsStrayBytes: false }
    this.#slots = connections.map((connection, index) => new SocketSlot(index, connection, options, server))
    this.#free = [...this.#slots]
  }

  get reconnects(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.reconnects, 0)
  }

  tryAcquire(): ConnectionSlot | undefined {
    return this.#free.shift()
  }

  async acquire(): Promise<ConnectionSlot> {
    return this.#free.shift() ?? new Promise(resolve => this.#waiting.push(resolve))
  }

  release(slot: ConnectionSlot): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(slot)
    else next(slot)
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map(slot => slot.close()))
  }
}

/**
 * Bytes behind an answer may come when the next request has just left, and then cost it its answer. Where a server was
 * caught once, every connection serves one request only.
 */
interface ServerTrust {
  sendsStrayBytes: boolean
}

class SocketSlot implements ConnectionSlot {
  readonly index: number
  reconnects = 0
  #connection: Connection
  #closed = false
  readonly #options: ConnectionOptions
  readonly #server: ServerTrust

  constructor(index: number, connection: Connection, options: ConnectionOptions, server: ServerTrust) {
    this.index = index
    this.#connection = connection
    this.#options = options
    this.#server = server
  }

  async exchange(request: WireRequest): Promise<Exchange> {
    const exchange = await this.#exchangeOnce(request)
    const { protocolFault } = exchange
    if (protocolFault === 'content-in-304' || protocolFault === 'unrequested-bytes') this.#server.sendsStrayBytes = true
    if (this.#server.sendsStrayBytes) void this.#connection.close()
    return exchange
  }

  async #exchangeOnce(request: WireRequest): Promise<Exchange> {
    let strayBytes = this.#connection.hasUnrequestedBytes
    if (this.#connection.usable) {
      const exchange = await this.#connection.exchange(request)
      // The socket was found closed before a byte was written: sending now is the first time, not again.
      const neverSent = exchange.failure === 'broken' && exchange.sentBytes === 0
      if (!neverSent || this.#closed) return exchange
      strayBytes = exchange.protocolFault !== undefined
    }
    const exchange = (await this.#reconnect()) ? await this.#connection.exchange(request) : this.#unreachable()
    return strayBytes ? { protocolFault: 'unrequested-bytes', ...exchange } : exchange
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#connection.close()
  }

  async #reconnect(): Promise<boolean> {
    if (this.#closed) return false
    await this.#connection.close()
    try {
      this.#connection = await Connection.open(this.#options)
    } catch {
      return false
    }
    this.reconnects += 1
    if (this.#closed) await this.#connection.close()
    return !this.#closed
  }

  #unreachable(): Exchange {
    const nowNs = this.#options.nowNs()
    return {
      response: undefined, failure: 'unreachable', sentBytes: 0, receivedBytes: 0, sentNs: nowNs, doneNs: nowNs,
    }
  }
}
