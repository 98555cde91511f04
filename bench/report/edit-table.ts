import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { formatColumns } from './columns.ts'
import { editCells } from './edit-cells.ts'
import { percent } from './poll-table.ts'
import { rowsOf } from './scenario-group.ts'

const heads = ['aborts', 'attempts', 'wasted', 'wasted', 'goodput', 'p50', 'p99', 'gave', 'lost']
const units = ['', '/commit', 'reqs', 'bytes', '/s', 'ms', 'ms', 'up', '']

/** What conflicts cost: aborts, attempts and waste per commit, goodput, time to commit, edits given up and lost. */
export function formatEdits(records: readonly ScenarioRecord[]): string[] {
  const rows = rowsOf(records, cellsOf)
  return formatColumns('', heads, [{ name: '', cells: units }, ...rows], 5)
}

function cellsOf({ edits, lostUpdates, voidReason }: ScenarioRecord): readonly string[] {
  if (voidReason !== null) return ['void']
  if (edits === null) return ['-']
  const { attemptsPerCommit, wastedRequestsPerCommit, wastedBytesPerCommit, goodputPerSecond, p50Ms, p99Ms, gaveUp } = editCells(edits, '-')
  const perCommit = [attemptsPerCommit, wastedRequestsPerCommit, wastedBytesPerCommit]
  return [percent(edits.abortRate), ...perCommit, goodputPerSecond, p50Ms, p99Ms, gaveUp, formatBounds(lostUpdates)]
}

type Lost = Pick<ScenarioRecord['lostUpdates'], 'least' | 'most' | 'acknowledged'>

/** `0 of 320`, or `3-5 of 320` where edits without an answer leave it open. */
export function formatLost(lost: Lost): string {
  return `${formatBounds(lost)} of ${lost.acknowledged}`
}

function formatBounds({ least, most }: Lost): string {
  return least === most ? String(least) : `${least}-${most}`
}
