import { median } from './median.ts'

/** Whether a series, such as the CPU per request of one launch's bursts in the order they ran, rises or falls. */
export interface Trend {
  /** Median of the last third over median of the first third, minus 1: -0.05 is 5 % cheaper at the end. */
  readonly relativeDrift: number
  /** Kendall's S: later values above earlier ones, minus later values below earlier ones, over all pairs. */
  readonly statistic: number
  /** Exact two-sided p-value of "in random order". At least 2 / n! for n values: 0.083 for 4, 0.017 for 5. */
  readonly pValue: number
}

/**
 * The Mann-Kendall test (Mann 1945, Nonparametric Tests Against Trend; Kendall 1975, Rank Correlation Methods), exact
 * also with ties, and the size of the drift. A gate needs both: over many series a small p-value alone comes up by chance
 * at its own rate, and a neighbour's noise that lasts over several values looks like a trend.
 * `undefined` for fewer than 3 values. Throws a RangeError unless all are finite and above 0.
 */
export function trendOf(values: readonly number[]): Trend | undefined {
  const wild = values.find(value => !(value > 0 && value < Infinity))
  if (wild !== undefined) throw new RangeError(`trend of ${wild}: values must be finite and above 0`)
  if (values.length < 3) return undefined
  const third = Math.floor(values.length / 3)
  const { above, below } = countOrderedPairs(values)
  return {
    relativeDrift: median(values.slice(-third)) / median(values.slice(0, third)) - 1,
    statistic: above - below,
    pValue: Math.min(1, 2 * chanceOfInversions(tieSizes(values), Math.min(above, below))),
  }
}

function countOrderedPairs(values: readonly number[]): { readonly above: number; readonly below: number } {
  let above = 0
  let below = 0
  for (const [index, earlier] of values.entries()) {
    for (let later = index + 1; later < values.length; later++) {
      if (values[later]! > earlier) above++
      if (values[later]! < earlier) below++
    }
  }
  return { above, below }
}

function tieSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts.values()]
}

/**
 * P(at most `most` inversions) in a random order of values with these tie sizes. The numbers of orders by inversions are
 * the coefficients of the q-multinomial [n]! / ([t1]! [t2]! ...) with [k] = 1 + q + ... + q^(k - 1)
 * (MacMahon 1916, Combinatory Analysis); integers, so nothing is rounded before the last division.
 */
function chanceOfInversions(ties: readonly number[], most: number): number {
  const length = ties.reduce((sum, size) => sum + size, 0)
  let orders = [1n]
  for (let factor = 2; factor <= length; factor++) orders = timesGeometric(orders, factor)
  for (const size of ties) {
    for (let factor = 2; factor <= size; factor++) orders = overGeometric(orders, factor)
  }
  const scale = 2n ** 64n
  return Number((total(orders.slice(0, most + 1)) * scale) / total(orders)) / Number(scale)
}

function total(counts: readonly bigint[]): bigint {
  return counts.reduce((sum, count) => sum + count, 0n)
}

/** The product with 1 + q + ... + q^(factor - 1): running sums over a window of `factor` coefficients. */
function timesGeometric(coefficients: readonly bigint[], factor: number): bigint[] {
  let window = 0n
  return Array.from({ length: coefficients.length + factor - 1 }, (_, degree) => {
    window += (coefficients[degree] ?? 0n) - (coefficients[degree - factor] ?? 0n)
    return window
  })
}

/** The inverse of `timesGeometric`; the division leaves no remainder. */
function overGeometric(coefficients: readonly bigint[], factor: number): bigint[] {
  const quotient: bigint[] = []
  for (let degree = 0; degree <= coefficients.length - factor; degree++) {
    const step = coefficients[degree]! - (coefficients[degree - 1] ?? 0n)
    quotient.push(step + (quotient[degree - factor] ?? 0n))
  }
  return quotient
}
