import { estimateLogRatio } from '../stats/interval.ts'
import { validEffects } from './design/evidence.ts'
import type { CellEvidence } from './design/evidence.ts'
import type { CellVerdict } from './design/suite-decision.ts'

export const smokeLaunches = 8
/** Fewer say nothing, however far they lie from 1. */
const leastLaunches = 6
export const grossChange = 0.2
/** No launch begins that would end later, if it takes as long as the one before: with the exact gates a smoke run takes at most three minutes. */
export const smokeDeadlineMs = 160_000

/** A quick look can only say "gross change of 20 % or more", where every launch shows it, or "cannot tell". */
export function concludeSmoke(cells: readonly CellEvidence[]): readonly CellVerdict[] {
  return cells.map((cell) => {
    const head = validEffects(cell.head)
    const control = validEffects(cell.control)
    const isGross = (effects: readonly number[], sign: 1 | -1) =>
      effects.length >= leastLaunches && effects.every((effect) => effect * sign >= Math.log(1 + grossChange))
    const common = {
      cell: cell.cell,
      effect: estimateLogRatio(head) ?? null,
      controlEffect: estimateLogRatio(control) ?? null,
      launches: head.length,
      confirmationLaunches: 0,
      launchSd: null,
      margin: grossChange,
      smallestEffect: null,
      unconfirmedAlarm: false,
    }
    const { voidReason } = cell
    if (voidReason !== null) return { ...common, verdict: 'void', why: voidReason }
    if (isGross(control, 1) || isGross(control, -1)) return { ...common, verdict: 'void', why: 'base-again differs grossly from base' }
    const why = `gross change of ${grossChange * 100} % or more: all ${head.length} launches show it`
    if (isGross(head, 1)) return { ...common, verdict: 'regressed', why }
    if (isGross(head, -1)) return { ...common, verdict: 'improved', why }
    return { ...common, verdict: 'cannot-tell', why: `a smoke run only sees changes of ${grossChange * 100} % or more` }
  })
}
