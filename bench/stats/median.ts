/** The middle value, or the mean of the two middle ones. Throws a RangeError when there are no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median of no values; check for an empty sample first')
  return medianOfSorted(Float64Array.from(values).toSorted())
}

/** The median of values that are in ascending order already and at least one. */
export function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
