import type { Command } from 'commander'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import { resolveSettings } from '../options.ts'
import { unknownName } from '../unknown-name.ts'
import { expectations } from '../selfcheck/expectation.ts'
import type { Expectation } from '../selfcheck/expectation.ts'
import type { FaultOutcome } from '../selfcheck/outcome.ts'
import { runSelfcheck } from '../selfcheck/run-selfcheck.ts'
import { formatSelfcheck } from '../selfcheck/table.ts'
import { startSupervisor } from '../target/supervision.ts'
import { formatDuration } from '../units.ts'

interface SelfcheckFlags {
  readonly runs: string
  readonly only?: string
  readonly seed?: string
}

const mostRuns = 1_000

export function addSelfcheckCommand(program: Command, context: CommandContext): void {
  const selfcheck = program
    .command('selfcheck')
    .description('Plants faults in servers and shows that a run names each of them and nothing else. Under a minute.')
    .option('--runs <number>', 'how often, one after the other', '1')
    .option('--only <faults>', 'comma-separated names')
    .option('--seed <number>', 'documents and scripts are drawn from it (default 1)')
    .action((flags: SelfcheckFlags) => check(flags, context))
  selfcheck
    .command('list')
    .description('Lists the faults.')
    .action(() => listFaults(context))
}

/** Loads servers only when it is asked for: no other command needs Fastify in this process. */
async function listFaults({ stdout }: CommandContext): Promise<void> {
  const { faults } = await import('../../servers/faults/index.ts')
  stdout.write(faults.map(({ name, summary }) => `${name}\n  ${summary}\n`).join(''))
}

async function check(flags: SelfcheckFlags, { signal, stdout, stderr }: CommandContext): Promise<void> {
  const { runs, chosen } = readFlags(flags)
  const { settings } = resolveSettings({ sizes: '1kB', scenarios: 'none', ...(flags.seed !== undefined && { seed: flags.seed }) })
  const outcomes: (readonly FaultOutcome[])[] = []
  const supervisor = startSupervisor()
  try {
    while (outcomes.length < runs) {
      const startMs = performance.now()
      outcomes.push(await runSelfcheck(chosen, { settings, supervisor, signal }))
      const missed = outcomes.at(-1)?.flatMap((outcome) => (isFound(outcome) ? [] : [outcome.fault])) ?? []
      const took = formatDuration(performance.now() - startMs)
      const seen = `${chosen.length - missed.length} of ${chosen.length} faults found`
      stderr.write(`run ${outcomes.length} of ${runs}: ${seen}, ${took}${missed.length > 0 ? `; missed: ${missed.join(', ')}` : ''}\n`)
    }
  } finally {
    await supervisor.close()
    if (outcomes.length > 0) stdout.write(formatSelfcheck(outcomes))
  }
  process.exitCode = outcomes.flat().every(isFound) ? 0 : 1
}

const isFound = ({ problems }: FaultOutcome) => problems.length === 0

function readFlags({ runs, only }: SelfcheckFlags): { readonly runs: number; readonly chosen: readonly Expectation[] } {
  const known = expectations.map(({ fault }) => fault)
  const names = only === undefined ? known : only.split(',').map((name) => name.trim())
  const problems = names.filter((name) => !known.includes(name)).map((name) => unknownName('fault', name, known))
  if (!/^\d+$/.test(runs) || Number(runs) < 1 || Number(runs) > mostRuns) problems.push(`--runs ${runs}: give a whole number from 1 to ${mostRuns}`)
  if (problems.length > 0) throw new BenchError('usage', problems.join('\n'), 'npm run selfcheck -- --help lists the flags')
  return { runs: Number(runs), chosen: expectations.filter(({ fault }) => names.includes(fault)) }
}
