import { setImmediate } from 'node:timers/promises'
import type { Command } from 'commander'
import { defaultDesign } from '../ab/design/sequential-design.ts'
import { loadRecordedSuites } from '../ab/simulate/recorded-suites.ts'
import { recordedSource, recordedSpreads } from '../ab/simulate/recorded-source.ts'
import { contaminatedSource, normalSource } from '../ab/simulate/residual-source.ts'
import { defaultAxes, simulationParts } from '../ab/simulate/simulate-gate.ts'
import type { GateSimulation, GateSimulationPlan } from '../ab/simulate/simulate-gate.ts'
import { simulationTable } from '../ab/simulate/simulation-table.ts'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'

interface SimulateFlags {
  readonly suites: string
  readonly simulations: string
  readonly seed: string
  readonly json?: boolean
}

export function addCalibrateCommand(program: Command, context: CommandContext): void {
  const calibrate = program.command('calibrate').description('How often is the gate of npm run ab wrong? Both of its error rates.')
  calibrate
    .command('simulate')
    .description('Suites of 15 cells on drawn launches: false alarms, slowdowns found, coverage of the intervals. Takes minutes, measures nothing.')
    .argument('[files...]', 'suite files (ab.json): draw from their launches, not from normal ones')
    .option('--suites <number>', 'A/A suites of each kind of launches', '100000')
    .option('--simulations <number>', 'of each change at each spread', '2000')
    .option('--seed <number>', 'everything is drawn from it', '1')
    .option('--json', 'print the figures to stdout instead of the tables')
    .action((files: readonly string[], flags: SimulateFlags) => simulate(files, flags, context))
}

async function simulate(files: readonly string[], flags: SimulateFlags, context: CommandContext): Promise<void> {
  const counts = readFlags(flags)
  const plan = { ...defaultAxes, ...counts, design: defaultDesign, ...(await launchesOf(files)), boundarySuites: Math.ceil(counts.suites / 5) }
  const simulation = await runParts(plan, context)
  context.stdout.write(flags.json === true ? `${JSON.stringify(simulation)}\n` : `${simulationTable(simulation).join('\n')}\n`)
}

async function runParts(plan: GateSimulationPlan, { signal, stderr }: CommandContext): Promise<GateSimulation> {
  const parts = simulationParts(plan)
  for (;;) {
    const part = parts.next()
    if (part.done === true) return part.value
    stderr.write(`${part.value}\n`)
    await setImmediate(undefined, { signal })
  }
}

/** Without files three kinds of launches; with files theirs, and in suites without a change their spreads, too. */
async function launchesOf(files: readonly string[]): Promise<Pick<GateSimulationPlan, 'sources' | 'quietSuiteSds'>> {
  const { quietSuiteSds } = defaultAxes
  if (files.length === 0) return { sources: [normalSource(), normalSource(0.5), contaminatedSource(0.05, 5)], quietSuiteSds }
  const suites = await loadRecordedSuites(files)
  try {
    return { sources: [recordedSource('recorded', suites)], quietSuiteSds: recordedSpreads(suites) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new BenchError('usage', error.message, 'give suites with four valid launches or more', { cause: error })
  }
}

/** Throws one usage error that names everything wrong with the flags. */
function readFlags({ suites, simulations, seed }: SimulateFlags): Pick<GateSimulationPlan, 'suites' | 'powerSuites' | 'seed'> {
  const problems = Object.entries({ '--suites': suites, '--simulations': simulations, '--seed': seed }).flatMap(([flag, text]) =>
    (/^[1-9]\d{0,8}$/.test(text) ? [] : [`${flag} ${text}: give a whole number of at least 1`]))
  if (problems.length > 0) throw new BenchError('usage', problems.join('\n'), 'npm run calibrate -- simulate --help lists the flags')
  return { suites: Number(suites), powerSuites: Number(simulations), seed: Number(seed) }
}
