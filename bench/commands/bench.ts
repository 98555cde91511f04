import type { Command } from 'commander'
import type { RunFile } from '../archive/run-file.ts'
import type { CommandContext } from '../cli.ts'
import type { BenchFlags } from '../options.ts'
import { resolveSettings } from '../options.ts'
import { runBench } from '../session.ts'
import { describePayload } from '../report/payload.ts'
import { reportInOwnProcess } from '../report/report-process.ts'
import { optionOf, scenarioFlags } from '../plan/scenario-flags.ts'
import { BenchError } from '../errors.ts'
import { formatRun } from '../report/terminal.ts'
import { exitCodeOfRun } from '../verdict.ts'
import { listNames } from './list.ts'

const collect = (value: string, before: readonly string[] = []) => [...before, value]

export function addBenchCommand(program: Command, context: CommandContext): void {
  const bench = program
    .command('bench')
    .description('Measures the strategies: server CPU, bytes, conflicts and lost edits. Default: about 8 minutes.')
    .option('--quick', 'a look, about a minute: 10 kB only, shorter warm-up, no fixed rates')
    .option('--thorough', 'for publishing, under an hour: twice the launches, fixed rates at every size')
    .option('--strategies <names>', 'comma-separated names, or "all"; none is always measured as the control')
    .option('--strategy <file>', 'a strategy file of your own, beside --strategies (repeatable)', collect)
    .option('--references <names>', 'floors and rivals measured beside them: names, "all" or "none"')
    .option('--sizes <sizes>', 'content sizes as sent: 1kB,50kB (default 1kB,10kB,100kB,1MB)')
    .option('--payload <file>', 'measure with this JSON document instead')
    .option('--encoding <coding>', 'gzip: all strategies compress, clients ask for it (default identity)')
    .option('--classes <classes>', 'of 200,304,put,412; "none" plays scenarios only')
    .option('--scenarios <names>', 'scripted workloads: names, "all" or "none"')
    .option('--seed <number>', 'documents, orders and scripts are drawn from it (default 1)')
    .option('--launches <number>', 'fresh processes per server; at least 6 for intervals, at most 200')
    .option('--connections <number>', 'of a saturated burst (default 8)')
    .option('--warmup <duration>', 'server CPU spent on each class before anything counts, such as 500ms')
    .option('--burst <duration>', 'server CPU that a saturated burst is sized for, such as 120ms')
    .option('--rounds <number>', 'bursts of each cell in a launch')
    .option('--out <dir>', 'folder of the runs (default results/runs)')
    .option('--no-report', 'write the run file only: no page, Markdown or CSV beside it')
    .option('--json', 'print the run file to stdout instead of the table (npm run -s bench -- --json > file: without -s npm adds lines)')
    .allowExcessArguments()
    .action((flags: BenchFlags, { args }: Command) => {
      if (args[0] !== undefined) throw unknownWord(args[0])
      return measure(flags, context)
    })
  bench.optionsGroup('Settings of scenarios (a list such as 1,8,32 is a sweep):')
  for (const [name, { form, description }] of scenarioFlags) bench.option(`${optionOf(name)} ${form.argument}`, description)
  bench
    .command('list')
    .description('Lists strategies, references, scenarios and classes.')
    .allowExcessArguments(false)
    .action(() => void context.stdout.write(listNames()))
}

function unknownWord(word: string): BenchError {
  return new BenchError('usage', `bench has no command "${word}": there is only "list", all else is flags`, 'npm run bench -- --help lists the flags, npm run bench -- list the names')
}

async function measure(flags: BenchFlags, context: CommandContext): Promise<void> {
  const { settings, payload } = resolveSettings(flags)
  if (payload !== null) context.stderr.write(`${describePayload(settings.payloadFile!, payload).join('\n')}\n`)
  const deliver = async (run: RunFile, path: string) => {
    context.stdout.write(flags.json ? `${JSON.stringify(run)}\n` : formatRun(run, path))
    if (flags.report !== false) await writeOwnReports(path, context, flags.json === true)
  }
  const { run, path } = await runBench({ settings, payload, resultsFolder: flags.out, context, deliverPartial: deliver })
  await deliver(run, path)
  process.exitCode = exitCodeOfRun(run)
}

/** The run is safe, and its exit code stands, whatever becomes of them. */
async function writeOwnReports(path: string, { stdout, stderr }: CommandContext, json: boolean): Promise<void> {
  try {
    const page = await reportInOwnProcess(path)
    const notes = json ? stderr : stdout
    notes.write(`report: ${page}\n`)
  } catch (failure) {
    stderr.write(`the report is not complete: ${(failure as Error).message}\nthe run is safe; npm run report -- ${path} tries again\n`)
  }
}
