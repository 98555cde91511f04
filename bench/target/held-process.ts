import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { keepTail } from './output-tail.ts'
import { graceMs, groupIsAlive, signalGroup } from './process-group.ts'
import type { ServerCommand, ServerExit } from './server-process.ts'
import { cannotSpawn, stillRunning } from './start-errors.ts'
import type { Supervisor } from './supervision.ts'

/** A process that leads a group of its own, which the supervisor knows. */
export interface HeldProcess {
  readonly child: ChildProcess
  /** Also the id of its process group. */
  readonly pid: number
  readonly stdout: Readable
  readonly stderr: Readable
  /** Resolves when the process ends, for whatever reason; never rejects. */
  readonly exited: Promise<ServerExit>
  /** Resolves when all that it said has arrived too. */
  readonly lastWords: Promise<ServerExit>
  hasExited(): ServerExit | undefined
  /** The last kilobytes that it wrote. */
  stdoutTail(): string
  stderrTail(): string
  /** Ends the process and all of its group: SIGTERM, a second later SIGKILL. May be called at any time and again. */
  stop(): Promise<void>
}

/** Starts a command once the supervisor knows its group. Whatever goes wrong, nothing is left running. */
export async function startHeld(command: ServerCommand, supervisor: Supervisor): Promise<HeldProcess> {
  const { stdin, ...spawned } = await spawnWaiting(command, supervisor)
  const stop = stopOnce({ ...spawned, stdin }, supervisor)
  // A process that ends by itself may leave children behind.
  spawned.exited.then(stop).catch(() => {})
  try {
    await supervisor.watch(spawned.pid)
    stdin.write('go\n')
  } catch (error) {
    await stop()
    throw error
  }
  return { ...spawned, stop }
}

type Spawned = Omit<HeldProcess, 'stop'> & { readonly stdin: Writable }

/**
 * A shell that becomes the command when it reads a line. A harness that dies before the supervisor knows the group
 * closes the pipe instead, and the shell ends; `exec` keeps the process id, the group and the IPC channel.
 */
async function spawnWaiting(command: ServerCommand, { scratchFolder }: Supervisor): Promise<Spawned> {
  const child = spawn('/bin/sh', ['-c', 'read -r go && exec "$@"', 'sh', command.command, ...command.args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...(command.node ? (['ipc'] as const) : [])],
    // What it leaves among temporary files goes with the folder, even if it is killed.
    env: { ...process.env, TMPDIR: scratchFolder, ...command.env },
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
  const exited = new Promise<ServerExit>((resolve) => child.once('exit', (code, signal) => resolve((exit = { code, signal }))))
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    child,
    pid,
    stdin,
    stdout,
    stderr,
    exited,
    lastWords: untilSilent(exited, closed),
    hasExited: () => exit,
    stdoutTail: keepTail(stdout),
    stderrTail: keepTail(stderr),
  }
}

const lastWordsMs = 300

/** What a process wrote last may arrive after its exit; a child that holds the pipe must not hold up the news. */
async function untilSilent(exited: Promise<ServerExit>, closed: Promise<void>): Promise<ServerExit> {
  const exit = await exited
  await Promise.race([closed, delay(lastWordsMs, undefined, { ref: false })])
  return exit
}

const killedWithinMs = 5_000
const pollMs = 10

/** Calls after the first wait for the first. Rejects only if even SIGKILL does not end the group. */
function stopOnce(held: Spawned, supervisor: Supervisor): () => Promise<void> {
  let stopping: Promise<void> | undefined
  return () => (stopping ??= stopGroup(held, supervisor))
}

async function stopGroup({ pid, exited, stdin }: Spawned, supervisor: Supervisor): Promise<void> {
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
