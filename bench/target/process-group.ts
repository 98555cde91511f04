import { readdirSync, readFileSync } from 'node:fs'

/** How long a group that was asked to end (SIGTERM) may take before it is made to (SIGKILL). */
export const graceMs = 1_000

/** Sends a signal to every process of the group; a group that has gone already is no error. */
export function signalGroup(pgid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pgid, signal)
  } catch (error) {
    if (!isErrno(error, 'ESRCH') && !isErrno(error, 'EPERM')) throw error
  }
}

/** Whether a process of the group still runs. Zombies do not run: inside a container pid 1 may never collect them. */
export function groupIsAlive(pgid: number): boolean {
  try {
    process.kill(-pgid, 0)
  } catch (error) {
    if (isErrno(error, 'ESRCH')) return false
    if (!isErrno(error, 'EPERM')) throw error
    // macOS answers EPERM for a group of zombies, Linux for processes of another user.
    if (process.platform !== 'linux') return false
  }
  return process.platform !== 'linux' || hasRunningMember(pgid)
}

/** The fields of `/proc/PID/stat` from `state` (field 3 of proc(5)) on; the name before it may hold spaces and brackets. */
export function statFields(pid: number | string): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function hasRunningMember(pgid: number): boolean {
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false
    const [state, , memberOf] = statFields(entry) ?? []
    return Number(memberOf) === pgid && state !== 'Z' && state !== 'X'
  })
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
