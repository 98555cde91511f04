import type { Command } from 'commander'
import { readRunFile } from '../archive/read-run-file.ts'
import type { CommandContext } from '../cli.ts'
import { findObstacles } from '../compare/comparability.ts'
import { compareRuns } from '../compare/compare-runs.ts'
import { formatComparison } from '../compare/comparison-table.ts'
import { BenchError } from '../errors.ts'

interface CompareFlags {
  readonly force?: boolean
  readonly failOnCannotTell?: boolean
  readonly json?: boolean
}

export function addCompareCommand(program: Command, context: CommandContext): void {
  program
    .command('compare')
    .description('Holds two run files against each other: gross changes of CPU, exact ones of bytes. For smaller ones: ab.')
    .argument('<base>', 'a run.json, or the folder that it is in, such as results/baseline')
    .argument('<head>', 'the run that is judged')
    .option('--force', 'compare what should not be: other machine, runtime, payload or options')
    .option('--fail-on-cannot-tell', 'exit code 3 where a cell cannot be told')
    .option('--json', 'print the comparison as JSON')
    .action((base: string, head: string, flags: CompareFlags) => compare(base, head, flags, context))
}

function compare(basePath: string, headPath: string, { force = false, failOnCannotTell = false, json = false }: CompareFlags, { stdout }: CommandContext): void {
  const [base, head] = [readRunFile(basePath), readRunFile(headPath)]
  const obstacles = findObstacles(base, head)
  if (obstacles.length > 0 && !force) {
    throw new BenchError('usage', `these runs cannot be compared:\n${obstacles.map((obstacle) => `- ${obstacle}`).join('\n')}`, 'measure both on one machine with the same options; --force compares them all the same')
  }
  const comparison = compareRuns(base, head, obstacles, failOnCannotTell)
  if (comparison.cells.length === 0) {
    throw new BenchError('void', `nothing was compared: no cell has a valid figure in both runs${comparison.notCompared.length === 0 ? '' : ` (${comparison.notCompared.length} in one of them)`}`, 'give runs that share strategies, sizes and classes, and that are not void there')
  }
  stdout.write(json ? `${JSON.stringify(comparison)}\n` : formatComparison(comparison))
  process.exitCode = comparison.exitCode
}
