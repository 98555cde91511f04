import { median } from '../../stats/median.ts'
import { BenchError } from '../../errors.ts'
import type { CalibrationCell, CalibrationSuite } from './calibration-suite.ts'
import type { DetectionRate, FalseAlarmRate } from './error-rates.ts'
import { detectionRates, falseAlarmRates } from './error-rates.ts'

/** What a log says. Plain data, safe in JSON. */
export interface CalibrationReport {
  readonly suites: number
  /** Of the log, but decided by other rules than the last whole suite, or ended before the last look by --launches. */
  readonly leftOut: number
  readonly commits: readonly string[]
  /** Each machine once. */
  readonly machines: readonly string[]
  readonly elapsedMs: { readonly median: number; readonly longest: number }
  readonly falseAlarms: readonly FalseAlarmRate[]
  readonly detection: readonly DetectionRate[]
  /** The same of cells that are calm enough to gate at the margin: their launch sd is at most `noisyLaunchSd`. */
  readonly calmDetection: readonly DetectionRate[]
  readonly noisyLaunchSd: number
  readonly spreads: readonly CellSpread[]
}

/** Launch standard deviations of one cell over its suites; null where no suite has enough launches. */
export interface CellSpread {
  readonly cell: string
  readonly suites: number
  readonly medianSd: number | null
  readonly largestSd: number | null
}

/**
 * Suites whose errors can be counted together: whole ones by the rules of the last of them. Throws a usage error when there
 * is none.
 */
export function comparableSuites(suites: readonly CalibrationSuite[]): readonly CalibrationSuite[] {
  const whole = suites.filter(({ settings: { mode, mostLaunches, design } }) => mode === 'gate' && mostLaunches >= design.looks.at(-1)!)
  const last = whole.at(-1)
  if (last === undefined) throw new BenchError('usage', 'the log has no whole suite', 'npm run calibrate -- run makes one; it takes about 20 minutes')
  const rules = rulesOf(last)
  return whole.filter((suite) => rulesOf(suite) === rules)
}

/** Which pairs count is a rule too: in older suites, which do not tell the disturbed ones, those counted as others do. */
function rulesOf({ settings, disturbedPairs }: CalibrationSuite): string {
  return JSON.stringify({ design: settings.design, leavesDisturbedOut: disturbedPairs !== undefined })
}

/** Throws a usage error when the log has no whole suite. */
export function calibrationReport(log: readonly CalibrationSuite[]): CalibrationReport {
  const suites = comparableSuites(log)
  const { noisyLaunchSd } = suites[0]!.settings.design
  const isCalm = ({ launchSd }: CalibrationCell) => launchSd !== null && launchSd <= noisyLaunchSd
  const elapsed = suites.map(({ elapsedMs }) => elapsedMs)
  return {
    suites: suites.length,
    leftOut: log.length - suites.length,
    commits: [...new Set(suites.map(({ commit }) => commit ?? 'unknown'))],
    machines: [...new Set(suites.map(({ environment: { cpuModel, cores, node } }) => `${cpuModel}, ${cores} cores, Node ${node}`))],
    elapsedMs: { median: median(elapsed), longest: Math.max(...elapsed) },
    falseAlarms: falseAlarmRates(suites),
    detection: detectionRates(suites),
    calmDetection: detectionRates(suites, isCalm),
    noisyLaunchSd,
    spreads: spreadsOf(suites.flatMap(({ cells }) => cells)),
  }
}

function spreadsOf(cells: readonly CalibrationCell[]): readonly CellSpread[] {
  return [...Map.groupBy(cells, ({ cell }) => cell)].map(([cell, own]) => {
    const sds = own.flatMap(({ launchSd }) => launchSd ?? [])
    return { cell, suites: own.length, medianSd: sds.length === 0 ? null : median(sds), largestSd: sds.length === 0 ? null : Math.max(...sds) }
  })
}
