import type { CheckedCell } from './model-check.ts'

/** What one part of the check found, and what it had to leave out. */
export interface CheckedCells {
  readonly cells: readonly CheckedCell[]
  readonly unchecked: readonly string[]
}

export function checkedCell(cell: Omit<CheckedCell, 'relativeError'>): CheckedCell {
  return { ...cell, relativeError: (cell.predicted - cell.measured) / cell.measured }
}
