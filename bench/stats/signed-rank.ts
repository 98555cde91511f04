/** Wilcoxon's signed-rank test of "symmetric about 0", by its exact null distribution. */
export interface SignedRank {
  /** W: the sum of the ranks of the positive differences. */
  readonly statistic: number
  /** How many differences are not zero. */
  readonly nonZero: number
  /** P(W at least as large): small when the differences lie above 0. */
  readonly greater: number
  /** P(W at least as small): small when the differences lie below 0. */
  readonly less: number
  /** Twice the smaller tail, at most 1. Never below 2^(1 - nonZero). */
  readonly twoSided: number
}

/**
 * Tests whether `differences` are symmetric about 0. Equal magnitudes share their mid-rank and the p-values are exact
 * given the ties. Zeros take part in the ranking and then leave it (Pratt 1959, Remarks on Zeros and Ties in the
 * Wilcoxon Signed Rank Procedures): merely dropping them can make a sample more significant by moving it towards 0.
 * Without any difference other than zero every p-value is 1. Throws a RangeError on a value that is not finite.
 */
export function signedRankTest(differences: readonly number[]): SignedRank {
  const wild = differences.find(difference => !Number.isFinite(difference))
  if (wild !== undefined) throw new RangeError(`signed-rank test of ${wild}; leave void launches out first`)
  const ranks = doubledMidranks(differences.map(Math.abs))
  const kept = ranks.filter((_, index) => differences[index] !== 0)
  const doubledStatistic = ranks.reduce((sum, rank, index) => (differences[index]! > 0 ? sum + rank : sum), 0)
  const probabilities = signedRankProbabilities(kept)
  const less = Math.min(1, total(probabilities.subarray(0, doubledStatistic + 1)))
  const greater = Math.min(1, total(probabilities.subarray(doubledStatistic)))
  return {
    statistic: doubledStatistic / 2,
    nonZero: kept.length,
    greater,
    less,
    twoSided: Math.min(1, 2 * Math.min(less, greater)),
  }
}

/**
 * The null distribution of a sum of ranks in which each takes part with probability 1/2: entry s is P(sum = s). Built
 * rank by rank; `ranks` are positive integers (mid-ranks therefore come doubled). Exact in doubles up to 53 ranks and
 * within a relative 1e-14 beyond. The cost is the number of ranks times their sum.
 */
export function signedRankProbabilities(ranks: readonly number[]): Float64Array {
  const probabilities = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 0) + 1)
  probabilities[0] = 1
  let largest = 0
  for (const rank of ranks) {
    largest += rank
    for (let sum = largest; sum >= 0; sum--) {
      const without = probabilities[sum]!
      const including = sum >= rank ? probabilities[sum - rank]! : 0
      probabilities[sum] = (without + including) / 2
    }
  }
  return probabilities
}

/** Twice the rank of each magnitude, so that the mid-ranks of ties stay integers. */
function doubledMidranks(magnitudes: readonly number[]): number[] {
  const ascending = Float64Array.from(magnitudes).toSorted()
  return magnitudes.map(magnitude => {
    const first = ascending.indexOf(magnitude) + 1
    const last = ascending.lastIndexOf(magnitude) + 1
    return first + last
  })
}

function total(probabilities: Float64Array): number {
  return probabilities.reduce((sum, probability) => sum + probability, 0)
}
