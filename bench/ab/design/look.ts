import { holmAdjusted } from '../../stats/holm.ts'
import { improvementP, movedP, nonInferiorityP, regressionP } from './cell-tests.ts'
import { validEffects } from './evidence.ts'
import type { CellEvidence } from './evidence.ts'
import { launchSpread } from './launch-spread.ts'
import { percentText } from './percent-text.ts'
import type { SequentialDesign } from './sequential-design.ts'
import { suiteControlMoved } from './suite-control.ts'
import type { CellState } from './suite-decision.ts'

/** One cell at one look: its state before, and the launches that count. */
interface Seen {
  readonly state: CellState
  readonly head: readonly number[]
  readonly control: readonly number[]
}

/**
 * The states after look number `look` (0-based), which every open cell has reached. Settled and alarmed cells stay as
 * they are; `states` and `cells` have the same order.
 */
export function lookAt(
  design: SequentialDesign,
  look: number,
  cells: readonly CellEvidence[],
  states: readonly CellState[],
): CellState[] {
  const launches = design.looks[look]!
  const seen = states.map((state, index) => seenAt(design, look, state, cells[index]!))
  if (suiteControlMoved(design, cells, launches)) {
    const why = 'the control moved in all cells together: the same build was slower or faster than itself'
    return seen.map(({ state }) => settled(state, 'void', launches, why))
  }
  const share = design.alphaShares[look]!
  const moved = rejected(seen, ({ control }) => movedP(control, design.minimumEffect), design.controlAlpha * share)
  const alarmed = rejected(seen, ({ head }) => regressionP(head, design.minimumEffect), design.familyAlpha * share)
  return seen.map((cell, index) => {
    if (moved[index]) return settled(cell.state, 'void', launches, 'its control moved: the same build was slower or faster than itself')
    if (alarmed[index]) return settled(cell.state, 'alarmed', launches, slowerText(design, launches))
    return passedOrOpen(design, look, cell)
  })
}

function seenAt(design: SequentialDesign, look: number, state: CellState, evidence: CellEvidence): Seen {
  if (state.status !== 'open') return { state, head: [], control: [] }
  const launches = design.looks[look]!
  const head = validEffects(evidence.head, launches)
  const control = validEffects(evidence.control, launches)
  return { state: look === 0 ? withSpread(design, state, launchSpread(head, control)) : state, head, control }
}

/** Whether a cell is noisy is settled at the first look, by a spread that no change of head can touch. */
function withSpread(design: SequentialDesign, state: CellState, launchSd: number | undefined): CellState {
  return { ...state, launchSd: launchSd ?? null, noisy: launchSd === undefined || launchSd > design.noisyLaunchSd }
}

/**
 * Which open cells Holm rejects at `level`. The family is every cell that has not been rejected before: cells that
 * passed stay in it, alarms leave their level to the others (Maurer & Bretz 2013, Multiple Testing in Group Sequential
 * Trials Using Graphical Approaches).
 */
function rejected(seen: readonly Seen[], pValueOf: (cell: Seen) => number, level: number): boolean[] {
  if (level === 0) return seen.map(() => false)
  const family = seen.filter(({ state }) => state.status !== 'alarmed')
  const adjusted = holmAdjusted(family.map(cell => (cell.state.status === 'open' ? pValueOf(cell) : 1)))
  const rejects = new Set(family.filter((_, index) => adjusted[index]! <= level))
  return seen.map(cell => rejects.has(cell))
}

function passedOrOpen(design: SequentialDesign, look: number, { state, head }: Seen): CellState {
  if (state.status !== 'open') return state
  const launches = design.looks[look]!
  const last = look === design.looks.length - 1
  const margins = last && state.noisy ? [design.margin, design.noisyMargin] : [design.margin]
  const ruledOut = margins.find(margin => nonInferiorityP(head, margin) <= design.nonInferiorityAlphas[look]!)
  if (ruledOut !== undefined) return passed(design, { ...state, margin: ruledOut }, head, launches)
  return last ? undecided(design, { ...state, margin: margins.at(-1)! }, head, launches) : state
}

function passed(design: SequentialDesign, state: CellState, head: readonly number[], launches: number): CellState {
  if (improvementP(head, design.minimumEffect) <= design.improvementAlpha) {
    return settled(state, 'improved', launches, `faster by more than ${percentText(design.minimumEffect)} in ${launches} launches`)
  }
  const ruledOut = `a slowdown of ${percentText(state.margin)} or more is ruled out after ${launches} launches`
  return settled(state, 'no-change', launches, `${ruledOut}${state.margin > design.margin ? ' (a noisy cell)' : ''}`)
}

function undecided(design: SequentialDesign, state: CellState, head: readonly number[], launches: number): CellState {
  if (head.length < design.looks[0]!) {
    return settled(state, 'void', launches, `only ${head.length} of ${launches} launches were valid`)
  }
  const neither = `${launches} launches neither showed a slowdown beyond ${percentText(design.minimumEffect)}`
  return settled(state, 'cannot-tell', launches, `${neither} nor ruled out one of ${percentText(state.margin)}`)
}

function slowerText(design: SequentialDesign, launches: number): string {
  return `slower by more than ${percentText(design.minimumEffect)} in ${launches} launches`
}

function settled(state: CellState, status: CellState['status'], launches: number, why: string): CellState {
  return state.status === 'open' ? { ...state, status, decidedAt: launches, why } : state
}
