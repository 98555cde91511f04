import type { Advice, StrategyAdvice } from './advice.ts'
import { reasonsFor } from './advice-reasons.ts'
import type { CostBasis } from './cost-basis.ts'
import type { Evaluation } from './evaluate.ts'
import { evaluate, secondsPerDay } from './evaluate.ts'
import { overLaunches } from './over-launches.ts'
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
    cores: overLaunches(coresByLaunch),
    gbPerDay,
    moneyPerMonth: overLaunches(moneyByLaunch),
    share304: behaviour.share304,
    abortsPerDay: behaviour.abortsPerSecond * secondsPerDay,
    lostUpdatesPerDay: behaviour.lostUpdatesPerSecond * secondsPerDay,
    stale304sPerDay: behaviour.stale304sPerSecond * secondsPerDay,
    losesNothing,
    excluded,
    extrapolates,
  }
}
