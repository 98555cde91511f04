import { binomialUpperBound } from '../../stats/binomial-bounds.ts'
import type { Random } from '../../stats/random.ts'
import type { SequentialDesign } from '../design/sequential-design.ts'
import type { ResidualSource } from './residual-source.ts'
import { simulateSuite } from './simulate-suite.ts'
import type { SimulatedSuite } from './simulate-suite.ts'

export interface FalseAlarmPlan {
  readonly design: SequentialDesign
  readonly source: ResidualSource
  readonly cells: number
  /** Launch standard deviations, given in turn to the cells of one suite after the other. */
  readonly launchSds: readonly number[]
  /** True change of every cell: 0 for A/A, or up to the minimum effect, which must not alarm either. */
  readonly effect: number
  readonly suites: number
}

/** Counts of suites, all of which should have passed. Plain data, safe in JSON. */
export interface FalseAlarms {
  readonly source: string
  readonly cells: number
  readonly launchSds: readonly number[]
  readonly effect: number
  readonly suites: number
  /** With an alarm in screening, confirmed or not. */
  readonly alarmed: number
  /** With a cell called regressed: a false alarm. */
  readonly regressed: number
  /** Upper 95 % bound (Clopper-Pearson) of the rate of the false alarms. */
  readonly regressedAtMost: number
  readonly improved: number
  readonly voided: number
  readonly cannotTell: number
  /** Screening launches of a suite, and launches of a cell, on average. */
  readonly meanLaunches: number
  readonly meanCellLaunches: number
}

/** Whole suites without a change that matters. `random` decides them all. */
export function countFalseAlarms(plan: FalseAlarmPlan, random: Random): FalseAlarms {
  const { design, source, cells, launchSds, effect, suites } = plan
  const counts = { alarmed: 0, regressed: 0, improved: 0, voided: 0, cannotTell: 0 }
  let launches = 0
  let cellLaunches = 0
  for (let suite = 0; suite < suites; suite++) {
    const simulated = Array.from({ length: cells }, (_, index) => {
      return { cell: `cell ${index + 1}`, effect, launchSd: launchSds[(suite * cells + index) % launchSds.length]! }
    })
    const ended = simulateSuite(design, simulated, source, random)
    count(counts, ended)
    launches += ended.launches
    cellLaunches += ended.evidence.reduce((sum, { head }) => sum + head.length, 0)
  }
  return {
    source: source.name,
    cells,
    launchSds,
    effect,
    suites,
    ...counts,
    regressedAtMost: binomialUpperBound(counts.regressed, suites),
    meanLaunches: launches / suites,
    meanCellLaunches: cellLaunches / suites / cells,
  }
}

/** The counts of several calls with one plan but for the number of suites. Throws a RangeError without any. */
export function sumFalseAlarms(parts: readonly FalseAlarms[]): FalseAlarms {
  const [first] = parts
  if (first === undefined) throw new RangeError('sum of no false-alarm counts; simulate a suite at least')
  const sum = (valueOf: (part: FalseAlarms) => number) => parts.reduce((total, part) => total + valueOf(part), 0)
  const suites = sum(part => part.suites)
  const regressed = sum(part => part.regressed)
  return {
    ...first,
    suites,
    alarmed: sum(part => part.alarmed),
    regressed,
    regressedAtMost: binomialUpperBound(regressed, suites),
    improved: sum(part => part.improved),
    voided: sum(part => part.voided),
    cannotTell: sum(part => part.cannotTell),
    meanLaunches: sum(part => part.meanLaunches * part.suites) / suites,
    meanCellLaunches: sum(part => part.meanCellLaunches * part.suites) / suites,
  }
}

type Counts = Record<'alarmed' | 'regressed' | 'improved' | 'voided' | 'cannotTell', number>

function count(counts: Counts, { decision, confirmationLaunches }: SimulatedSuite): void {
  const any = (status: string) => (decision.cells.some(cell => cell.status === status) ? 1 : 0)
  counts.alarmed += confirmationLaunches > 0 ? 1 : 0
  counts.regressed += any('regressed')
  counts.improved += any('improved')
  counts.voided += any('void')
  counts.cannotTell += any('cannot-tell')
}
