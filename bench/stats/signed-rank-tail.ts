import { signedRankProbabilities, signedRankTest } from './signed-rank.ts'

/**
 * P(W at least as large) of the exact signed-rank test of "symmetric about `centre`": small when `values` lie above it.
 * The same number as `signedRankTest(values - centre).greater`, some ten times sooner: W is counted as the number of Walsh
 * averages above the centre (Tukey 1949, The Simplest Signed-Rank Tests) and its distribution is kept by sample size.
 * Ties and zeros go the long way. 1 without values. Throws a RangeError on a value that is not finite.
 */
export function signedRankGreater(values: readonly number[], centre = 0): number {
  const differences = values.map(value => value - centre)
  let statistic = 0
  for (const [index, difference] of differences.entries()) {
    if (!Number.isFinite(difference) || difference === 0) return signedRankTest(differences).greater
    if (difference > 0) statistic++
    for (let other = index + 1; other < differences.length; other++) {
      const sum = difference + differences[other]!
      if (sum === 0 || difference === differences[other]) return signedRankTest(differences).greater
      if (sum > 0) statistic++
    }
  }
  return upperTail(values.length)[statistic]!
}

const tails = new Map<number, Float64Array>()

/** Entry s is P(W >= s) for `count` values without ties or zeros. */
function upperTail(count: number): Float64Array {
  const known = tails.get(count)
  if (known !== undefined) return known
  const tail = signedRankProbabilities(Array.from({ length: count }, (_, index) => index + 1))
  for (let statistic = tail.length - 2; statistic >= 0; statistic--) tail[statistic]! += tail[statistic + 1]!
  tails.set(count, tail)
  return tail
}
