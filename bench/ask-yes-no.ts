import { createInterface } from 'node:readline'
import { BenchError } from './errors.ts'

export interface Dialogue {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly signal: AbortSignal
}

/** Whether the answer is `y` or `yes`. The end of the input (Ctrl-D) is a no; Ctrl-C and the signal throw `interrupted`. */
export async function askYesNo(question: string, { input, output, signal }: Dialogue): Promise<boolean> {
  // A terminal in raw mode sends Ctrl-C as a character: no SIGINT comes of it.
  const prompt = createInterface({ input, output })
  const { promise: answer, resolve, reject } = Promise.withResolvers<string>()
  const interrupt = () => reject(new BenchError('interrupted', 'interrupted: nothing was changed', ''))
  let isAnswered = false
  prompt.once('line', (line) => {
    isAnswered = true
    resolve(line)
  })
  prompt.once('SIGINT', interrupt).once('close', () => resolve(''))
  signal.addEventListener('abort', interrupt, { once: true })
  if (signal.aborted) interrupt()
  try {
    prompt.setPrompt(question)
    prompt.prompt()
    return /^y(es)?$/i.test((await answer).trim())
  } finally {
    signal.removeEventListener('abort', interrupt)
    prompt.close()
    // What follows begins a line.
    if (!isAnswered) output.write('\n')
  }
}
