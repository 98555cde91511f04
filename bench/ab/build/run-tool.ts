import { BenchError } from '../../errors.ts'
import { startHeld } from '../../target/held-process.ts'
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
  const tool = await startHeld({ name: what, command, args, cwd, node: false }, supervisor)
  const stop = () => void tool.stop().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  try {
    // Nobody is there to answer a question.
    tool.child.stdin?.end()
    if (signal.aborted) stop()
    const exit = await tool.lastWords
    if (signal.aborted) throw new BenchError('interrupted', `interrupted during ${what}`, '')
    if (exit.code === 0) return
    const output = abridge([tool.stdoutTail(), tool.stderrTail()].map((tail) => tail.trimEnd()).filter((tail) => tail !== '').join('\n').split('\n'))
    throw new BenchError(
      'harness',
      [`${what} ended with ${describeExit(exit)}; its output:`, ...output.map((line) => `  ${line}`)].join('\n'),
      'nothing was compared; mend that commit or name another one',
    )
  } finally {
    signal.removeEventListener('abort', stop)
    await tool.stop()
  }
}

/** A tool may tell its reason first and its usage last, or the other way round. */
function abridge(lines: readonly string[]): readonly string[] {
  const { first, last } = quotedLines
  return lines.length <= first + last ? lines : [...lines.slice(0, first), '...', ...lines.slice(-last)]
}
