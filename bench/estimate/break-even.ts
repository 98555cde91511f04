import type { Estimate } from '../stats/interval.ts'
import { estimateLocation } from '../stats/interval.ts'

/** What one launch measured of a strategy: natural logs of the costs of its 200 and its 304 over that of a 200 of `none`. */
export interface LaunchRatios {
  readonly changedLog: number
  readonly unchangedLog: number
}

/**
 * The share s of polls answered 304, 0 to 1, at which (1 - s) x cost(200) + s x cost(304) is what `none` spends. No launch has
 * a share of its own: a launch whose 304 is as dear as its 200 would send it anywhere. Each has D(s), the log ratio of both
 * sides, which falls with s; the point is where the Hodges-Lehmann estimate of D(s) is 0, the interval has all shares of
 * 0 to 1 at which the exact signed-rank test does not reject D(s) = 0. From 0 to 0: it pays always; from 1 to 1: never;
 * from 0 to 1: the launches cannot tell. `undefined` when there are no launches.
 */
export function estimateBreakEven(launches: readonly LaunchRatios[]): Estimate | undefined {
  const atShare = (share: number) =>
    estimateLocation(launches.map(({ changedLog, unchangedLog }) => Math.log((1 - share) * Math.exp(changedLog) + share * Math.exp(unchangedLog))))!
  if (launches.length === 0) return undefined
  const boundAt = (bound: 'low' | 'high') => (share: number) => {
    const estimate = atShare(share)
    return estimate.kind === 'interval' ? estimate[bound] : estimate.point
  }
  const [lowAt, highAt] = [boundAt('low'), boundAt('high')]
  const template = atShare(0)
  const point = crossing((share) => atShare(share).point)
  if (template.kind === 'point-only') return { ...template, point }
  if (lowAt(1) > 0) return { ...template, point: 1, low: 1, high: 1 }
  if (highAt(0) < 0) return { ...template, point: 0, low: 0, high: 0 }
  return { ...template, point, low: crossing(lowAt), high: crossing(highAt) }
}

/** Whether an interval says nothing: every share from 0 to 1 may be where the tag starts to pay. */
export function cannotTell(estimate: Estimate): boolean {
  return estimate.kind === 'interval' && estimate.low <= 0 && estimate.high >= 1
}

/** Enough halvings for all digits of a double between 0 and 1. */
const halvings = 52

/** Where a function that falls from 0 to 1 is 0; the end that is nearer where it is 0 nowhere. */
function crossing(valueAt: (share: number) => number): number {
  if (valueAt(0) <= 0) return 0
  if (valueAt(1) >= 0) return 1
  let [above, below] = [0, 1]
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (above + below) / 2
    if (valueAt(middle) > 0) above = middle
    else below = middle
  }
  return (above + below) / 2
}
