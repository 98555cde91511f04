import { estimateLogRatio } from '../../stats/interval.ts'
import { smallestEffect } from '../simulate/smallest-effect.ts'
import { decideSuite } from './decide.ts'
import { validEffects } from './evidence.ts'
import type { CellEvidence, LaunchEffects } from './evidence.ts'
import type { SequentialDesign } from './sequential-design.ts'
import type { CellState, CellVerdict, Verdict } from './suite-decision.ts'

/**
 * The verdicts of a suite, in the order of `cells`. Also of one that ended before it was done: what is still open or
 * unconfirmed then is `cannot-tell`, what has no valid launch at all is `void`.
 */
export function concludeSuite(design: SequentialDesign, cells: readonly CellEvidence[]): readonly CellVerdict[] {
  const { cells: states } = decideSuite(design, cells)
  return cells.map((evidence, index) => verdictOf(design, evidence, states[index]!, cells.length))
}

function verdictOf(design: SequentialDesign, evidence: CellEvidence, state: CellState, family: number): CellVerdict {
  const { head, control } = judgedLaunches(evidence, state)
  const screened = state.decidedAt ?? evidence.head.length
  return {
    cell: evidence.cell,
    ...endOf(evidence, state),
    effect: estimateLogRatio(validEffects(head), design.intervalLevel) ?? null,
    controlEffect: estimateLogRatio(validEffects(control), design.intervalLevel) ?? null,
    launches: validEffects(evidence.head, screened).length,
    confirmationLaunches: validEffects(evidence.confirmation).length,
    launchSd: state.launchSd,
    margin: state.margin,
    smallestEffect: state.launchSd === null ? null : smallestEffect(design, family, state.launchSd),
  }
}

/** The fresh launches of an alarm, because those that raised it overstate the change; else all that it was judged by. */
export function judgedLaunches(evidence: CellEvidence, state: CellState): { readonly head: LaunchEffects; readonly control: LaunchEffects } {
  if (validEffects(evidence.confirmation).length > 0) return { head: evidence.confirmation, control: evidence.confirmationControl }
  const screened = state.decidedAt ?? evidence.head.length
  return { head: evidence.head.slice(0, screened), control: evidence.control.slice(0, screened) }
}

function endOf(evidence: CellEvidence, { status, why }: CellState): { readonly verdict: Verdict; readonly why: string } {
  if (status === 'alarmed') return { verdict: 'cannot-tell', why: `${why}, but the suite ended before this was confirmed` }
  if (status !== 'open') return { verdict: status, why }
  const valid = validEffects(evidence.head).length
  return valid === 0
    ? { verdict: 'void', why: 'no launch was valid' }
    : { verdict: 'cannot-tell', why: `the suite ended after ${valid} valid launches, before this was settled` }
}
