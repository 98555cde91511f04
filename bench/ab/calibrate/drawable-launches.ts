import type { CellEvidence, LaunchEffects } from '../design/evidence.ts'
import type { CalibrationSuite } from './calibration-suite.ts'
import { evidenceOf } from './calibration-suite.ts'

/** Of the cells of a suite. In later launches fewer are measured: drawn for all cells, one would stand in for many at once. */
const leastShareOfCells = 0.5

/**
 * What simulations draw from: the launches that measured most cells of their suite. Those that confirmed alarms come as a
 * suite of their own, around means of their own, for what was alarmed is expected to lie lower there.
 */
export function drawableLaunches(suite: CalibrationSuite): readonly (readonly CellEvidence[])[] {
  const screening = evidenceOf(suite)
  const confirming = screening.map((cell) => ({ ...cell, head: cell.confirmation, control: cell.confirmationControl }))
  return [screening, confirming].map(withMostCells).filter((cells) => cells.some(({ head }) => head.some((effect) => effect !== null)))
}

function withMostCells(cells: readonly CellEvidence[]): readonly CellEvidence[] {
  const isDrawable = (launch: number) => cells.filter(({ head }) => (head[launch] ?? null) !== null).length >= cells.length * leastShareOfCells
  const kept = (effects: LaunchEffects) => effects.map((effect, launch) => (isDrawable(launch) ? effect : null))
  return cells.map((cell) => ({ ...cell, head: kept(cell.head), control: kept(cell.control) }))
}
