import type { ChildProcess } from 'node:child_process'
import { BenchError } from '../errors.ts'
import { clockTickNs } from './clock-tick.ts'
import { readTreeTime } from './process-tree.ts'

/** CPU time used so far by a server and its descendants. */
export interface CpuReading {
  /** Run time of all threads that are alive. A thread that ends takes its time with it. */
  readonly runNs: number
  /** Of it, that of the first thread of each process; absent where the meter cannot tell. */
  readonly mainNs?: number
  /** The same from a clock that keeps the time of ended threads but counts in whole clock ticks. */
  readonly statNs: number
  /** Processes in the tree: each rounds its own ticks down. */
  readonly processes: number
  /** `process.hrtime.bigint()` at the reading. */
  readonly atNs: bigint
}

export interface CpuMeter {
  readonly kind: 'schedstat' | 'ipc'
  /** Smallest difference that the meter can show. */
  readonly resolutionNs: number
  /**
   * Rejects with `server-died` when the process has gone, with `void` when it does not answer. The kernel books a
   * thread's time when the thread stops running, so read some 20 ms after the last answer.
   */
  read(): Promise<CpuReading>
}

/** A shortfall above this (two ticks: user and system time are each rounded down) makes a burst void. */
export const shortfallLimitNs = 2 * clockTickNs

/**
 * CPU time between two readings. `shortfallNs` is how much of it the run time missed, because threads or processes
 * ended meanwhile; what rounding explains for processes beyond the first is taken off. `otherThreadsNs` is what threads other
 * than the first took, in Node garbage collection and compilation; undefined where the meter cannot tell.
 */
export function cpuBetween(before: CpuReading, after: CpuReading): CpuSpent {
  const runNs = after.runNs - before.runNs
  const roundingNs = (Math.max(before.processes, after.processes) - 1) * shortfallLimitNs
  // Children that nobody waits for vanish from both clocks; then the run time falls.
  const shortfallNs = Math.max(0, -runNs, after.statNs - before.statNs - runNs - roundingNs)
  const otherThreadsNs =
    before.mainNs === undefined || after.mainNs === undefined ? undefined : Math.max(0, runNs - (after.mainNs - before.mainNs))
  return { runNs, otherThreadsNs, shortfallNs }
}

export interface CpuSpent {
  readonly runNs: number
  readonly otherThreadsNs: number | undefined
  readonly shortfallNs: number
}

/** Reads the kernel's run time per thread, `/proc/PID/task/TID/schedstat` (Linux). */
export function createSchedstatMeter(pid: number): CpuMeter {
  return {
    kind: 'schedstat',
    resolutionNs: 1,
    async read() {
      const time = readTreeTime(pid)
      if (!time) throw processGone(pid)
      return { ...time, atNs: process.hrtime.bigint() }
    },
  }
}

const ipcTimeoutMs = 2_000

/** Asks a Node process for its `process.cpuUsage()`: microseconds, threads included, child processes not. */
export function createIpcMeter(child: ChildProcess): CpuMeter {
  return { kind: 'ipc', resolutionNs: 1_000, read: () => askCpuUsage(child) }
}

/** The best meter this machine has for the server, or an error that says there is none. `node`: it may answer IPC. */
export function chooseMeter(child: ChildProcess, server: { readonly name: string; readonly node: boolean }): CpuMeter {
  const { pid } = child
  // Kernels without scheduler statistics, and some that imitate Linux, leave the file out or write zeros into it.
  if (pid !== undefined && process.platform === 'linux' && (readTreeTime(pid)?.runNs ?? 0) > 0) return createSchedstatMeter(pid)
  if (server.node) return createIpcMeter(child)
  throw new BenchError(
    'harness',
    `the CPU time of server "${server.name}" cannot be measured here: /proc/PID/task/TID/schedstat is not readable`,
    'Run on Linux with scheduler statistics, or measure a server that runs on Node.',
  )
}

function askCpuUsage(child: ChildProcess): Promise<CpuReading> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer)
      child.off('message', onMessage).off('disconnect', onGone)
      act()
    }
    const onMessage = (message: unknown): void => {
      const usedUs = cpuUsageUs(message)
      if (usedUs === undefined) return
      const runNs = usedUs * 1_000
      settle(() => resolve({ runNs, statNs: runNs, processes: 1, atNs: process.hrtime.bigint() }))
    }
    const onGone = (): void => settle(() => reject(processGone(child.pid)))
    const timer = setTimeout(() => settle(() => reject(noAnswer(child.pid))), ipcTimeoutMs)
    if (!child.connected) return onGone()
    child.on('message', onMessage).on('disconnect', onGone)
    child.send('cpu-usage', (error) => {
      if (error) onGone()
    })
  })
}

function cpuUsageUs(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('user' in message) || !('system' in message)) return undefined
  const { user, system } = message
  return typeof user === 'number' && typeof system === 'number' ? user + system : undefined
}

function processGone(pid: number | undefined): BenchError {
  return new BenchError(
    'server-died',
    `the server process ${pid ?? ''} has gone, so its CPU time cannot be read`,
    'Start the server by hand (npm run serve) and see why it ends.',
  )
}

function noAnswer(pid: number | undefined): BenchError {
  return new BenchError(
    'void',
    `the server process ${pid ?? ''} did not answer the message 'cpu-usage' within ${ipcTimeoutMs / 1_000} s`,
    "A server on Node has to answer it with process.cpuUsage(): process.on('message', ...).",
  )
}
