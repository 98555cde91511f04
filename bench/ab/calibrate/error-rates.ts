import { binomialLowerBound, binomialUpperBound } from '../../stats/binomial-bounds.ts'
import { median } from '../../stats/median.ts'
import type { CalibrationCell, CalibrationSuite } from './calibration-suite.ts'
import type { ControlVerdict } from './control-as-head.ts'
import { judgeControlAsHead } from './control-as-head.ts'

/** Alarms where nothing was changed. Plain data, safe in JSON. */
export interface FalseAlarmRate {
  /** What was judged. */
  readonly of: 'head' | 'base-again' | 'either'
  readonly unit: 'cells' | 'suites'
  readonly trials: number
  /** In the screening, confirmed or not. */
  readonly alarmed: number
  readonly regressed: number
  /** Upper 95 % bounds (Clopper-Pearson) of both rates; null without a trial. */
  readonly alarmedAtMost: number | null
  readonly regressedAtMost: number | null
}

/** What became of cells that were slowed by `percent`. Plain data, safe in JSON. */
export interface DetectionRate {
  readonly percent: number
  readonly suites: number
  /** All that were measured, void ones too. */
  readonly cells: number
  readonly found: number
  /** Lower 95 % bound (Clopper-Pearson). */
  readonly foundAtLeast: number
  readonly passed: number
  readonly cannotTell: number
  readonly voided: number
  /** Median over cells of the effect as printed, a fraction: whether head was slowed by as much as was meant. Null: none. */
  readonly medianEffect: number | null
  /** Median over cells of the launches before confirmation. */
  readonly medianLaunches: number
}

/**
 * Without an injection head is judged as in any suite. base-again is A/A in every suite; it is judged as head would be, where
 * there were launches enough, and an alarm that no fresh launches could confirm counts as regressed. `either`: a suite counts
 * once, for both share their base. Cells of a suite share launches, so the bounds of cells take them for more than they are.
 */
export function falseAlarmRates(suites: readonly CalibrationSuite[]): readonly FalseAlarmRate[] {
  const judged = suites.map((suite) => ({ head: suite.injection.percent === 0 ? suite.cells.map(judgeHead) : [], control: judgeControlAsHead(suite) }))
  const quiet = judged.filter(({ head }) => head.length > 0)
  return [
    rateOf('head', 'cells', judged.flatMap(({ head }) => head)),
    rateOf('head', 'suites', quiet.map(({ head }) => anyOf(head))),
    rateOf('base-again', 'cells', judged.flatMap(({ control }) => control.filter(({ unsettled }) => !unsettled))),
    rateOf('base-again', 'suites', judged.map(({ control }) => anyOf(control))),
    rateOf('either', 'suites', judged.map(({ head, control }) => anyOf([...head, ...control]))),
  ]
}

type Judged = Pick<ControlVerdict, 'alarmed' | 'regressed'>

function judgeHead({ confirmationLaunches, verdict }: CalibrationCell): Judged {
  return { alarmed: confirmationLaunches > 0 || verdict === 'regressed', regressed: verdict === 'regressed' }
}

function anyOf(cells: readonly Judged[]): Judged {
  return { alarmed: cells.some(({ alarmed }) => alarmed), regressed: cells.some(({ regressed }) => regressed) }
}

function rateOf(of: FalseAlarmRate['of'], unit: FalseAlarmRate['unit'], judged: readonly Judged[]): FalseAlarmRate {
  const trials = judged.length
  const alarmed = judged.filter((each) => each.alarmed).length
  const regressed = judged.filter((each) => each.regressed).length
  const atMost = (count: number) => (trials === 0 ? null : binomialUpperBound(count, trials))
  return { of, unit, trials, alarmed, regressed, alarmedAtMost: atMost(alarmed), regressedAtMost: atMost(regressed) }
}

/** By injection, ascending, over the cells that are asked for; injections without such a cell are left out. */
export function detectionRates(suites: readonly CalibrationSuite[], counts: (cell: CalibrationCell) => boolean = () => true): readonly DetectionRate[] {
  const percents = [...new Set(suites.map(({ injection }) => injection.percent))].filter((percent) => percent > 0).toSorted((a, b) => a - b)
  return percents.flatMap((percent) => {
    const own = suites.filter(({ injection }) => injection.percent === percent)
    const cells = own.flatMap((suite) => suite.cells).filter(counts)
    return cells.length === 0 ? [] : [rateOfInjection(percent, own.length, cells)]
  })
}

function rateOfInjection(percent: number, suites: number, cells: readonly CalibrationCell[]): DetectionRate {
  const countOf = (...verdicts: readonly CalibrationCell['verdict'][]) => cells.filter(({ verdict }) => verdicts.includes(verdict)).length
  const found = countOf('regressed')
  const effects = cells.flatMap(({ effect }) => (effect === null ? [] : [effect.point - 1]))
  return {
    percent,
    suites,
    cells: cells.length,
    found,
    foundAtLeast: binomialLowerBound(found, cells.length),
    passed: countOf('no-change', 'improved'),
    cannotTell: countOf('cannot-tell'),
    voided: countOf('void'),
    medianEffect: effects.length === 0 ? null : median(effects),
    medianLaunches: median(cells.map(({ launches }) => launches)),
  }
}
