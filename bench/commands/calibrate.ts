import { existsSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Command } from 'commander'
import { resolveAbPlan } from '../ab/ab-options.ts'
import type { AbFlags, AbPlan } from '../ab/ab-options.ts'
import { git } from '../ab/build/repository.ts'
import { defaultCalibrationLog, prepareCalibrationLog, readCalibrationLog } from '../ab/calibrate/calibration-log.ts'
import { calibrationReport, comparableSuites } from '../ab/calibrate/calibration-report.ts'
import { evidenceOf } from '../ab/calibrate/calibration-suite.ts'
import { calibrationTable } from '../ab/calibrate/calibration-table.ts'
import { drawableLaunches } from '../ab/calibrate/drawable-launches.ts'
import { runCalibration } from '../ab/calibrate/run-calibration.ts'
import type { SuiteToMeasure } from '../ab/calibrate/run-calibration.ts'
import type { CellEvidence } from '../ab/design/evidence.ts'
import { defaultDesign } from '../ab/design/sequential-design.ts'
import type { SequentialDesign } from '../ab/design/sequential-design.ts'
import { runAb } from '../ab/run-ab.ts'
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

interface ReportFlags extends SimulateFlags {
  readonly log: string
  /** False with --no-simulation. */
  readonly simulation: boolean
}

interface RunFlags extends Pick<AbFlags, 'cells' | 'launches' | 'pairs' | 'warmup' | 'burst' | 'config' | 'out'> {
  readonly suites: string
  readonly inject: string
  readonly log: string
}

export function addCalibrateCommand(program: Command, context: CommandContext): void {
  const calibrate = program.command('calibrate').description('How often is the gate of npm run ab wrong? Both of its error rates.')
  calibrate
    .command('run')
    .description('Real suites of HEAD against itself, head slowed by a known share: about 20 minutes each, appended to the log. Ctrl-C keeps what is whole.')
    .option('--suites <number>', 'to add to the log', '1')
    .option('--inject <percents>', 'per cent of the CPU per request; each suite takes the one that the log has fewest of', '0,3,5,8,12')
    .option('--cells <cells>', 'by name: sha256/10kB/304,version/10kB/put (default: those of ab)')
    .option('--log <file>', 'a line for each suite', defaultCalibrationLog)
    .option('--out <dir>', 'folder of the raw suite files (default results/ab)')
    .option('--config <file>', 'as of ab')
    .option('--launches <number>', 'end after so many launches; the report leaves such suites out')
    .option('--pairs <number>', 'as of ab')
    .option('--warmup <duration>', 'as of ab')
    .option('--burst <duration>', 'as of ab')
    .action((flags: RunFlags) => measure(flags, context))
  withSimulationFlags(calibrate.command('report'))
    .description('Both error rates of the suites in the log, with bounds, and of suites simulated on launches drawn from them. Minutes, for the simulation.')
    .option('--log <file>', 'of calibrate run', defaultCalibrationLog)
    .option('--no-simulation', 'only what was measured')
    .action((flags: ReportFlags) => report(flags, context))
  withSimulationFlags(calibrate.command('simulate'))
    .description('Suites of 15 cells on drawn launches: false alarms, slowdowns found, coverage of the intervals. Takes minutes, measures nothing.')
    .argument('[files...]', 'suites (ab.json, or their folders): draw from their launches, not from normal ones')
    .action((files: readonly string[], flags: SimulateFlags) => simulate(files, flags, context))
}

function withSimulationFlags(command: Command): Command {
  return command
    .option('--suites <number>', 'A/A suites of each kind of launches', '100000')
    .option('--simulations <number>', 'of each change at each spread', '2000')
    .option('--seed <number>', 'everything is drawn from it', '1')
    .option('--json', 'print the figures to stdout instead of the tables')
}

async function measure(flags: RunFlags, context: CommandContext): Promise<void> {
  const { suites, inject, log: logPath, out, ...ab } = flags
  const percents = [...new Set(inject.split(',').map((text) => text.trim()))]
  failOn('run', [
    ...wholeNumberProblems({ '--suites': suites }),
    ...percents.flatMap((text) => (/^\d{1,2}(\.\d+)?$/.test(text) ? [] : [`--inject ${text}: give per cents below 100, such as 0,5,8`])),
  ])
  const planOf = (seed: number) => resolveAbPlan({ ...ab, seed: String(seed), base: 'HEAD', head: 'HEAD', exact: false })
  const cells = cellsThatCanBeSlowed(await planOf(1))
  prepareCalibrationLog(logPath)
  const { stdout, stderr } = context
  const before = readCalibrationLog(logPath).length
  try {
    await runCalibration({
      logPath,
      suites: Number(suites),
      percents: percents.map(Number),
      cells,
      harnessDirty: await isHarnessDirty(),
      announce: (line) => void stderr.write(`${line}\n`),
      report: (line) => void stdout.write(`${line}\n`),
      measure: async ({ percent, seed }: SuiteToMeasure) => {
        const request = { plan: await planOf(seed), resultsFolder: out, context, injectPercent: percent, printPartial: () => {} }
        return (await runAb(request)).file
      },
    })
  } catch (error) {
    stderr.write(`${readCalibrationLog(logPath).length - before} of ${suites} suites were added to ${logPath}; the one under way is not whole\n`)
    throw error
  }
}

/** Throws a usage error where head could not be slowed class by class. */
function cellsThatCanBeSlowed({ comparison, settings: { cells } }: AbPlan): readonly string[] {
  const mixed = [...Map.groupBy(cells, ({ strategy }) => strategy)].find(([, own]) => new Set(own.map(({ sizeBytes }) => sizeBytes)).size > 1)
  if (mixed !== undefined) throw new BenchError('usage', `cells of ${mixed[0]} have several sizes: head is slowed by class, so give each strategy one`, 'name others with --cells')
  const isForeign = comparison.kind === 'commands' || comparison.command !== null
  if (isForeign) throw new BenchError('usage', 'bench.config.json names a command: only servers of this project can be slowed', 'name another file with --config')
  return cells.map(({ name }) => name)
}

/** Results aside, of which the log itself is one. Null outside a checkout. */
async function isHarnessDirty(): Promise<boolean | null> {
  try {
    return (await git(import.meta.dirname, ['status', '--porcelain', '--', ':/', ':(top,exclude)results'])) !== ''
  } catch {
    return null
  }
}

async function report(flags: ReportFlags, context: CommandContext): Promise<void> {
  const counts = readFlags('report', flags)
  if (!existsSync(flags.log)) throw new BenchError('usage', `${flags.log}: there is no such log`, 'npm run calibrate -- run makes one; a suite takes about 20 minutes')
  const log = readCalibrationLog(flags.log)
  const measured = calibrationReport(log)
  const isText = flags.json !== true
  if (isText) context.stdout.write(`${calibrationTable(measured).join('\n')}\n`)
  const suites = comparableSuites(log)
  const launches = () => ({ ...drawnFrom(suites.flatMap(drawableLaunches), suites[0]!.settings.design), quietSuiteSds: recordedSpreads(suites.map(evidenceOf)) })
  const simulation = flags.simulation ? await simulateOn(launches(), counts, context) : null
  if (!isText) context.stdout.write(`${JSON.stringify({ ...measured, simulation })}\n`)
  else if (simulation !== null) context.stdout.write(`\nSimulated, on launches drawn from this log\n\n${simulationTable(simulation).join('\n')}\n`)
}

async function simulate(files: readonly string[], flags: SimulateFlags, context: CommandContext): Promise<void> {
  const counts = readFlags('simulate', flags)
  const simulation = await simulateOn(launchesOf(files), counts, context)
  context.stdout.write(flags.json === true ? `${JSON.stringify(simulation)}\n` : `${simulationTable(simulation).join('\n')}\n`)
}

type Counts = Pick<GateSimulationPlan, 'suites' | 'powerSuites' | 'seed'>
type Launches = Pick<GateSimulationPlan, 'design' | 'sources' | 'quietSuiteSds'>

async function simulateOn(launches: Launches, counts: Counts, { signal, stderr }: CommandContext): Promise<GateSimulation> {
  const parts = simulationParts({ ...defaultAxes, ...counts, ...launches, boundarySuites: Math.ceil(counts.suites / 5) })
  for (;;) {
    const part = parts.next()
    if (part.done === true) return part.value
    stderr.write(`${part.value}\n`)
    await setImmediate(undefined, { signal })
  }
}

/** Without files three kinds of launches; with files theirs, and in suites without a change their spreads, too. */
function launchesOf(files: readonly string[]): Launches {
  const { quietSuiteSds } = defaultAxes
  if (files.length === 0) return { sources: [normalSource(), normalSource(0.5), contaminatedSource(0.05, 5)], quietSuiteSds, design: defaultDesign }
  return drawnFrom(loadRecordedSuites(files), defaultDesign)
}

function drawnFrom(suites: readonly (readonly CellEvidence[])[], design: SequentialDesign): Launches {
  try {
    return { sources: [recordedSource('recorded', suites)], quietSuiteSds: recordedSpreads(suites), design }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new BenchError('usage', error.message, 'give suites with four valid launches or more', { cause: error })
  }
}

/** Throws one usage error that names everything wrong with the flags. */
function readFlags(command: 'report' | 'simulate', { suites, simulations, seed }: SimulateFlags): Counts {
  failOn(command, wholeNumberProblems({ '--suites': suites, '--simulations': simulations, '--seed': seed }))
  return { suites: Number(suites), powerSuites: Number(simulations), seed: Number(seed) }
}

function wholeNumberProblems(flags: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(flags).flatMap(([flag, text]) => (/^[1-9]\d{0,8}$/.test(text) ? [] : [`${flag} ${text}: give a whole number of at least 1`]))
}

function failOn(command: 'run' | 'report' | 'simulate', problems: readonly string[]): void {
  if (problems.length > 0) throw new BenchError('usage', problems.join('\n'), `npm run calibrate -- ${command} --help lists the flags`)
}
