import type { Socket } from 'node:net'

interface Kept {
  socket: Socket | undefined
  /** Ends when the last request so far has its answer. */
  busy: Promise<unknown>
}

/** What one use of a connection leaves: its result, and whether another request may follow on the socket. */
export interface Use<T> {
  readonly result: T
  readonly reusable: boolean
}

/** Connections by key. Requests with the same key follow one another. */
export class KeptConnections {
  readonly #kept = new Map<string, Kept>()

  /** `use` is given the kept socket, or undefined where it has to open one. */
  run<T>(key: string, use: (idle: Socket | undefined) => Promise<Use<T> & { readonly socket: Socket }>): Promise<T> {
    const kept = this.#kept.get(key) ?? { socket: undefined, busy: Promise.resolve() }
    this.#kept.set(key, kept)
    const turn = kept.busy.then(async () => {
      const idle = kept.socket
      kept.socket = undefined
      if (idle !== undefined) idle.off('data', onIdleData)
      const { result, reusable, socket } = await use(idle?.readable && idle.writable ? idle : undefined)
      if (reusable) kept.socket = socket.on('data', onIdleData)
      else socket.destroy()
      return result
    })
    kept.busy = turn.catch(() => {})
    return turn
  }

  close(): void {
    for (const { socket } of this.#kept.values()) socket?.destroy()
    this.#kept.clear()
  }
}

/** Bytes that nobody asked for: whatever follows on this connection cannot be told from them. */
function onIdleData(this: Socket): void {
  this.destroy()
}
