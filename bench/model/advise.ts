import { estimateLogRatio } from '../stats/interval.ts'
import type { Advice, Bounded, StrategyAdvice } from './advice.ts'
import { reasonsFor } from './advice-reasons.ts'
import type { CostBasis, LaunchUs } from './cost-basis.ts'
import type { Evaluation } from './evaluate.ts'
import { evaluate, secondsPerDay } from './evaluate.ts'
import { recommend } from './recommend.ts'
import type { Traffic } from './traffic.ts'
import { whatWouldChange } from './what-would-change.ts'

/**
 * What every strategy of a run would cost and lose under a traffic, and which to take: of those that lose nothing under it and
 * that its constraints allow, one that cannot be told from the cheapest. A pure function: page and command line share it.
 */
export function advise(basis: CostBasis, traffic: Traffic): Advice {
  const evaluations = basis.strategies.map((strategy) => evaluate(basis, strategy, traffic))
  const { recommended, indistinguishable } = recommend(evaluations)
  return {
    strategies: evaluations.map(adviceOn),
    recommended,
    indistinguishable,
    reasons: reasonsFor(evaluations, { recommended, indistinguishable }),
    wouldChange: whatWouldChange(basis, traffic, recommended),
  }
}

function adviceOn({ strategy, behaviour, coresByLaunch, moneyByLaunch, gbPerDay, losesNothing, excluded, extrapolates }: Evaluation): StrategyAdvice {
  return {
    strategy: strategy.name,
    cores: bounded(coresByLaunch),
    gbPerDay,
    moneyPerMonth: bounded(moneyByLaunch),
    share304: behaviour.share304,
    abortsPerDay: behaviour.abortsPerSecond * secondsPerDay,
    lostUpdatesPerDay: behaviour.lostUpdatesPerSecond * secondsPerDay,
    stale304sPerDay: behaviour.stale304sPerSecond * secondsPerDay,
    losesNothing,
    excluded,
    extrapolates,
  }
}

/** Over launches, as every figure of a run. */
function bounded(byLaunch: LaunchUs): Bounded {
  const values = byLaunch.filter((value) => value !== null)
  // Nothing asked, or nothing charged: no logs of zero.
  if (values.length === 0 || values.some((value) => value <= 0)) return { point: 0, low: null, high: null }
  const estimate = estimateLogRatio(values.map(Math.log))!
  return estimate.kind === 'interval' ? { point: estimate.point, low: estimate.low, high: estimate.high } : { point: estimate.point, low: null, high: null }
}
