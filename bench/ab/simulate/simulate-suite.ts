import type { Random } from '../../stats/random.ts'
import { decideSuite } from '../design/decide.ts'
import type { CellEvidence } from '../design/evidence.ts'
import type { SequentialDesign } from '../design/sequential-design.ts'
import type { SuiteDecision } from '../design/suite-decision.ts'
import type { ResidualSource } from './residual-source.ts'

export interface SimulatedCell {
  readonly cell: string
  /** True change of head, as a fraction: 0.05 is 5 % slower. */
  readonly effect: number
  /** Standard deviation of its launches (log ratio). */
  readonly launchSd: number
}

export interface SimulatedSuite {
  readonly decision: SuiteDecision
  readonly evidence: readonly CellEvidence[]
  /** Launches until all was settled, and those of the confirmation. */
  readonly launches: number
  readonly confirmationLaunches: number
}

interface GrowingEvidence extends CellEvidence {
  readonly head: (number | null)[]
  readonly control: (number | null)[]
  readonly confirmation: (number | null)[]
  readonly confirmationControl: (number | null)[]
}

/** A whole suite on drawn launches, by the decision that a measured suite takes. */
export function simulateSuite(
  design: SequentialDesign,
  cells: readonly SimulatedCell[],
  source: ResidualSource,
  random: Random,
): SimulatedSuite {
  const evidence = cells.map(({ cell }) => growing(cell))
  for (;;) {
    const decision = decideSuite(design, evidence)
    const { step } = decision
    if (step.kind === 'done') {
      return { decision, evidence, launches: longest(evidence, 'head'), confirmationLaunches: longest(evidence, 'confirmation') }
    }
    const [head, control] = step.kind === 'launch' ? (['head', 'control'] as const) : (['confirmation', 'confirmationControl'] as const)
    const measured = new Set(step.cells)
    for (let launch = longest(evidence, head); launch < step.until; launch++) {
      const residuals = source.draw(random, cells.length)
      for (const [index, { cell, effect, launchSd }] of cells.entries()) {
        if (!measured.has(cell)) continue
        evidence[index]![head].push(Math.log1p(effect) + launchSd * residuals.head[index]!)
        evidence[index]![control].push(launchSd * residuals.control[index]!)
      }
    }
  }
}

function growing(cell: string): GrowingEvidence {
  return { cell, head: [], control: [], confirmation: [], confirmationControl: [], voidReason: null }
}

function longest(evidence: readonly GrowingEvidence[], phase: 'head' | 'confirmation'): number {
  return Math.max(0, ...evidence.map(cell => cell[phase].length))
}
