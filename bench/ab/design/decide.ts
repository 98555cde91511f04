import { confirmationUntil, confirmedState } from './confirmation.ts'
import type { CellEvidence } from './evidence.ts'
import { lookAt } from './look.ts'
import type { SequentialDesign } from './sequential-design.ts'
import type { CellState, SuiteDecision, SuiteStep } from './suite-decision.ts'

/**
 * Where a suite stands and what it has to do next: the one decision of the measuring loop, of the simulations and of
 * whoever re-reads a file. Looks are replayed from the first, each on the launches that it had, so a cell that was
 * settled once stays settled whatever came later. Pure; `cells` may be empty, which is done at once.
 */
export function decideSuite(design: SequentialDesign, cells: readonly CellEvidence[]): SuiteDecision {
  let states = cells.map(cell => startOf(design, cell))
  for (const [look, launches] of design.looks.entries()) {
    const open = namesOf(states, 'open')
    if (open.length === 0) break
    if (cells.some(({ cell, head }) => open.includes(cell) && head.length < launches)) {
      return { step: { kind: 'launch', until: launches, cells: open }, cells: states }
    }
    states = lookAt(design, look, cells, states)
  }
  return confirmed(design, cells, states)
}

/** The step of `decideSuite`. */
export function nextStep(design: SequentialDesign, cells: readonly CellEvidence[]): SuiteStep {
  return decideSuite(design, cells).step
}

/** Alarms are confirmed together, when nothing else is open, so that they share their fresh launches. */
function confirmed(design: SequentialDesign, cells: readonly CellEvidence[], states: readonly CellState[]): SuiteDecision {
  const waiting = cells.filter((evidence, index) => {
    return states[index]!.status === 'alarmed' && evidence.confirmation.length < confirmationUntil(design, evidence)
  })
  if (waiting.length > 0) {
    const until = Math.min(...waiting.map(evidence => confirmationUntil(design, evidence)))
    return { step: { kind: 'confirm', until, cells: waiting.map(({ cell }) => cell) }, cells: states }
  }
  const settled = states.map((state, index) => {
    return state.status === 'alarmed' ? confirmedState(design, state, cells[index]!) : state
  })
  return { step: { kind: 'done' }, cells: settled }
}

function startOf(design: SequentialDesign, { cell, voidReason }: CellEvidence): CellState {
  const start = { cell, decidedAt: null, launchSd: null, noisy: false, margin: design.margin, unconfirmedAlarm: false }
  return voidReason === null ? { ...start, status: 'open', why: '' } : { ...start, status: 'void', why: voidReason }
}

function namesOf(states: readonly CellState[], status: CellState['status']): string[] {
  return states.filter(state => state.status === status).map(({ cell }) => cell)
}
