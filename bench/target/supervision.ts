import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { BenchError } from '../errors.ts'

/** A process beside the harness that ends the watched process groups, and removes folders, when the harness goes, even by SIGKILL. */
export interface Supervisor {
  /** Resolves once the supervisor has taken note; from then on the group cannot outlive the harness. */
  watch(pgid: number): Promise<void>
  forget(pgid: number): void
  /** Has a folder removed when the harness goes, after the groups have ended. Its path must be on one line. */
  discard(folder: string): void
  /** Ends every group still watched and removes the folders, then ends the supervisor itself. */
  close(): Promise<void>
}

/** Starts the supervisor in a session of its own, so that neither Ctrl-C nor a closed terminal reaches it. */
export function startSupervisor(): Supervisor {
  const script = fileURLToPath(new URL('supervisor.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] })
  const { stdin, stdout } = child
  const pending = new Map<number, { resolve(): void; reject(error: Error): void }>()
  let gone = false

  createInterface({ input: stdout }).on('line', (line) => {
    const pgid = Number(line.split(' ')[1])
    pending.get(pgid)?.resolve()
    pending.delete(pgid)
  })
  const lose = (): void => {
    gone = true
    for (const { reject } of pending.values()) reject(supervisorLost(child))
    pending.clear()
  }
  stdin.on('error', () => {})
  child.on('error', lose).on('exit', lose)
  letHarnessEnd(child)

  return {
    watch: (pgid) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(supervisorLost(child))
        pending.set(pgid, { resolve, reject })
        stdin.write(`watch ${pgid}\n`)
      }),
    forget(pgid) {
      if (!gone) stdin.write(`forget ${pgid}\n`)
    },
    discard(folder) {
      if (!gone) stdin.write(`discard ${folder}\n`)
    },
    async close() {
      if (gone) return
      child.ref()
      stdin.end()
      await once(child, 'exit')
    },
  }
}

/** A harness that is done must not be kept alive by its supervisor. */
function letHarnessEnd(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stdout]) {
    if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
}

function supervisorLost(child: ChildProcess): BenchError {
  return new BenchError(
    'harness',
    `the supervisor process (pid ${child.pid ?? 'none'}) that ends servers after a killed harness has gone`,
    'Run again; if it happens again, see whether something ends processes named bench/target/supervisor.ts.',
  )
}
