import { statSync } from 'node:fs'
import { dirname, extname, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { readRunFile } from '../archive/read-run-file.ts'
import { replaceFile } from '../archive/replace-file.ts'
import { resultPaths } from '../archive/result-paths.ts'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import { chooseMicro } from '../report/choose-micro.ts'
import type { ReportFormat } from '../report/formats.ts'
import { reportFormats } from '../report/formats.ts'
import { writeReports } from '../report/write-reports.ts'
import { defaultResultsFolder } from '../session.ts'

interface ReportFlags {
  readonly out?: string
  /** A path; false: --no-micro. */
  readonly micro?: string | boolean
}

const extensions = reportFormats.map(({ extension }) => extension)

export function addReportCommand(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('Renders a run file again, the same bytes each time: a page, a Markdown summary, and a CSV of every figure.')
    .argument('[run]', 'a run.json, or the folder that it is in (default: the newest in results/runs)')
    .option('--out <file>', `write only this file, in the form that it ends with: ${extensions.join(', ')} (default: all of them beside the run file)`)
    .option('--micro <file>', 'join this micro.json (default: the newest beside the run that was made on the same CPU and Node)')
    .option('--no-micro', 'join none')
    .action((run: string | undefined, flags: ReportFlags) => report(run, flags, context))
}

async function report(path: string | undefined, { out, micro: wanted = true }: ReportFlags, { stdout }: CommandContext): Promise<void> {
  const format = out === undefined ? undefined : formatOf(out)
  const runPath = path ?? newestRun()
  const run = readRunFile(runPath)
  const folder = statSync(runPath).isDirectory() ? runPath : dirname(runPath)
  const micro = chooseMicro(run, resolve(folder), wanted)
  if (out !== undefined && format !== undefined) replaceFile(out, await format.render(run, micro?.file))
  const written = out === undefined ? await writeReports(run, micro?.file, folder) : [out]
  if (micro !== undefined) stdout.write(`joined: ${shown(micro.path)}\n`)
  stdout.write(written.map((each) => `${shown(each)}\n`).join(''))
}

function formatOf(out: string): ReportFormat {
  const format = reportFormats.find(({ extension }) => extension === extname(out).toLowerCase())
  if (format !== undefined) return format
  throw new BenchError('usage', `--out ${out}: the form is not clear from its name`, `end it with ${extensions.join(', ')}`)
}

function newestRun(): string {
  const [path] = resultPaths(defaultResultsFolder, 'run.json')
  if (path !== undefined) return path
  throw new BenchError('usage', `there is no run in ${shown(defaultResultsFolder)} yet`, 'make one with npm run bench, or name a run.json')
}

/** As short as it gets, seen from where the command was started. */
function shown(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : fromHere
}
