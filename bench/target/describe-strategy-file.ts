import { z } from 'zod'
import { describeStrategyCommand } from '../../servers/index.ts'
import type { StrategyDescription } from '../../servers/strategies/description.ts'
import { BenchError } from '../errors.ts'
import { startHeld, type HeldProcess } from './held-process.ts'
import type { ServerExit } from './server-process.ts'
import { describeExit, quoteOutput } from './start-errors.ts'
import type { Supervisor } from './supervision.ts'

/** Of the process, before it loads the file: only a machine with much else to do takes so long. */
const startTimeoutMs = 30_000
const loadTimeoutMs = 5_000
/** What timers and sockets of a loaded file may take until they fail; one that keeps them is left alone. */
const settleMs = 2_000
/** A process that only waits answers at once, also on a busy machine. */
const answerMs = 1_000

/** What `servers/describe-strategy.ts` sends. */
const messageSchema = z.union([
  z.object({
    strategy: z.object({
      name: z.string(),
      summary: z.string(),
      caveat: z.string().nullable(),
      writeGuard: z.enum(['if-match', 'if-unmodified-since', 'none']),
      strength: z.enum(['strong', 'weak', 'none']),
      needs: z.enum(['nothing', 'columns', 'digest', 'content']),
      blindMs: z.number(),
      asksFor: z.array(z.enum(['trusted-content', 'one-process'])),
    }),
  }),
  z.object({ fault: z.string() }),
  z.object({ state: z.enum(['loading', 'settled', 'answering']) }),
])

/**
 * What a user's strategy file says of itself, loaded in a process of its own: foreign code may loop for ever, end its
 * process or throw later. Each is a usage error that says so; nothing of it runs any more when this returns or throws.
 */
export async function describeStrategyFile(path: string, options: { readonly supervisor: Supervisor; readonly signal: AbortSignal }): Promise<StrategyDescription> {
  const { supervisor, signal } = options
  if (signal.aborted) throw interruptedWhileLoading(path)
  const { args } = describeStrategyCommand(path)
  const held = await startHeld({ name: path, command: process.execPath, args, node: true }, supervisor)
  try {
    return await untilSettled(held, path, signal)
  } finally {
    await held.stop()
    await held.lastWords
  }
}

function untilSettled(held: HeldProcess, path: string, signal: AbortSignal): Promise<StrategyDescription> {
  const { promise, resolve, reject } = Promise.withResolvers<StrategyDescription>()
  let described: StrategyDescription | undefined
  let timer = setTimeout(() => reject(neverLoads(path, held, startTimeoutMs)), startTimeoutMs)
  const waitAtMost = (ms: number, otherwise: () => void): void => {
    clearTimeout(timer)
    timer = setTimeout(otherwise, ms)
  }
  const onAbort = (): void => reject(interruptedWhileLoading(path))
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  held.child.on('message', (message) => {
    const { data } = messageSchema.safeParse(message)
    // The file's own, on a channel that it was not meant to use.
    if (data === undefined) return
    if ('fault' in data) return reject(fileError(data.fault))
    if ('strategy' in data) {
      described = data.strategy
      waitAtMost(settleMs, () => {
        // Timers and sockets keep it, or a loop does: who loops does not answer. Who has closed the channel cannot.
        if (!held.child.connected) return resolve(data.strategy)
        held.child.send('are you there?', () => {})
        waitAtMost(answerMs, () => reject(loopsLater(path, held)))
      })
    } else if (data.state === 'loading') waitAtMost(loadTimeoutMs, () => reject(neverLoads(path, held, loadTimeoutMs)))
    else if (described !== undefined) resolve(described)
  })
  void held.lastWords.then((exit) => reject(endedByItself(path, held, exit, described !== undefined)))
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  })
}

function neverLoads(path: string, held: HeldProcess, timeoutMs: number): BenchError {
  const what = `the strategy file ${path} did not finish loading within ${timeoutMs / 1000} s`
  return fileError(`${what}: a loop or an await at its top level never ends${printed(held)}`)
}

function loopsLater(path: string, held: HeldProcess): BenchError {
  const seen = `was busy without a pause ${settleMs / 1000} s after it had loaded, and for ${answerMs / 1000} s more`
  return fileError(`the strategy file ${path} ${seen}: a loop in it never ends${printed(held)}`)
}

/** Node's exit code for a top-level await that nothing is left to resolve. */
const unsettledAwait = 13

function endedByItself(path: string, held: HeldProcess, exit: ServerExit, loaded: boolean): BenchError {
  if (!loaded && exit.code === unsettledAwait) {
    return fileError(`the strategy file ${path} never finishes loading: an await at its top level waits for nothing`)
  }
  const when = loaded ? 'soon after it had loaded' : 'before it had loaded'
  return fileError(`the strategy file ${path} ended its process with ${describeExit(exit)} ${when}${printed(held)}`)
}

function printed({ stdoutTail, stderrTail }: HeldProcess): string {
  return quoteOutput('stdout', stdoutTail()) + quoteOutput('stderr', stderrTail())
}

function fileError(message: string): BenchError {
  return new BenchError('usage', message, 'nothing was started; mend the file, or name another, and run again')
}

function interruptedWhileLoading(path: string): BenchError {
  return new BenchError('interrupted', `interrupted while the strategy file ${path} was loaded`, '')
}
