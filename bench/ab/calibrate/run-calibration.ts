import { formatDuration } from '../../units.ts'
import type { AbFile } from '../ab-file.ts'
import { appendToCalibrationLog, readCalibrationLog } from './calibration-log.ts'
import type { CalibrationSuite } from './calibration-suite.ts'
import { judgeControlAsHead } from './control-as-head.ts'
import { recordSuite } from './record-suite.ts'

export interface SuiteToMeasure {
  readonly percent: number
  /** Another one for every suite: documents and orders are drawn from it. */
  readonly seed: number
}

export interface CalibrationRun {
  readonly logPath: string
  /** Suites to add. */
  readonly suites: number
  /** Injections to choose from, in per cent. */
  readonly percents: readonly number[]
  /** Names of the cells of each. */
  readonly cells: readonly string[]
  readonly harnessDirty: boolean | null
  /** Measures a whole suite, or throws. */
  readonly measure: (suite: SuiteToMeasure) => Promise<AbFile>
  /** Told, a line at a time, what begins and what came of it. */
  readonly announce: (line: string) => void
  readonly report: (line: string) => void
}

/**
 * Appends suites to the log, each as soon as it is whole: what throws, an interruption too, loses the suite under way and no
 * other. Each takes the injection that the log has fewest of, so that runs of a suite now and then even out.
 */
export async function runCalibration(run: CalibrationRun): Promise<void> {
  for (let index = 0; index < run.suites; index++) {
    const known = readCalibrationLog(run.logPath)
    const suite = { percent: nextInjection(known, run.percents, run.cells), seed: known.length + 1 }
    run.announce(`suite ${index + 1} of ${run.suites}: head is slowed by ${suite.percent} %, seed ${suite.seed}`)
    const recorded = recordSuite(await run.measure(suite), run.harnessDirty)
    appendToCalibrationLog(run.logPath, recorded)
    run.report(`${describeSuite(recorded)}; suite ${readCalibrationLog(run.logPath).length} of the log`)
  }
}

/** The one that fewest suites of these cells have; the first of several. Throws a RangeError without any. */
export function nextInjection(suites: readonly CalibrationSuite[], percents: readonly number[], cells: readonly string[]): number {
  const nameOf = (names: readonly string[]) => names.toSorted().join()
  const alike = suites.filter((suite) => nameOf(suite.cells.map(({ cell }) => cell)) === nameOf(cells))
  const counts = percents.map((percent) => alike.filter(({ injection }) => injection.percent === percent).length)
  const next = percents[counts.indexOf(Math.min(...counts))]
  if (next === undefined) throw new RangeError('no injection to choose from; give one at least, 0 for none')
  return next
}

function describeSuite(suite: CalibrationSuite): string {
  const { injection, cells, launches, confirmationLaunches, elapsedMs } = suite
  const counts = Object.entries(Object.groupBy(cells, ({ verdict }) => verdict)).map(([verdict, of]) => `${of?.length} ${verdict}`)
  const alarms = judgeControlAsHead(suite).filter(({ alarmed }) => alarmed).length
  const control = alarms === 0 ? 'no alarm' : `${alarms} alarmed`
  return `+${injection.percent} % in ${cells.length} cells: ${counts.join(', ')}; base-again as if it were head: ${control}; ` +
    `${launches} + ${confirmationLaunches} launches in ${formatDuration(elapsedMs)}`
}
