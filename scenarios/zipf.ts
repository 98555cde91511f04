/**
 * Turns a number in [0, 1) into a rank from 1 to `count`, where rank r has a probability proportional to 1 / r^exponent:
 * 0 is uniform, 0.99 what YCSB uses (Cooper et al., SoCC 2010). Exact, by inversion of the summed probabilities.
 */
export function zipfRanks(count: number, exponent: number): (fraction: number) => number {
  const sums = new Float64Array(count)
  let total = 0
  for (let rank = 1; rank <= count; rank += 1) {
    total += rank ** -exponent
    sums[rank - 1] = total
  }
  return fraction => 1 + countUpTo(sums, fraction * total)
}

/** How many of the ascending numbers are at most `limit`; never all of them. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
