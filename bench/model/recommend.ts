import { rankArms } from '../stats/ranking.ts'
import { mayLose } from './behaviour.ts'
import type { CostBasis } from './cost-basis.ts'
import type { Evaluation } from './evaluate.ts'
import { costsByLaunch, evaluate } from './evaluate.ts'
import type { Traffic } from './traffic.ts'

export interface Recommendation {
  /** null: nothing that may be picked loses nothing. */
  readonly recommended: string | null
  /** May be picked, lose nothing either, and cost what cannot be told from the cheapest; cheapest first. */
  readonly indistinguishable: readonly string[]
}

/** What asks for less is named in place of the cheapest if it cannot be told from it and costs at most this much more. */
const worthAsking = 1.05

/**
 * By paired ratios over launches (METHOD.md). Among those that cannot be told from the cheapest, the one that asks for least
 * is recommended: a column or trust in contents should buy something.
 */
export function recommend(evaluations: readonly Evaluation[]): Recommendation {
  const candidates = evaluations.filter(({ excluded, losesNothing }) => excluded === null && losesNothing)
  const { cheapest, indistinguishable, pairs } = rankArms(new Map(candidates.map((each) => [each.strategy.name, logCosts(each)])))
  if (cheapest === undefined) return { recommended: null, indistinguishable: [] }
  const equals = [cheapest, ...indistinguishable]
  const demands = (name: string) => candidates.find(({ strategy }) => strategy.name === name)!.strategy.asksFor?.length ?? 0
  const costsNoMore = (name: string) => pairs.some(({ arm, other, ratio }) => arm === cheapest && other === name && ratio !== undefined && ratio.point >= 1 / worthAsking)
  const recommended = equals.filter((name) => name === cheapest || costsNoMore(name)).toSorted((one, other) => demands(one) - demands(other))[0]!
  return { recommended, indistinguishable: equals.filter((name) => name !== recommended) }
}

/** `advise` without its reasons, many times faster: for maps and thresholds. */
export function recommendFor(basis: CostBasis, traffic: Traffic): Recommendation {
  // What may lose anything is no candidate: no need to find out how much.
  const strategies = basis.strategies.filter((strategy) => !mayLose(strategy, traffic))
  return recommend(strategies.map((strategy) => evaluate(basis, strategy, traffic)))
}

/** In all of the paired interval, by which "cheapest" is told too: what cannot be told apart is not cheaper. */
export function isCheaper(one: Evaluation, other: Evaluation): boolean {
  const { cheapest, indistinguishable, unmeasured } = rankArms(new Map([['one', logCosts(one)], ['other', logCosts(other)]]))
  return cheapest === 'one' && indistinguishable.length === 0 && unmeasured.length === 0
}

function logCosts(evaluation: Evaluation): readonly (number | undefined)[] {
  return costsByLaunch(evaluation).map((cost) => (cost === null || cost <= 0 ? undefined : Math.log(cost)))
}
