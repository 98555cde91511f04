/**
 * The sample quantile at `fraction` (0 to 1) by linear interpolation between order statistics: type 7 of Hyndman &
 * Fan, Sample Quantiles in Statistical Packages (1996), the default of R and NumPy.
 * Throws a RangeError when there are no values or `fraction` is outside 0 .. 1.
 */
export function quantile(values: readonly number[], fraction: number): number {
  if (values.length === 0) throw new RangeError('quantile of no values; check for an empty sample first')
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`quantile at ${fraction}: the fraction must be in 0 .. 1`)
  const sorted = Float64Array.from(values).toSorted()
  const position = (sorted.length - 1) * fraction
  const below = Math.floor(position)
  const lower = sorted[below]!
  const upper = sorted[Math.ceil(position)]!
  return lower + (upper - lower) * (position - below)
}
