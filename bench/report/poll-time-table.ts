import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { formatFigure } from '../units.ts'
import { formatColumns } from './columns.ts'
import { variantHeads } from './poll-table.ts'

/** Of closed workloads, in milliseconds: median and 99th percentile of the polls' service time, per strategy and variant. */
export function formatPollTimes(records: readonly ScenarioRecord[]): string[] {
  const polled = records.filter(({ polls }) => polls !== null)
  const variants = [...new Set(polled.map(({ variant }) => variant))]
  const strategies = [...new Set(polled.map(({ strategy }) => strategy))]
  const rows = strategies.map((strategy) => ({
    name: strategy,
    cells: variants.map((variant) => cellOf(polled.find((each) => each.strategy === strategy && each.variant === variant))),
  }))
  const labels = { name: '', cells: variants.map(() => joined('p50', 'p99')) }
  return formatColumns('', variantHeads(polled, variants), [labels, ...rows], 15).filter((line) => line !== '')
}

function cellOf(record: ScenarioRecord | undefined): string {
  const serviceTime = record?.byKind['poll']?.serviceTime
  if (record === undefined || serviceTime === undefined) return '-'
  if (record.voidReason !== null) return 'void'
  return joined(formatFigure(serviceTime.p50Ns / 1e6), formatFigure(serviceTime.p99Ns / 1e6))
}

const joined = (p50: string, p99: string) => `${p50} ${p99.padStart(5)}`
