import { statSync } from 'node:fs'
import { dirname, extname, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { defaultResultsFolder } from '../archive/default-results-folder.ts'
import { makeFolder } from '../archive/make-folder.ts'
import { readRunFile } from '../archive/read-run-file.ts'
import { orExplain, replaceFile } from '../archive/replace-file.ts'
import type { RunFile } from '../archive/run-file.ts'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import type { MicroChoice } from '../report/choose-micro.ts'
import { chooseMicro } from '../report/choose-micro.ts'
import { newestRun } from '../report/newest-run.ts'
import type { ReportFormat } from '../report/formats.ts'
import { reportFormats } from '../report/formats.ts'
import { terminalText } from '../report/terminal-text.ts'
import { withEstimates } from '../report/with-estimates.ts'
import { writeReports } from '../report/write-reports.ts'

interface ReportFlags {
  readonly out?: string
  readonly print?: string
  /** A path; false: --no-micro. */
  readonly micro?: string | boolean
}

const extensions = reportFormats.map(({ extension }) => extension)
const forms = extensions.map((extension) => extension.slice(1))

export function addReportCommand(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('Renders a run file again, the same bytes each time: a page, a Markdown summary, and a CSV of every figure.')
    .argument('[run]', 'a run.json, or the folder that it is in (default: the newest in results/runs that has ended)')
    .option('--out <file>', `write only this file, in the form that it ends with: ${extensions.join(', ')} (default: all of them beside the run file)`)
    .option('--print <form>', `print only this form to stdout: ${forms.join(', ')} (with npm run --silent)`)
    .option('--micro <file>', 'join this micro.json (default: the one beside the run that says most, made on the same CPU and Node)')
    .option('--no-micro', 'join none')
    .action((run: string | undefined, flags: ReportFlags) => report(run, flags, context))
}

async function report(path: string | undefined, { out, print, micro: wanted = true }: ReportFlags, { signal, stdout, stderr }: CommandContext): Promise<void> {
  const format = formatOf(out, print)
  const { runPath, skipped } = path === undefined ? newestRun(defaultResultsFolder) : { runPath: path, skipped: [] }
  const run = withEstimates(readRunFile(runPath))
  const folder = statSync(runPath).isDirectory() ? runPath : dirname(runPath)
  const choice = chooseMicro(run, resolve(folder), wanted)
  const notes = print === undefined ? stdout : stderr
  notes.write(skipped.map((each) => `skipped: ${shown(each.path)}: ${terminalText(each.reason)}\n`).join('') + describe(choice))
  if (format === undefined) {
    const written = await writeReports(run, choice.chosen?.file, folder, { signal })
    stdout.write(written.map((each) => `${shown(each)}\n`).join(''))
  } else if (out !== undefined) {
    await writeOne(out, format, run, choice)
    stdout.write(`${shown(out)}\n`)
  } else {
    stdout.write(await format.render(run, choice.chosen?.file))
  }
}

async function writeOne(out: string, format: ReportFormat, run: RunFile, { chosen }: MicroChoice): Promise<void> {
  const text = await format.render(run, chosen?.file)
  orExplain(`create ${dirname(out)}`, () => makeFolder(dirname(resolve(out))))
  replaceFile(out, text)
}

function describe({ chosen, whyNone }: MicroChoice): string {
  if (whyNone !== null) return `not joined: ${shown(whyNone.path)}: ${terminalText(whyNone.reason)}\n`
  return chosen === undefined ? '' : `joined: ${shown(chosen.path)}\n`
}

/** Undefined: all of them, beside the run file. */
function formatOf(out: string | undefined, print: string | undefined): ReportFormat | undefined {
  if (out !== undefined && print !== undefined) throw new BenchError('usage', '--out and --print exclude each other', 'give one of them')
  if (out !== undefined) return findFormat(extname(out), `--out ${out}: the form is not clear from its name`, `end it with ${extensions.join(', ')}`)
  if (print !== undefined) return findFormat(`.${print}`, `--print ${print}: there is no such form`, `give ${forms.join(', ')}`)
  return undefined
}

function findFormat(extension: string, seen: string, hint: string): ReportFormat {
  const format = reportFormats.find((each) => each.extension === extension.toLowerCase())
  if (format === undefined) throw new BenchError('usage', seen, hint)
  return format
}


/** As short as it gets, seen from where the command was started. */
function shown(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : fromHere
}
