import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { formatFigure } from '../units.ts'
import { formatColumns } from './columns.ts'
import { rowsOf } from './scenario-group.ts'

const heads = ['response', 'ms', 'service', 'ms', '', '']
const units = ['p50', 'p99', 'p50', 'p99', 'late', 'dropped']

/** Of open workloads: both clocks of the polls, or of the edits where nobody polls, and how well the schedule was kept. */
export function formatClocks(records: readonly ScenarioRecord[]): string[] {
  const rows = rowsOf(records, cellsOf)
  return formatColumns('', heads, [{ name: '', cells: units }, ...rows], 9)
}

/** The kind of request whose times are shown. */
export function timedKind({ byKind }: ScenarioRecord): 'poll' | 'edit' {
  return byKind['poll'] === undefined ? 'edit' : 'poll'
}

function cellsOf(record: ScenarioRecord): readonly string[] {
  const times = record.byKind[timedKind(record)]
  const ms = (durationNs: number | undefined) => (durationNs === undefined ? '-' : formatFigure(durationNs / 1e6))
  const { responseTime, serviceTime } = times ?? {}
  return [
    ...(record.voidReason === null
      ? [ms(responseTime?.p50Ns), ms(responseTime?.p99Ns), ms(serviceTime?.p50Ns), ms(serviceTime?.p99Ns)]
      : ['void', '', '', '']),
    String(record.generator.lateStarts),
    String(record.dropped),
  ]
}
