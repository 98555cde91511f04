import { binomialLowerBound } from '../../stats/binomial-bounds.ts'
import { estimateLogRatio, includes } from '../../stats/interval.ts'
import type { Random } from '../../stats/random.ts'
import { judgedLaunches } from '../design/conclude.ts'
import { validEffects } from '../design/evidence.ts'
import type { SequentialDesign } from '../design/sequential-design.ts'
import { simulateOneCell } from './one-cell.ts'
import type { ResidualSource } from './residual-source.ts'
import type { SimulatedSuite } from './simulate-suite.ts'

export interface PowerPlan {
  readonly design: SequentialDesign
  readonly source: ResidualSource
  /** Gating cells of the suite that the cell belongs to. */
  readonly family: number
  readonly effects: readonly number[]
  readonly launchSds: readonly number[]
  /** Simulations of each pair of effect and spread. */
  readonly suites: number
}

/** What became of a cell with this change and this spread. Fractions of `suites`; plain data, safe in JSON. */
export interface PowerPoint {
  readonly source: string
  readonly effect: number
  readonly launchSd: number
  readonly suites: number
  /** Called regressed, confirmation included. */
  readonly found: number
  /** Lower 95 % bound (Clopper-Pearson) of that. */
  readonly foundAtLeast: number
  /** Passed: a change of the margin, or the noisy margin, was ruled out. */
  readonly passed: number
  readonly cannotTell: number
  readonly voided: number
  /** Screening launches of this cell, on average. */
  readonly meanLaunches: number
  /** How often the interval that is printed held the true ratio, and how often it would without stopping early. */
  readonly intervalCoverage: number
  readonly nominalCoverage: number
}

export function powerCurve(plan: PowerPlan, random: Random): PowerPoint[] {
  return plan.launchSds.flatMap(launchSd => plan.effects.map(effect => powerPoint(plan, effect, launchSd, random)))
}

function powerPoint(plan: PowerPlan, effect: number, launchSd: number, random: Random): PowerPoint {
  const { design, source, family, suites } = plan
  const stream = random.fork(`${source.name} ${effect} ${launchSd}`)
  const ended = Array.from({ length: suites }, () => outcomeOf(design, effect, simulateOneCell(design, family, { effect, launchSd }, source, stream)))
  const shareOf = (holds: (outcome: Outcome) => boolean) => ended.filter(holds).length / suites
  const found = ended.filter(({ status }) => status === 'regressed').length
  return {
    source: source.name,
    effect,
    launchSd,
    suites,
    found: found / suites,
    foundAtLeast: binomialLowerBound(found, suites),
    passed: shareOf(({ status }) => status === 'no-change' || status === 'improved'),
    cannotTell: shareOf(({ status }) => status === 'cannot-tell'),
    voided: shareOf(({ status }) => status === 'void'),
    meanLaunches: ended.reduce((sum, { launches }) => sum + launches, 0) / suites,
    intervalCoverage: shareOf(({ held }) => held),
    nominalCoverage: ended.reduce((sum, { coverage }) => sum + coverage, 0) / suites,
  }
}

interface Outcome {
  readonly status: string
  readonly launches: number
  readonly held: boolean
  readonly coverage: number
}

function outcomeOf(design: SequentialDesign, effect: number, { decision, evidence, launches }: SimulatedSuite): Outcome {
  const state = decision.cells[0]!
  const estimate = estimateLogRatio(validEffects(judgedLaunches(evidence[0]!, state).head), design.intervalLevel)
  const coverage = estimate?.kind === 'interval' ? estimate.coverage : 1
  return { status: state.status, launches, held: includes(estimate, 1 + effect), coverage }
}
