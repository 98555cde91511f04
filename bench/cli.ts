import { Command, CommanderError } from 'commander'
import { addAbCommand } from './commands/ab.ts'
import { addAdviseCommand } from './commands/advise.ts'
import { addBaselineCommand } from './commands/baseline.ts'
import { addBenchCommand } from './commands/bench.ts'
import { addCalibrateCommand } from './commands/calibrate.ts'
import { addCompareCommand } from './commands/compare.ts'
import { addHistoryCommand } from './commands/history.ts'
import { addMicroCommand } from './commands/micro.ts'
import { addProbeCommand } from './commands/probe.ts'
import { addReportCommand } from './commands/report.ts'
import { addSelfcheckCommand } from './commands/selfcheck.ts'
import { addServeCommand } from './commands/serve.ts'
import { addSoakCommand } from './commands/soak.ts'
import { exitCodeOf, formatError } from './errors.ts'

/** What a command gets from the process it runs in, and nothing else. */
export interface CommandContext {
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP (the terminal was closed). */
  readonly signal: AbortSignal
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  /** What the user typed, for the run file. */
  readonly commandLine: string
  /** Asked when the user stops at once, which abandons what is still to be put back: says so, or undefined where nothing is. */
  readonly lastWords: Set<() => string | undefined>
}

const abort = new AbortController()
const lastWords: CommandContext['lastWords'] = new Set()
const wordsNow = () => [...lastWords].flatMap((word) => word() ?? [])
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The supervisor ends the servers when this process is gone.
    if (stopping) {
      for (const word of wordsNow()) process.stderr.write(`\n${word}\n`)
      process.exit(130)
    }
    stopping = true
    const again = wordsNow().length > 0 ? 'stop at once, and abandon the restoration' : 'stop at once'
    process.stderr.write(`\n${signal}: stopping. Again: ${again}.\n`)
    abort.abort()
  })
}
// A reader that has seen enough (`| head`) is no fault of the run: it goes on, and its file is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`cannot write to stdout: ${error.message}\nsend the output elsewhere; a run keeps its file\n`)
  process.exit(exitCodeOf(error))
})
process.stderr.on('error', () => {})

const context: CommandContext = {
  signal: abort.signal,
  stdout: process.stdout,
  stderr: process.stderr,
  commandLine: `npm run ${process.argv[2] ?? ''} -- ${process.argv.slice(3).join(' ')}`.trim(),
  lastWords,
}

const program = new Command('npm run')
  .description('Measures what ETag strategies cost, save and lose on a JSON API.')
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .showSuggestionAfterError()
addBenchCommand(program, context)
addServeCommand(program, context)
addSelfcheckCommand(program, context)
addSoakCommand(program, context)
addProbeCommand(program, context)
addReportCommand(program, context)
addAdviseCommand(program, context)
addMicroCommand(program, context)
addAbCommand(program, context)
addCompareCommand(program, context)
addCalibrateCommand(program, context)
addBaselineCommand(program, context)
addHistoryCommand(program, context)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    process.stderr.write(`${formatError(error)}\n`)
    process.exitCode = exitCodeOf(error)
  }
}
