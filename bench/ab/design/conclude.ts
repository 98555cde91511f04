import { estimateLogRatio } from '../../stats/interval.ts'
import { smallestEffect } from '../simulate/smallest-effect.ts'
import { decideSuite } from './decide.ts'
import { validEffects } from './evidence.ts'
import type { CellEvidence, LaunchEffects } from './evidence.ts'
import type { SequentialDesign } from './sequential-design.ts'
import type { CellState, CellVerdict } from './suite-decision.ts'

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
    ...endOf(design, evidence, state),
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

function endOf(design: SequentialDesign, { cell, head }: CellEvidence, { status, unconfirmedAlarm, why }: CellState): Pick<CellVerdict, 'verdict' | 'unconfirmedAlarm' | 'why'> {
  if (status === 'alarmed') {
    const next = `run it again to its end (without --launches), or this cell alone: --cells ${cell}`
    return { verdict: 'cannot-tell', unconfirmedAlarm: true, why: `${why}, but the suite ended before ${design.confirmationLaunches} fresh ones could confirm it: ${next}` }
  }
  if (status !== 'open') return { verdict: status, unconfirmedAlarm, why }
  const valid = validEffects(head).length
  if (valid === 0) return { verdict: 'void', unconfirmedAlarm, why: 'no launch was valid' }
  const looks = `it is looked at after ${design.looks.slice(0, -1).join(', ')} and ${design.looks.at(-1)} launches`
  return { verdict: 'cannot-tell', unconfirmedAlarm, why: `the suite ended after ${valid} valid ${valid === 1 ? 'launch' : 'launches'}, before this was settled: ${looks}` }
}
