import { medianOfSorted } from './median.ts'
import { walshAverages } from './hodges-lehmann.ts'
import { signedRankProbabilities } from './signed-rank.ts'

/** A figure over launches: with an interval, or without one and the reason why. Plain data, safe in JSON. */
export type Estimate = IntervalEstimate | PointEstimate

export interface IntervalEstimate {
  readonly kind: 'interval'
  readonly point: number
  readonly low: number
  readonly high: number
  /** The confidence level that was asked for, such as 0.95. */
  readonly level: number
  /** The level that this interval has: exact tests come in steps, so it is at least `level` (0.969 for 6 launches). */
  readonly coverage: number
  readonly launches: number
}

export interface PointEstimate {
  readonly kind: 'point-only'
  readonly point: number
  readonly level: number
  readonly launches: number
  /** Why there is no interval, for a reader. */
  readonly why: string
}

/**
 * The ratio behind `logRatios`, one natural log ratio per launch: the Hodges-Lehmann estimate and the interval of all
 * ratios that the exact two-sided signed-rank test does not reject, which lie between two order statistics of the Walsh
 * averages (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd ed., chapter 3). Holds at least at
 * `level` whatever the distribution, if it is symmetric. `undefined` when there are no launches.
 */
export function estimateLogRatio(logRatios: readonly number[], level = 0.95): Estimate | undefined {
  return mapEstimate(estimateLocation(logRatios, level), Math.exp)
}

/** As `estimateLogRatio`, but of the values as they are: for figures that may be zero or negative. */
export function estimateLocation(values: readonly number[], level = 0.95): Estimate | undefined {
  if (!(level > 0 && level < 1)) throw new RangeError(`confidence level ${level} is not between 0 and 1; try 0.95`)
  const wild = values.find(value => !Number.isFinite(value))
  if (wild !== undefined) throw new RangeError(`cannot estimate from ${wild}; leave void launches out first`)
  if (values.length === 0) return undefined
  const averages = walshAverages(values)
  const point = medianOfSorted(averages)
  const launches = values.length
  const { excluded, coverage } = excludedAverages(launches, level)
  if (excluded === undefined) {
    const why = `an exact ${percent(level)} interval needs at least ${leastLaunches(level)} launches, there are ${launches}`
    return { kind: 'point-only', point, level, launches, why }
  }
  const low = averages[excluded]!
  const high = averages[averages.length - 1 - excluded]!
  return { kind: 'interval', point, low, high, level, coverage, launches }
}

/** Half of the interval's length as a fraction of its point; `undefined` without an interval. */
export function relativeHalfWidth(estimate: Estimate): number | undefined {
  return estimate.kind === 'interval' ? (estimate.high - estimate.low) / 2 / Math.abs(estimate.point) : undefined
}

/** Whether the interval holds `value`; without an interval nothing is ruled out. */
export function includes(estimate: Estimate | undefined, value: number): boolean {
  return estimate?.kind !== 'interval' || (estimate.low <= value && value <= estimate.high)
}

/** The fewest launches for which an exact two-sided interval at `level` exists: 6 for 0.95, 8 for 0.99. */
export function leastLaunches(level: number): number {
  let launches = 1
  while (2 ** (1 - launches) > 1 - level) launches++
  return launches
}

/** How many Walsh averages lie beyond either end of the interval, and the coverage that this leaves. */
function excludedAverages(launches: number, level: number): { readonly excluded?: number; readonly coverage: number } {
  const probabilities = signedRankProbabilities(Array.from({ length: launches }, (_, index) => index + 1))
  let tail = probabilities[0]!
  if (2 * tail > 1 - level) return { coverage: 0 }
  let excluded = 0
  while (2 * (tail + probabilities[excluded + 1]!) <= 1 - level) {
    excluded++
    tail += probabilities[excluded]!
  }
  return { excluded, coverage: 1 - 2 * tail }
}

function mapEstimate(estimate: Estimate | undefined, map: (value: number) => number): Estimate | undefined {
  if (estimate === undefined) return undefined
  const point = map(estimate.point)
  return estimate.kind === 'point-only'
    ? { ...estimate, point }
    : { ...estimate, point, low: map(estimate.low), high: map(estimate.high) }
}

function percent(level: number): string {
  return `${Number((level * 100).toPrecision(6))} %`
}
