import type { EstimateEntry } from '../../archive/estimates-schema.ts'
import { formatFigure } from '../../units.ts'

type Format = (value: number) => string

/** `10.6 [10.1, 11.0]`; `10.6 (no interval)` with too few launches; `void` where there is no figure. */
export function formatEstimate(estimate: EstimateEntry | null, format: Format = formatFigure): string {
  if (estimate === null) return 'void'
  const point = format(estimate.point)
  return estimate.kind === 'interval' ? `${point} [${format(estimate.low)}, ${format(estimate.high)}]` : `${point} (no interval)`
}

/** `×0.13 [0.12, 0.14]`. */
export function formatTimes(estimate: EstimateEntry | null): string {
  return estimate === null ? '–' : `×${formatEstimate(estimate, formatFactor)}`
}

/** Two digits below 1, where the third is noise; never an exponent. */
export function formatFactor(value: number): string {
  if (value < 0.0001) return '0'
  return value < 0.995 ? value.toPrecision(2) : formatFigure(Math.max(1, value))
}

/** `4 %`, `0.3 %`, `0 %`: one significant digit below 1 %, whole above. */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100
  if (percent < 0.001) return '0 %'
  return percent < 0.95 ? `${Number(percent.toPrecision(1))} %` : `${Math.round(percent)} %`
}

/** As `formatPercent`, but never less than the figure: for what holds from there on. */
export function formatPercentUp(fraction: number): string {
  const percent = fraction * 100
  // An exact figure must not be lifted by its last bit.
  const lifted = (digits: number) => Math.ceil(Number((percent * 10 ** digits).toPrecision(12))) / 10 ** digits
  if (percent >= 0.95) return formatPercent(lifted(0) / 100)
  return formatPercent(lifted(Math.max(0, -Math.floor(Math.log10(Math.max(percent, 0.001))))) / 100)
}

/** Low and high, or null where there is no interval. */
export function boundsOf(estimate: EstimateEntry): { readonly low: number | null; readonly high: number | null } {
  return estimate.kind === 'interval' ? { low: estimate.low, high: estimate.high } : { low: null, high: null }
}
