import { BenchError } from '../errors.ts'
import { isTooManyOpenFiles, tooManyOpenFiles } from './open-files.ts'
import type { ServerCommand, ServerExit } from './server-process.ts'

export function cannotSpawn(command: ServerCommand, cause: unknown): BenchError {
  if (isTooManyOpenFiles(cause)) return tooManyOpenFiles(`server "${command.name}" could not be started`, 0, cause)
  const where = command.cwd === undefined ? '' : ` in the folder "${command.cwd}"`
  const why = cause instanceof Error ? cause.message : String(cause)
  return startError(`server "${command.name}" could not be started${where}: ${why}`, 'Check that folder and command exist.', cause)
}

export function exitedEarly(command: ServerCommand, exit: ServerExit, stdout: string, stderr: string): BenchError {
  // The shell that was to become the command says so itself, with status 127 (not found) or 126 (not executable). A command
  // that is a shell itself may say so of another.
  if ((exit.code === 127 || exit.code === 126) && stderr.startsWith('sh: ') && stderr.includes(`: ${command.command}: `)) {
    const seen = exit.code === 127 ? 'was not found' : 'may not be executed'
    return startError(
      `server "${command.name}" could not be started: the command "${command.command}" ${seen}`,
      'Check its spelling, that it is installed, and that it is on the PATH.',
    )
  }
  return startError(
    `server "${command.name}" ended with ${describeExit(exit)} before it listened${quoteOutput('stderr', stderr)}${quoteOutput('stdout', stdout)}`,
    `Run it by hand: ${commandLine(command)}`,
  )
}

export function neverListens(command: ServerCommand, timeoutMs: number, stdout: string, stderr: string): BenchError {
  const printed = quoteOutput('stdout', stdout) + quoteOutput('stderr', stderr)
  return startError(
    `server "${command.name}" did not listen within ${timeoutMs / 1_000} s${printed === '' ? '; it printed nothing' : printed}`,
    `It has to print the line "listening on http://127.0.0.1:PORT/orders/1" on stdout. Run it by hand: ${commandLine(command)}`,
  )
}

export function wrongAddress(command: ServerCommand, reason: string): BenchError {
  return startError(
    `server "${command.name}" says that it listens, but ${reason}`,
    'It has to listen on this machine only and print the line "listening on http://127.0.0.1:PORT/orders/1".',
  )
}

export function startInterrupted(command: ServerCommand): BenchError {
  return new BenchError('interrupted', `interrupted while server "${command.name}" started`, '')
}

export function stillRunning(pgid: number): BenchError {
  return new BenchError(
    'harness',
    `processes of group ${pgid} still run after SIGKILL`,
    `See what holds them: ps -eo pid,pgid,state,wchan,args | grep ' ${pgid} '`,
  )
}

/** `code 1` or `signal SIGKILL`. */
export function describeExit({ code, signal }: ServerExit): string {
  return signal === null ? `code ${code}` : `signal ${signal}`
}

function startError(message: string, hint: string, cause?: unknown): BenchError {
  return new BenchError('server-start', message, hint, { cause })
}

const quotedLines = 15

/** The end of what a process wrote, for the end of a sentence; empty when it wrote nothing. */
export function quoteOutput(stream: string, text: string): string {
  const lines = text.trimEnd().split('\n').slice(-quotedLines)
  return text.trim() === '' ? '' : `\n${stream}:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

/** As it can be typed into a shell. */
export function commandLine({ command, args, cwd }: Pick<ServerCommand, 'command' | 'args' | 'cwd'>): string {
  return `${cwd === undefined ? '' : `cd ${cwd} && `}${[command, ...args].map(quoteWord).join(' ')}`
}

/** As a POSIX shell reads it back. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
