/**
 * One-sided limits of a probability that showed in `successes` of `trials` (Clopper & Pearson 1934, The Use of Confidence
 * or Fiducial Limits Illustrated in the Case of the Binomial): the largest and the smallest under which so few or so many
 * still have a chance of 1 - level. Each holds at `level`; both together at 2 level - 1. With 0 of n the upper one is 1 - (1 - level)^(1/n).
 */
export function binomialUpperBound(successes: number, trials: number, level = 0.95): number {
  checkCounts(successes, trials, level)
  if (successes === trials) return 1
  return crossing(probability => binomialTail(successes, trials, probability) > 1 - level)
}

export function binomialLowerBound(successes: number, trials: number, level = 0.95): number {
  checkCounts(successes, trials, level)
  return successes === 0 ? 0 : 1 - binomialUpperBound(trials - successes, trials, level)
}

/** P(X <= successes), summed on logs so that no term of a long sum underflows. */
function binomialTail(successes: number, trials: number, probability: number): number {
  const logOdds = Math.log(probability) - Math.log1p(-probability)
  let logTerm = trials * Math.log1p(-probability)
  let sum = Math.exp(logTerm)
  for (let count = 1; count <= successes; count++) {
    logTerm += Math.log((trials - count + 1) / count) + logOdds
    sum += Math.exp(logTerm)
  }
  return sum
}

/** The probability at which `holds`, true for small ones, turns false: by bisection, to the last bit that matters. */
function crossing(holds: (probability: number) => boolean): number {
  let low = 0
  let high = 1
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function checkCounts(successes: number, trials: number, level: number): void {
  if (!Number.isInteger(trials) || trials < 1) throw new RangeError(`bound of ${trials} trials; it needs an integer >= 1`)
  if (!Number.isInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError(`bound of ${successes} successes in ${trials} trials; give an integer in 0 .. ${trials}`)
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`confidence level ${level} is not between 0 and 1; try 0.95`)
}
