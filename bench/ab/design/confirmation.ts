import { nonInferiorityP, regressionP } from './cell-tests.ts'
import { validEffects } from './evidence.ts'
import type { CellEvidence } from './evidence.ts'
import { percentText } from './percent-text.ts'
import type { SequentialDesign } from './sequential-design.ts'
import type { CellState } from './suite-decision.ts'

/**
 * How many fresh launches have to have been made before this alarm can be judged: as many as planned, and for void ones
 * as many again at most.
 */
export function confirmationUntil(design: SequentialDesign, { confirmation }: CellEvidence): number {
  const planned = design.confirmationLaunches
  const lacking = planned - validEffects(confirmation).length
  return Math.max(planned, Math.min(2 * planned, confirmation.length + lacking))
}

/** What the fresh launches, and they alone, make of an alarm. */
export function confirmedState(design: SequentialDesign, state: CellState, evidence: CellEvidence): CellState {
  const head = validEffects(evidence.confirmation)
  const control = validEffects(evidence.confirmationControl)
  const { minimumEffect, confirmationAlpha } = design
  const alarm = `an alarm after ${state.decidedAt} launches`
  if (2 ** -head.length > confirmationAlpha) {
    return { ...state, status: 'void', unconfirmedAlarm: true, why: `${alarm} has only ${head.length} valid fresh launches to confirm it` }
  }
  if (regressionP(control, minimumEffect) <= confirmationAlpha) {
    return { ...state, status: 'void', unconfirmedAlarm: true, why: `${alarm}, but in ${head.length} fresh launches the same build was slower than itself` }
  }
  const fresh = `${head.length} fresh ones`
  if (regressionP(head, minimumEffect) <= confirmationAlpha) return { ...state, status: 'regressed', why: `${state.why} and again in ${fresh}` }
  const unseen = `${alarm} did not show again in ${fresh}`
  return nonInferiorityP(head, state.margin) <= Math.max(...design.nonInferiorityAlphas)
    ? { ...state, status: 'no-change', why: `${unseen}, which rule out ${percentText(state.margin)}` }
    : { ...state, status: 'cannot-tell', why: unseen }
}
