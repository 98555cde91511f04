import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { formatFigure } from '../units.ts'
import { formatBytes } from './format-bytes.ts'

/** What conflicts cost, as text for the cells of a table; `missing` stands where nothing was committed. */
export function editCells(edits: NonNullable<ScenarioRecord['edits']>, missing: string) {
  const { committed, timeToCommit } = edits
  const perCommit = (amount: number, format: (value: number) => string) => (committed === 0 ? missing : format(amount / committed))
  const ms = (durationNs: number) => (timeToCommit.count === 0 ? missing : formatFigure(durationNs / 1e6))
  return {
    attemptsPerCommit: perCommit(edits.attempts, (value) => value.toFixed(2)),
    wastedRequestsPerCommit: perCommit(edits.wastedRequests, (value) => value.toFixed(2)),
    wastedBytesPerCommit: perCommit(edits.wastedBytes, formatBytes),
    goodputPerSecond: formatFigure(edits.goodputPerSecond),
    p50Ms: ms(timeToCommit.p50Ns),
    p99Ms: ms(timeToCommit.p99Ns),
    gaveUp: String(edits.gaveUp),
  }
}
