import type { Command } from 'commander'
import { formatSize } from '../../servers/resource/size.ts'
import { defaultStrategies } from '../../servers/strategies/index.ts'
import type { RunFile } from '../archive/run-file.ts'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import { resolveSettings } from '../options.ts'
import type { SoakRequest } from '../soak/run-soak.ts'
import { runSoak } from '../soak/run-soak.ts'
import { sumSlices } from '../soak/soak-figures.ts'
import { defaultEditsPerSlice, soakScenario, soakSizeBytes } from '../soak/soak-plan.ts'
import { formatSoak } from '../soak/soak-table.ts'
import { exitCodeOfSoak, findShortcomings } from '../soak/soak-verdict.ts'

interface SoakFlags {
  readonly edits: string
  readonly slice: string
  readonly strategies: string
  readonly seed?: string
  readonly out?: string
}

/** One that guards nothing although it has a tag is the one to be held against `none`. */
const soakedStrategies = [...defaultStrategies.map(({ name }) => name), 'sha1-weak'].join(',')

const mostEdits = 100_000_000
/** The harness remembers every request of a slice. */
const mostEditsPerSlice = 100_000
const mostSlices = 10_000

export function addSoakCommand(program: Command, context: CommandContext): void {
  program
    .command('soak')
    .description('Contended edits by the ten thousand: no strong tag may lose one, and both oracles must agree on every loss.')
    .option('--edits <number>', 'acknowledged edits per strategy', '50000')
    .option('--slice <number>', 'of them on one server process; what the harness has to remember grows with it', String(defaultEditsPerSlice))
    .option('--strategies <names>', 'comma-separated names, or "all"', soakedStrategies)
    .option('--seed <number>', 'documents and scripts are drawn from it (default 1)')
    .option('--out <dir>', 'folder of the runs (default results/runs)')
    .action((flags: SoakFlags) => soak(flags, context))
}

async function soak(flags: SoakFlags, context: CommandContext): Promise<void> {
  const { settings, edits, editsPerSlice } = readFlags(flags)
  const print = (run: RunFile, path: string): number => {
    const figures = sumSlices(run.scenarios)
    const shortcomings = findShortcomings(figures, run.arms)
    context.stdout.write(formatSoak(run, figures, shortcomings, path))
    return exitCodeOfSoak(run, shortcomings)
  }
  const { run, path } = await runSoak({ settings, edits, editsPerSlice, resultsFolder: flags.out, context, printPartial: print })
  process.exitCode = print(run, path)
}

/** Throws one usage error that names everything wrong with the flags. */
function readFlags({ edits, slice, strategies, seed }: SoakFlags): Pick<SoakRequest, 'settings' | 'edits' | 'editsPerSlice'> {
  const problems = ([['--edits', edits, mostEdits], ['--slice', slice, mostEditsPerSlice]] as const).flatMap(([flag, text, most]) =>
    (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most ? [] : [`${flag} ${text}: give a whole number from 1 to ${most}`]))
  const slices = Math.ceil(Number(edits) / Number(slice))
  if (problems.length === 0 && slices > mostSlices) problems.push(`--slice ${slice}: ${slices} servers of each strategy would be started, at most ${mostSlices} make sense`)
  const chosen = { strategies, sizes: formatSize(soakSizeBytes), classes: 'none', references: 'none', scenarios: soakScenario }
  try {
    const { settings } = resolveSettings({ ...chosen, ...(seed !== undefined && { seed }) })
    if (problems.length === 0) return { settings, edits: Number(edits), editsPerSlice: Number(slice) }
  } catch (error) {
    if (!(error instanceof BenchError)) throw error
    problems.push(error.message)
  }
  throw new BenchError('usage', problems.join('\n'), 'npm run soak -- --help lists the flags')
}
