import type { AddressInfo, Server } from 'node:net'
import { readServerOptions, UsageError } from './options.ts'
import type { ServerOptions } from './options.ts'

/** A server that is ready to be bound to a port. */
export interface PreparedServer {
  /** Binds to 127.0.0.1; resolves when connections are accepted. */
  listen(port: number): Promise<Server>
  /** Releases what would outlive the process: must be synchronous. */
  release(): void
}

/**
 * The life of a server process: flags, one line on standard output when it listens, answers to `cpu-usage` from a parent,
 * an end without remains on SIGTERM, SIGINT, SIGHUP and when the parent has gone. Exit codes: 2 for the command line, 1 for all else.
 */
export async function runServer(
  ownFlags: readonly string[],
  prepare: (options: ServerOptions) => PreparedServer | Promise<PreparedServer>,
): Promise<void> {
  try {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(0))
    answerParent()
    const options = readServerOptions(process.argv.slice(2), ownFlags)
    const server = await prepare(options)
    process.once('exit', () => server.release())
    for (const note of options.notes) console.error(note)
    const { port } = (await server.listen(options.port)).address() as AddressInfo
    console.log(`listening on http://127.0.0.1:${port}/orders/1`)
  } catch (error) {
    console.error(describe(error))
    process.exit(error instanceof UsageError ? 2 : 1)
  }
}

function answerParent(): void {
  if (process.send === undefined) return
  process.on('message', message => {
    if (message === 'cpu-usage') process.send?.(process.cpuUsage())
  })
  process.once('disconnect', () => process.exit(0))
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof UsageError) return error.message
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return `${error.message}: give another --port, or 0 for any free one`
  // What the system refused (a log file, the temporary folder) is told by its message; all else is a fault of ours.
  return syscall === undefined ? (error.stack ?? error.message) : error.message
}

/** Of a bare node:net or node:http server. */
export function listenOnLoopback(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
