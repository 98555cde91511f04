import type { BreakEvenChart } from './break-even.ts'
import type { CheapestMapChart } from './cheapest-map.ts'
import type { ConflictChart } from './conflicts.ts'
import type { CpuBreakdownChart } from './cpu-breakdown.ts'
import type { CostByRateChart } from './cost-by-rate.ts'
import type { CostBySizeChart } from './cost-by-size.ts'
import type { ModelCheckChart } from './model-check.ts'
import type { PollBytesChart } from './poll-bytes.ts'
import type { Table } from './table.ts'
import type { TimesChart } from './times.ts'

/** What a chart draws: plain data, to the scale and unit that its type names. To add one: a file here, one in html/charts. */
export type Chart =
  | CostBySizeChart
  | CostByRateChart
  | PollBytesChart
  | BreakEvenChart
  | ConflictChart
  | CheapestMapChart
  | TimesChart
  | CpuBreakdownChart
  | ModelCheckChart

/** One question, its answer in a sentence, the chart that shows it and the table that holds its figures. */
export interface Figure {
  /** Of the element on the page: a link to it lasts. */
  readonly id: string
  readonly question: string
  /** What this run says to it; empty where it says nothing. */
  readonly answer: string
  /** What is drawn: quantities, units, load, what the marks mean. */
  readonly explanation: string
  /** What to know beside it, a sentence each. */
  readonly remarks: readonly string[]
  /** Null: the run holds nothing to draw, and `missing` says what would. */
  readonly chart: Chart | null
  readonly missing: string | null
  readonly table: Table | null
}

/** The figure of a run that did not measure what it needs. */
export function missingFigure(id: string, question: string, missing: string): Figure {
  return { id, question, answer: '', explanation: '', remarks: [], chart: null, missing, table: null }
}
