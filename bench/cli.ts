import { Command, CommanderError } from 'commander'
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

type AddCommand = (program: Command, context: CommandContext) => void

/** In the order of `--help`. */
const commands: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['bench', async () => (await import('./commands/bench.ts')).addBenchCommand],
  ['serve', async () => (await import('./commands/serve.ts')).addServeCommand],
  ['selfcheck', async () => (await import('./commands/selfcheck.ts')).addSelfcheckCommand],
  ['soak', async () => (await import('./commands/soak.ts')).addSoakCommand],
  ['probe', async () => (await import('./commands/probe.ts')).addProbeCommand],
  ['report', async () => (await import('./commands/report.ts')).addReportCommand],
  ['advise', async () => (await import('./commands/advise.ts')).addAdviseCommand],
  ['micro', async () => (await import('./commands/micro.ts')).addMicroCommand],
  ['ab', async () => (await import('./commands/ab.ts')).addAbCommand],
  ['compare', async () => (await import('./commands/compare.ts')).addCompareCommand],
  ['calibrate', async () => (await import('./commands/calibrate.ts')).addCalibrateCommand],
  ['baseline', async () => (await import('./commands/baseline.ts')).addBaselineCommand],
  ['history', async () => (await import('./commands/history.ts')).addHistoryCommand],
])

/** The one that is asked for: all of them together take half a second and tens of megabytes. All where it is none of them. */
function loadCommands(asked: string | undefined): Promise<readonly AddCommand[]> {
  const load = commands.get(asked ?? '')
  return Promise.all([...(load === undefined ? commands.values() : [load])].map((each) => each()))
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
for (const command of await loadCommands(process.argv[2])) command(program, context)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
    // npm keeps flags to itself that do not follow a `--`, and passes on their values.
    if (error.code === 'commander.excessArguments') process.stderr.write(`flags follow a --: npm run ${process.argv[2]} -- --help lists them\n`)
  } else {
    process.stderr.write(`${formatError(error)}\n`)
    process.exitCode = exitCodeOf(error)
  }
}
