import { readdirSync, readFileSync } from 'node:fs'

/** A test fixture (Linux): command lines of the children that this process has now, ended ones left out. */
export function childProcesses(): readonly string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === process.pid)
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim())
    .filter((commandLine) => commandLine !== '')
}

/** The fields after the command's name, which may itself hold spaces and brackets: state, then parent. */
function parentOf(pid: string): number {
  const stat = read(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
