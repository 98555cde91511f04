import { medianOfSorted } from './median.ts'

/**
 * The one-sample Hodges-Lehmann estimate: the median of the Walsh averages. Nearly as precise as the mean for normal
 * data, and up to 29 % of the values may be wild (Hodges & Lehmann 1963, Estimates of Location Based on Rank Tests).
 * Throws a RangeError when there are no values.
 */
export function hodgesLehmann(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Hodges-Lehmann estimate of no values; check for an empty sample first')
  return medianOfSorted(walshAverages(values))
}

/** The n(n + 1)/2 means of all pairs of values, each with itself included, ascending. */
export function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2)
  let filled = 0
  for (const [index, value] of values.entries()) {
    for (let other = index; other < values.length; other++) averages[filled++] = (value + values[other]!) / 2
  }
  return averages.toSorted()
}
