import type { EstimateEntry, Estimates, RankingEntry, Saving, UnitCost } from '../archive/estimates-schema.ts'
import { cannotTell } from '../estimate/break-even.ts'

/** One figure of a run. What does not apply is absent. */
export interface EstimateRow {
  /** What the figure belongs to, as in results/README.md. */
  readonly table: string
  readonly strategy?: string
  /** Of a ratio between two: the one below the line. */
  readonly against?: string
  readonly responseClass?: string
  readonly sizeBytes?: number
  readonly load?: string
  readonly scenario?: string
  readonly variant?: string
  readonly figure: string
  readonly unit: string
  readonly value: number | null
  /** Of the interval where there is a `level`, else least and most seen. */
  readonly low?: number
  readonly high?: number
  readonly level?: number
  readonly launches?: number
  /** Why there is no value, or no interval. */
  readonly remark?: string
}

type Place = Pick<EstimateRow, 'table' | 'strategy' | 'against' | 'responseClass' | 'sizeBytes' | 'load' | 'scenario' | 'variant'>

/** Every estimate over launches. */
export function estimateRows({ unitCosts, rankings, savings, control, laneAgreement, medianRelativeHalfWidth }: Estimates): readonly EstimateRow[] {
  return [
    ...unitCosts.flatMap(unitCostRows),
    ...rankings.flatMap(rankingRows),
    ...savings.flatMap(savingRows),
    ...estimateRow({ table: 'control' }, 'aa-ratio', 'ratio', control.overall),
    ...control.cells.flatMap(({ ratio, ...cell }) => estimateRow({ table: 'control', ...cell }, 'aa-ratio', 'ratio', ratio)),
    ...estimateRow({ table: 'lane-agreement' }, 'users-over-autocannon', 'ratio', laneAgreement),
    ...numberRow({ table: 'precision' }, 'median-relative-half-width', 'fraction', medianRelativeHalfWidth),
  ]
}

function unitCostRows(cost: UnitCost): readonly EstimateRow[] {
  const { arm, responseClass, sizeBytes, load, launches, voidReason } = cost
  const place = { table: 'unit-cost', strategy: arm, responseClass, sizeBytes, load }
  const void_: EstimateRow[] = voidReason === null ? [] : [{ ...place, figure: 'cpu-per-request', unit: 'us', value: null, launches, remark: voidReason }]
  return [
    ...void_,
    ...estimateRow(place, 'cpu-per-request', 'us', cost.cpuUsPerRequest),
    ...estimateRow(place, 'cpu-ratio-to-control', 'ratio', cost.ratioToControl),
    ...estimateRow(place, 'cpu-ratio-to-floor', 'ratio', cost.ratioToFloor),
    ...estimateRow(place, 'cpu-ratio-to-narrow-floor', 'ratio', cost.ratioToNarrowFloor),
    ...estimateRow(place, 'settling', 'ratio', cost.settling),
    ...rangeRow(place, 'sent-per-request', cost.sentBytes),
    ...rangeRow(place, 'received-per-request', cost.receivedBytes),
    ...numberRow(place, 'throughput', 'requests/s', cost.requestsPerSecond),
    ...numberRow(place, 'service-time-p50', 'us', cost.serviceP50Us),
    ...numberRow(place, 'service-time-p99', 'us', cost.serviceP99Us),
    ...numberRow(place, 'response-time-p50', 'us', cost.responseP50Us),
    ...numberRow(place, 'response-time-p99', 'us', cost.responseP99Us),
  ]
}

function rankingRows({ responseClass, sizeBytes, load, pairs }: RankingEntry): readonly EstimateRow[] {
  return pairs.flatMap(({ arm, other, ratio, holmPValue }) => {
    const place = { table: 'pair', strategy: arm, against: other, responseClass, sizeBytes, load }
    return [...estimateRow(place, 'cpu-ratio', 'ratio', ratio), ...numberRow(place, 'holm-p-value', 'probability', holmPValue)]
  })
}

function savingRows(saving: Saving): readonly EstimateRow[] {
  const { strategy, sizeBytes, load } = saving
  const place = { table: 'saving', strategy, sizeBytes, load }
  const never = { ...place, figure: 'break-even-304-fraction-bytes', unit: 'fraction', value: null, remark: 'never' }
  return [
    ...numberRow(place, 'saved-per-304', 'bytes', saving.bytesSavedPer304),
    ...numberRow(place, 'saved-per-304-with-gzip', 'bytes', saving.bytesSavedPer304WithGzip),
    ...numberRow(place, 'gzip-size', 'bytes', saving.gzipBytes),
    ...numberRow(place, 'added-per-200', 'bytes', saving.bytesAddedPer200),
    ...(saving.breakEven304FractionBytes === null
      ? [never]
      : numberRow(place, 'break-even-304-fraction-bytes', 'fraction', saving.breakEven304FractionBytes)),
    ...estimateRow(place, 'break-even-304-fraction-cpu', 'fraction', saving.breakEven304FractionCpu).map((row) => withBreakEvenRemark(row, saving)),
  ]
}

/** What the figure comes to, where it is no share from which on the tag pays. */
function withBreakEvenRemark(row: EstimateRow, { breakEven304FractionCpu: estimate }: Saving): EstimateRow {
  if (estimate === null || row.remark !== undefined) return row
  if (cannotTell(estimate)) return { ...row, value: null, remark: 'cannot tell' }
  return estimate.point >= 1 ? { ...row, remark: 'never' } : row
}

/** No row where there is no estimate. */
export function estimateRow(place: Place, figure: string, unit: string, estimate: EstimateEntry | null): readonly EstimateRow[] {
  if (estimate === null) return []
  const { kind, point: value, level, launches } = estimate
  return kind === 'interval'
    ? [{ ...place, figure, unit, value, low: estimate.low, high: estimate.high, level, launches }]
    : [{ ...place, figure, unit, value, launches, remark: estimate.why }]
}

/** No row where there is no number. */
export function numberRow(place: Place, figure: string, unit: string, value: number | null): readonly EstimateRow[] {
  return value === null ? [] : [{ ...place, figure, unit, value }]
}

/** The value is halfway between least and most, which rarely differ. */
function rangeRow(place: Place, figure: string, range: UnitCost['sentBytes']): readonly EstimateRow[] {
  return range === null ? [] : [{ ...place, figure, unit: 'bytes', value: (range.least + range.most) / 2, low: range.least, high: range.most }]
}
