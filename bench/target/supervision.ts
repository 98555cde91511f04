import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { BenchError } from '../errors.ts'

/** A process beside the harness that ends the watched process groups when the harness goes, even by SIGKILL. */
export interface Supervisor {
  /** For temporary files of the harness and of the servers: the supervisor removes it when it ends. */
  readonly scratchFolder: string
  /** Resolves once the supervisor has taken note; from then on the group cannot outlive the harness. */
  watch(pgid: number): Promise<void>
  forget(pgid: number): void
  /** Ends every group still watched, removes the scratch folder, then ends the supervisor itself. */
  close(): Promise<void>
}

/** Starts the supervisor in a session of its own, so that neither Ctrl-C nor a closed terminal reaches it. */
export function startSupervisor(): Supervisor {
  const script = fileURLToPath(new URL('supervisor.ts', import.meta.url))
  const scratchFolder = makeScratchFolder()
  const child = spawn(process.execPath, [script, scratchFolder], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] })
  child.on('error', () => {})
  if (child.pid === undefined) {
    rmSync(scratchFolder, { recursive: true })
    throw supervisorNotStarted()
  }
  const { stdin, stdout } = child
  const pending = new Map<number, { resolve(): void; reject(error: Error): void }>()
  let gone = false
  let closing = false

  createInterface({ input: stdout }).on('line', (line) => {
    const pgid = Number(line.split(' ')[1])
    pending.get(pgid)?.resolve()
    pending.delete(pgid)
    if (pending.size === 0 && !closing) child.unref()
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
    scratchFolder,
    watch: (pgid) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(supervisorLost(child))
        pending.set(pgid, { resolve, reject })
        // What is watched may have ended by now: then nothing else would keep the harness waiting for the answer.
        child.ref()
        stdin.write(`watch ${pgid}\n`)
      }),
    forget(pgid) {
      if (!gone) stdin.write(`forget ${pgid}\n`)
    },
    async close() {
      if (gone) return
      closing = true
      child.ref()
      stdin.end()
      await once(child, 'exit')
    },
  }
}

function makeScratchFolder(): string {
  const parent = tmpdir()
  try {
    return mkdtempSync(join(parent, 'etag-bench-'))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new BenchError(
      'harness',
      `no folder for temporary files can be made in ${parent}: ${why}`,
      'Free some space there, or name another folder: TMPDIR=/some/folder npm run ...',
      { cause },
    )
  }
}

/** A harness that is done must not be kept alive by its supervisor. */
function letHarnessEnd(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stdout]) {
    if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
}

function supervisorNotStarted(): BenchError {
  return new BenchError(
    'harness',
    'the supervisor process, which ends servers after a killed harness, could not be started',
    'See whether this shell may start processes and open files: ulimit -u, ulimit -n.',
  )
}

function supervisorLost(child: ChildProcess): BenchError {
  return new BenchError(
    'harness',
    `the supervisor process (pid ${child.pid ?? 'none'}) that ends servers after a killed harness has gone`,
    'Run again; if it happens again, see whether something ends processes named bench/target/supervisor.ts.',
  )
}
