import { readFileSync } from 'node:fs'
import { clockTickNs } from './clock-tick.ts'

/** Time of all cores since the machine started. */
export interface HostLoad {
  /** Taken by the hypervisor for other guests while this machine wanted to run. */
  readonly stealNs: number
  readonly totalNs: number
  /** Spent on this machine's processes and its kernel: neither idle nor stolen. */
  readonly busyNs: number
}

/** Reads the first line of /proc/stat; undefined where there is none. */
export function readHostLoad(): HostLoad | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return parseHostLoad(readFileSync('/proc/stat', 'latin1'))
  } catch {
    return undefined
  }
}

/** Parses `cpu user nice system idle iowait irq softirq steal guest guest_nice`; guest time is within user and nice (proc(5)). */
export function parseHostLoad(text: string): HostLoad | undefined {
  const ticks = /^cpu +(\d[\d ]*)$/m.exec(text)?.[1]?.split(' ').slice(0, 8).map(Number)
  if (!ticks) return undefined
  const total = ticks.reduce((sum, value) => sum + value, 0)
  const [, , , idle = 0, iowait = 0, , , steal = 0] = ticks
  return {
    stealNs: steal * clockTickNs,
    totalNs: total * clockTickNs,
    busyNs: (total - idle - iowait - steal) * clockTickNs,
  }
}

/** Share of the machine's time that was stolen between two readings, 0 to 1; undefined where it is not known. */
export function stealFraction(before: HostLoad | undefined, after: HostLoad | undefined): number | undefined {
  if (!before || !after) return undefined
  const totalNs = after.totalNs - before.totalNs
  return totalNs > 0 ? Math.max(0, after.stealNs - before.stealNs) / totalNs : 0
}
