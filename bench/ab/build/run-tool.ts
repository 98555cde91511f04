import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchError } from '../../errors.ts'
import { keepTail } from '../../target/output-tail.ts'
import { graceMs, groupIsAlive, signalGroup } from '../../target/process-group.ts'
import { describeExit } from '../../target/start-errors.ts'
import type { Supervisor } from '../../target/supervision.ts'

export interface ToolRun {
  /** What it is for, in an error: `npm ci of base (a1b2c3d)`. */
  readonly what: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
}

const quotedLines = { first: 10, last: 20 }

/**
 * Runs a tool to its end, in a process group that goes when the harness goes. Throws `harness` with the ends of its output
 * when it fails, `interrupted` when the signal ends it.
 */
export async function runTool({ what, command, args, cwd, supervisor, signal }: ToolRun): Promise<void> {
  const child = spawn(command, [...args], { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null } | Error>((resolve) => {
    child.once('error', resolve)
    child.once('close', (code, endedBy) => resolve({ code, signal: endedBy }))
  })
  const tails = [keepTail(child.stdout), keepTail(child.stderr)]
  const { pid } = child
  const stop = () => void (pid !== undefined && endGroup(pid))
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (pid !== undefined) await supervisor.watch(pid)
    if (signal.aborted) stop()
    const end = await ended
    if (signal.aborted) throw new BenchError('interrupted', `interrupted during ${what}`, '')
    if (!(end instanceof Error) && end.code === 0) return
    const output = abridge(tails.map((tail) => tail().trimEnd()).filter((tail) => tail !== '').join('\n').split('\n'))
    const how = end instanceof Error ? `could not be started: ${end.message}` : `ended with ${describeExit(end)}; its output:`
    throw new BenchError(
      'harness',
      [`${what} ${how}`, ...output.map((line) => `  ${line}`)].join('\n'),
      'nothing was compared; mend that commit or name another one',
    )
  } finally {
    signal.removeEventListener('abort', stop)
    if (pid !== undefined) supervisor.forget(pid)
  }
}

/** A tool may tell its reason first and its usage last, or the other way round. */
function abridge(lines: readonly string[]): readonly string[] {
  const { first, last } = quotedLines
  return lines.length <= first + last ? lines : [...lines.slice(0, first), '...', ...lines.slice(-last)]
}

async function endGroup(pgid: number): Promise<void> {
  signalGroup(pgid, 'SIGTERM')
  await delay(graceMs)
  if (groupIsAlive(pgid)) signalGroup(pgid, 'SIGKILL')
}
