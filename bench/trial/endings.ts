import { BenchError } from '../errors.ts'
import type { Server } from '../target/server-process.ts'
import { describeExit } from '../target/start-errors.ts'

const kept = 'what was measured until then is in the run file'

export const interrupted = () => new BenchError('interrupted', 'interrupted', `${kept}, marked partial`)

/** `where`: for example `while saturated load was on it`. */
export function serverDied(server: Server, name: string, where: string): BenchError {
  const exit = server.hasExited()
  return new BenchError(
    'server-died',
    `server "${name}" ended${exit === undefined ? '' : ` with ${describeExit(exit)}`} ${where}; its last words: ${server.stderrTail() || '(none)'}`,
    `${kept}; start the server by hand with "npm run serve" to see why`,
  )
}

export function serverHung(name: string, where: string): BenchError {
  return new BenchError(
    'server-hung',
    `server "${name}" stopped answering ${where}`,
    `${kept}; start the server by hand with "npm run serve" to see why`,
  )
}
