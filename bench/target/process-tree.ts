import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { clockTickNs } from './clock-tick.ts'
import { statFields } from './process-group.ts'

export interface TreeTime {
  /** Scheduler run time of the threads that are alive. */
  readonly runNs: number
  /** Of it, that of the first thread of each process: where Node runs JavaScript. */
  readonly mainNs: number
  /** utime + stime + cutime + cstime: counts threads that ended and children that were waited for, in whole ticks. */
  readonly statNs: number
  readonly processes: number
}

/** CPU time of a process and its descendants from /proc, or undefined when the process itself has gone. */
export function readTreeTime(rootPid: number): TreeTime | undefined {
  const children = hasChildrenFiles() ? undefined : childrenByParent()
  const pids = [rootPid]
  let runNs = 0
  let mainNs = 0
  let ticks = 0
  let processes = 0
  for (let pid = pids.pop(); pid !== undefined; pid = pids.pop()) {
    const threads = list(`/proc/${pid}/task`)
    for (const thread of threads) {
      const threadNs = Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ', 1)[0])
      runNs += threadNs
      if (thread === String(pid)) mainNs += threadNs
      if (!children) pids.push(...words(read(`/proc/${pid}/task/${thread}/children`)))
    }
    if (children) pids.push(...(children.get(pid) ?? []))
    const fields = statFields(pid)
    if (pid === rootPid && (threads.length === 0 || !fields)) return undefined
    if (!fields) continue
    // utime, stime, cutime and cstime are fields 14 to 17 of proc(5); `fields` starts at field 3.
    for (const field of fields.slice(11, 15)) ticks += Number(field)
    processes++
  }
  return { runNs, mainNs, statNs: ticks * clockTickNs, processes }
}

/** `children` files need a kernel with CONFIG_PROC_CHILDREN. */
function hasChildrenFiles(): boolean {
  return existsSync(`/proc/${process.pid}/task/${process.pid}/children`)
}

function childrenByParent(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>()
  for (const entry of list('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const parent = Number(statFields(entry)?.[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  return children
}

function words(text: string): readonly number[] {
  return text.split(' ').filter(Boolean).map(Number)
}

/** Threads and processes may end between listing and reading: what has gone reads as empty. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
