import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { chooseMeter, type CpuMeter } from './cpu-meter.ts'
import { keepTail } from './output-tail.ts'
import { graceMs, groupIsAlive, signalGroup } from './process-group.ts'
import { parseListeningLine } from './readiness.ts'
import { cannotSpawn, exitedEarly, neverListens, startInterrupted, stillRunning, wrongAddress } from './start-errors.ts'
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

export interface StartOptions {
  readonly supervisor: Supervisor
  readonly readyTimeoutMs: number
  /** Ends the start; a server that listens is ended by `stop()`. */
  readonly signal?: AbortSignal
}

/** Starts a server in its own process group and waits until it listens. Whatever goes wrong, nothing is left running. */
export async function startServer(command: ServerCommand, options: StartOptions): Promise<Server> {
  if (options.signal?.aborted) throw startInterrupted(command)
  const held = await spawnHeld(command)
  const stop = stopOnce(held, options.supervisor)
  // A server that ends by itself may leave children behind.
  held.exited.then(stop).catch(() => {})
  try {
    await options.supervisor.watch(held.pid)
    held.stdin.write('go\n')
    const origin = await untilListening(held, command, options)
    held.stdout.resume()
    const { pid, exited, hasExited, stderrTail } = held
    return { name: command.name, pid, origin, meter: chooseMeter(held.child, command), exited, hasExited, stderrTail, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface HeldProcess {
  readonly child: ChildProcess
  readonly pid: number
  readonly stdin: Writable
  readonly stdout: Readable
  readonly exited: Promise<ServerExit>
  readonly closed: Promise<void>
  hasExited(): ServerExit | undefined
  stderrTail(): string
}

/**
 * A shell that becomes the command when it reads a line. A harness that dies before the supervisor knows the group
 * closes the pipe instead, and the shell ends; `exec` keeps the process id, the group and the IPC channel.
 */
async function spawnHeld(command: ServerCommand): Promise<HeldProcess> {
  const child = spawn('/bin/sh', ['-c', 'read -r go && exec "$@"', 'sh', command.command, ...command.args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...(command.node ? (['ipc'] as const) : [])],
    env: { ...process.env, ...command.env },
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) => reject(cannotSpawn(command, cause)))
  })
  const { pid, stdin, stdout, stderr } = child
  if (pid === undefined || !stdin || !stdout || !stderr) throw cannotSpawn(command, new Error('no process id or pipes'))

  let exit: ServerExit | undefined
  // Writing to a process that has gone and signalling it are reported by its exit.
  child.on('error', () => {})
  stdin.on('error', () => {})
  return {
    child,
    pid,
    stdin,
    stdout,
    exited: new Promise((resolve) => child.once('exit', (code, signal) => resolve((exit = { code, signal })))),
    closed: new Promise((resolve) => child.once('close', () => resolve())),
    hasExited: () => exit,
    stderrTail: keepTail(stderr),
  }
}

const lastWordsMs = 300

function untilListening(held: HeldProcess, command: ServerCommand, options: StartOptions): Promise<string> {
  const printed = keepTail(held.stdout)
  const lines = createInterface({ input: held.stdout })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const timer = setTimeout(() => reject(neverListens(command, options.readyTimeoutMs, printed(), held.stderrTail())), options.readyTimeoutMs)
  const onAbort = (): void => reject(startInterrupted(command))
  options.signal?.addEventListener('abort', onAbort, { once: true })
  // It may have come since the start was begun.
  if (options.signal?.aborted) onAbort()
  lines.on('line', (line) => {
    const readiness = parseListeningLine(line)
    if (readiness?.state === 'listening') resolve(readiness.origin)
    if (readiness?.state === 'refused') reject(wrongAddress(command, readiness.reason))
  })
  const watchExit = async (): Promise<void> => {
    const exit = await held.exited
    // What it wrote last may arrive after its exit; a child that holds the pipe must not hold up the error.
    await Promise.race([held.closed, delay(lastWordsMs)])
    reject(exitedEarly(command, exit, printed(), held.stderrTail()))
  }
  void watchExit()
  return promise.finally(() => {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', onAbort)
    lines.close()
    held.stdout.removeAllListeners('data')
  })
}

const killedWithinMs = 5_000
const pollMs = 10

/** Calls after the first wait for the first. Rejects only if even SIGKILL does not end the group. */
function stopOnce(held: HeldProcess, supervisor: Supervisor): () => Promise<void> {
  let stopping: Promise<void> | undefined
  return () => (stopping ??= stopGroup(held, supervisor))
}

async function stopGroup({ pid, exited, stdin }: HeldProcess, supervisor: Supervisor): Promise<void> {
  stdin.end()
  signalGroup(pid, 'SIGTERM')
  if (!(await groupEnds(pid, graceMs))) {
    signalGroup(pid, 'SIGKILL')
    if (!(await groupEnds(pid, killedWithinMs))) throw stillRunning(pid)
  }
  await exited
  supervisor.forget(pid)
}

async function groupEnds(pgid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (groupIsAlive(pgid)) {
    if (performance.now() >= deadline) return false
    await delay(pollMs)
  }
  return true
}
