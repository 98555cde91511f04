import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { chooseMeter, type CpuMeter } from './cpu-meter.ts'
import { startHeld, type HeldProcess } from './held-process.ts'
import { parseListeningLine } from './readiness.ts'
import { exitedEarly, neverListens, startInterrupted, wrongAddress } from './start-errors.ts'
import type { Supervisor } from './supervision.ts'

/** How to start a server; it prints `listening on http://127.0.0.1:PORT/orders/1` when it is ready. */
export interface ServerCommand {
  /** What errors call it. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** Added to the environment of the harness. */
  readonly env?: Readonly<Record<string, string>>
  /** Runs on Node, so it gets an IPC channel on which it may answer `cpu-usage`. */
  readonly node: boolean
}

export interface ServerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Server {
  readonly name: string
  /** Also the id of its process group. */
  readonly pid: number
  /** For example `http://127.0.0.1:40123`. */
  readonly origin: string
  readonly meter: CpuMeter
  /** Resolves when the process ends, for whatever reason; never rejects. */
  readonly exited: Promise<ServerExit>
  hasExited(): ServerExit | undefined
  /** The last kilobytes it wrote to stderr. */
  stderrTail(): string
  /** Ends the process and all of its group: SIGTERM, a second later SIGKILL. May be called at any time and again. */
  stop(): Promise<void>
}

export interface OutputStreams {
  readonly stdout: Writable
  readonly stderr: Writable
}

export interface StartOptions {
  readonly supervisor: Supervisor
  readonly readyTimeoutMs: number
  /** Where all that the server writes goes once it listens; of what it wrote before, 8,192 characters of each stream. */
  readonly output?: OutputStreams
  /** Ends the start; a server that listens is ended by `stop()`. */
  readonly signal?: AbortSignal
}

/** Starts a server in its own process group and waits until it listens. Whatever goes wrong, nothing is left running. */
export async function startServer(command: ServerCommand, options: StartOptions): Promise<Server> {
  if (options.signal?.aborted) throw startInterrupted(command)
  const held = await startHeld(command, options.supervisor)
  try {
    const origin = await untilListening(held, command, options)
    held.stdout.resume()
    if (options.output !== undefined) passOutput(held, options.output)
    const { pid, exited, hasExited, stderrTail, stop } = held
    return { name: command.name, pid, origin, meter: chooseMeter(held.child, command), exited, hasExited, stderrTail, stop }
  } catch (error) {
    await held.stop()
    throw error
  }
}

function untilListening(held: HeldProcess, command: ServerCommand, options: StartOptions): Promise<string> {
  const lines = createInterface({ input: held.stdout })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const timer = setTimeout(() => reject(neverListens(command, options.readyTimeoutMs, held.stdoutTail(), held.stderrTail())), options.readyTimeoutMs)
  const onAbort = (): void => reject(startInterrupted(command))
  options.signal?.addEventListener('abort', onAbort, { once: true })
  // It may have come since the start was begun.
  if (options.signal?.aborted) onAbort()
  lines.on('line', (line) => {
    const readiness = parseListeningLine(line)
    if (readiness?.state === 'listening') resolve(readiness.origin)
    if (readiness?.state === 'refused') reject(wrongAddress(command, readiness.reason))
  })
  void held.lastWords.then((exit) => reject(exitedEarly(command, exit, held.stdoutTail(), held.stderrTail())))
  return promise.finally(() => {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', onAbort)
    lines.close()
    held.stdout.removeAllListeners('data')
  })
}

/** Of stdout nobody else takes anything after the start; stderr is still kept, for last words. */
function passOutput({ stdout, stderr, stdoutTail, stderrTail }: HeldProcess, to: OutputStreams): void {
  to.stderr.write(stderrTail())
  to.stdout.write(stdoutTail())
  stderr.on('data', (text: string) => to.stderr.write(text))
  stdout.on('data', (text: string) => to.stdout.write(text))
}
