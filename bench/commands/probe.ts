import type { Command } from 'commander'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import { knownChecks } from '../probe/checks/index.ts'
import { exitCodeOfProbe } from '../probe/report/exit-code.ts'
import type { ProbeFlags } from '../probe/options.ts'
import { resolveProbeSettings } from '../probe/options.ts'
import { createProbeProgress } from '../probe/report/progress.ts'
import { formatProbeReport } from '../probe/report/report.ts'
import { runProbe } from '../probe/run-probe.ts'
import type { ProbeObserver } from '../probe/run-probe.ts'

const npmNotice = 'note: npm itself prints its command line and keeps it in its log; --header @file keeps credentials out of both\n'
const collect = (value: string, before: readonly string[] = []) => [...before, value]

export function addProbeCommand(program: Command, context: CommandContext): void {
  program
    .command('probe')
    .description("Checks an endpoint's conditional requests: why polls are always 200, why edits vanish, what to mend. Reads only, but for --write.")
    .argument('<url>', 'a JSON resource, such as http://127.0.0.1:8080/orders/1')
    .option('--write', 'also try conditional PUTs on it: one field is changed, and restored at the end')
    .option('--field <path>', 'with --write: the field to change, such as note or customer.note (default: the first text)')
    .option('--header <line>', "sent with every request and never shown: 'Authorization: Bearer ...', or @file with such lines, @- from stdin (repeatable)", collect)
    .option('--also <url>', 'the same resource on another node, or behind the proxy (repeatable)', collect)
    .option('--checks <ids>', 'comma-separated ids of the only checks to make')
    .option('--max-requests <number>', 'never send more (default 400)')
    .option('--rate <rate>', 'requests per second, such as 5/s (default 200/s)')
    .option('--timeout <duration>', 'for a connection, and for the first byte; twice that for the rest (default 5s)')
    .option('--fail-on <level>', 'exit code 1 from this level on: error or warning (default warning)')
    .option('--json', 'print the report as JSON (npm run -s probe -- URL --json > file: without -s npm adds lines)')
    .action((url: string, flags: ProbeFlags) => probe(url, flags, context))
}

async function probe(url: string, flags: ProbeFlags, { signal, stdout, stderr, lastWords }: CommandContext): Promise<void> {
  const settings = resolveProbeSettings(url, flags, knownChecks)
  if (process.env['npm_lifecycle_event'] === 'probe' && flags.header?.some((line) => !line.startsWith('@'))) stderr.write(npmNotice)
  const progress = createProbeProgress(stderr)
  const observer: ProbeObserver = {
    ...progress,
    writing(notice, lastWord) {
      lastWords.add(lastWord)
      progress.writing(notice)
    },
  }
  const report = await runProbe(settings, signal, observer).finally(() => progress.stop())
  if (settings.json) stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  if (report.status === 'unreachable') throw new BenchError('unreachable', report.endedBy?.message ?? '', '')
  if (!settings.json) stdout.write(formatProbeReport(report))
  if (report.status === 'interrupted') throw new BenchError('interrupted', 'interrupted: the report tells what was checked until then', '')
  process.exitCode = exitCodeOfProbe(report, settings.failOn)
}
