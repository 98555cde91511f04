// Loads a strategy file for somebody who wants to know it without running foreign code: `node describe-strategy.ts FILE`
// with an IPC channel, on which it sends `{ state: 'loading' }`, then `{ strategy }` or `{ fault }`, and at last
// `{ state: 'settled' }` once the file has nothing left to do; `{ state: 'answering' }` to whatever it is sent meanwhile.
// What the file prints cannot get in between; a file that never loads, loops, or ends this process, sends nothing.
import { describeStrategy } from './strategies/description.ts'
import { loadStrategy } from './strategies/load-strategy.ts'

const send = (message: object): void => void process.send?.(message)

send({ state: 'loading' })
try {
  send({ strategy: describeStrategy(await loadStrategy(process.argv[2] ?? '')) })
  process.once('beforeExit', () => send({ state: 'settled' }))
  process.on('message', () => send({ state: 'answering' }))
  // Listening alone would keep a process that has nothing left to do.
  process.channel?.unref()
} catch (error) {
  send({ fault: error instanceof Error ? error.message : String(error) })
}
