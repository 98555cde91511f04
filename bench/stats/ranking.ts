import { hodgesLehmann } from './hodges-lehmann.ts'
import { holmAdjusted } from './holm.ts'
import { estimateLogRatio } from './interval.ts'
import type { Estimate } from './interval.ts'
import { signedRankTest } from './signed-rank.ts'

/** Natural logs of an arm's cost, indexed by launch; `undefined` where the launch is void for this arm. */
export type LogCosts = readonly (number | undefined)[]

/** Two arms in the launches that both have. */
export interface PairedRatio {
  readonly arm: string
  readonly other: string
  /** Cost of `arm` over cost of `other`, at the unadjusted level; `undefined` when they share no launch. */
  readonly ratio: Estimate | undefined
  /** Exact two-sided signed-rank p-value of "equal"; 1 when they share no launch. */
  readonly pValue: number
  /** The same, adjusted by Holm's method for all pairs of this ranking. */
  readonly holmPValue: number
}

export interface Ranking {
  /** Arms by estimated cost, cheapest first. */
  readonly order: readonly string[]
  /** First of `order`. It is *the* cheapest only when `indistinguishable` is empty. `undefined` without any costs. */
  readonly cheapest: string | undefined
  /** Arms, in `order`, against which `cheapest` has no interval, or one that does not lie wholly below 1. */
  readonly indistinguishable: readonly string[]
  /** Arms without a single valid launch: in no order and no pair. */
  readonly unmeasured: readonly string[]
  /** Every pair once, the arm that stands earlier in `order` first. */
  readonly pairs: readonly PairedRatio[]
  /** Level of each pair's own interval, not adjusted for the number of pairs. */
  readonly level: number
}

/**
 * Ranks arms by their paired ratios, each over the launches that both arms have.
 *
 * The order is by the mean of an arm's log ratios against all others it shares launches with, itself included: pairwise
 * Hodges-Lehmann estimates can contradict each other (a < b < c < a), their means cannot (Lehmann 1964, Asymptotically
 * Nonparametric Inference in Some Linear Models with One Observation per Cell).
 *
 * Naming the cheapest uses the unadjusted paired intervals on purpose. An arm is told to be the sole cheapest only when
 * all of its intervals lie below 1, so a given arm that is not the cheapest is named with a chance of at most
 * (1 - level) / 2, its comparison with the true cheapest alone (an intersection-union test: Berger 1982,
 * Multiparameter Hypothesis Testing and Acceptance Sampling). Statements about all pairs at once need `holmPValue`.
 */
export function rankArms(logCosts: ReadonlyMap<string, LogCosts>, level = 0.95): Ranking {
  const measured = [...logCosts.keys()].filter(arm => logCosts.get(arm)!.some(cost => cost !== undefined))
  const costs = new Map(measured.map(arm => [arm, meanLogRatio(arm, measured, logCosts)]))
  const order = measured.toSorted((a, b) => costs.get(a)! - costs.get(b)!)
  const pairs = pairsOf(order, logCosts, level)
  const [cheapest, ...others] = order
  const dearer = new Set(pairs.filter(pair => pair.arm === cheapest && isBelowOne(pair.ratio)).map(pair => pair.other))
  return {
    order,
    cheapest,
    indistinguishable: others.filter(other => !dearer.has(other)),
    unmeasured: [...logCosts.keys()].filter(arm => !measured.includes(arm)),
    pairs,
    level,
  }
}

function pairsOf(order: readonly string[], logCosts: ReadonlyMap<string, LogCosts>, level: number): PairedRatio[] {
  const pairs = order.flatMap((arm, index) =>
    order.slice(index + 1).map(other => {
      const paired = logRatios(logCosts.get(arm)!, logCosts.get(other)!)
      return { arm, other, ratio: estimateLogRatio(paired, level), pValue: signedRankTest(paired).twoSided }
    }),
  )
  const adjusted = holmAdjusted(pairs.map(pair => pair.pValue))
  return pairs.map((pair, index) => ({ ...pair, holmPValue: adjusted[index]! }))
}

function isBelowOne(ratio: Estimate | undefined): boolean {
  return ratio?.kind === 'interval' && ratio.high < 1
}

function logRatios(arm: LogCosts, other: LogCosts): number[] {
  return arm.flatMap((cost, launch) => {
    const otherCost = other[launch]
    return cost === undefined || otherCost === undefined ? [] : [cost - otherCost]
  })
}

function meanLogRatio(arm: string, others: readonly string[], logCosts: ReadonlyMap<string, LogCosts>): number {
  const paired = others.map(other => logRatios(logCosts.get(arm)!, logCosts.get(other)!)).filter(ratios => ratios.length > 0)
  return paired.map(hodgesLehmann).reduce((sum, estimate) => sum + estimate, 0) / paired.length
}
