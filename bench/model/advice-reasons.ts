import { formatAmount } from './format-amount.ts'
import type { Evaluation } from './evaluate.ts'
import { costsByLaunch, secondsPerDay } from './evaluate.ts'
import { overLaunches } from './over-launches.ts'
import type { Recommendation } from './recommend.ts'
import { isCheaper } from './recommend.ts'
import { spokenStrategy } from './spoken-strategy.ts'

/** Why the recommended strategy, and why none of the others: a sentence each. */
export function reasonsFor(evaluations: readonly Evaluation[], { recommended, indistinguishable }: Recommendation): readonly string[] {
  const chosen = evaluations.find(({ strategy }) => strategy.name === recommended)
  return [
    ...(chosen === undefined ? [whyNothing(evaluations)] : [whatItCosts(chosen, evaluations)]),
    ...equals(evaluations, indistinguishable, recommended),
    ...losers(evaluations, chosen),
    ...ruledOut(evaluations),
    ...(chosen?.strategy.caveat == null ? [] : [`mind: ${chosen.strategy.caveat}`]),
  ]
}

/** sha256 asks for nothing: where even it does not help, the run itself is the reason. */
const undemanding = 'sha256'

function whyNothing(evaluations: readonly Evaluation[]): string {
  const hint = evaluations.some(({ strategy }) => strategy.name === undemanding)
    ? ''
    : `; ${undemanding}, which asks for nothing, was not measured: npm run bench -- --strategies all`
  return `every strategy of this run is ruled out, or loses something under this traffic${hint}`
}

function whatItCosts(chosen: Evaluation, evaluations: readonly Evaluation[]): string {
  const control = evaluations.find(({ strategy }) => strategy.isControl)
  const costs = (each: Evaluation) => `${formatAmount(overLaunches(each.coresByLaunch)?.point ?? 0)} cores and ${formatAmount(each.gbPerDay ?? 0)} GB a day`
  const ending = chosen.behaviour.share304 > 0 ? `${formatPercent(chosen.behaviour.share304)} of polls end in a 304: ` : ''
  const comparable = control !== undefined && control !== chosen && overLaunches(control.coresByLaunch) !== null
  const than = !comparable ? '' : `, where ${spokenStrategy(control.strategy)} takes ${costs(control)}`
  return `${spokenStrategy(chosen.strategy)} loses nothing under this traffic. ${capitalise(`${ending}${costs(chosen)}`)}${than}`
}

function equals(evaluations: readonly Evaluation[], names: readonly string[], recommended: string | null): readonly string[] {
  if (names.length === 0) return []
  const demands = (name: string | null) => evaluations.find(({ strategy }) => strategy.name === name)?.strategy.asksFor?.length ?? 0
  const asking = names.filter((name) => demands(name) > demands(recommended))
  const asksLess = asking.length === 0 ? '' : `, and ${recommended} asks for ${asking.length === names.length ? 'least' : `less than ${listed(asking)}`}`
  return [`${listed(evaluations.filter(({ strategy }) => names.includes(strategy.name)).map(({ strategy }) => spokenStrategy(strategy)))} cannot be told from it by what ${names.length === 1 ? 'it costs' : 'they cost'} in this run${asksLess}`]
}

/** Of the cost of what is recommended. */
const worthMentioning = 0.99

/** Those that would lose something, by how they do: alike to a digit when their guard is the same. */
function losers(evaluations: readonly Evaluation[], chosen: Evaluation | undefined): readonly string[] {
  const losing = evaluations.filter(({ losesNothing }) => !losesNothing)
  const typical = (each: Evaluation) => overLaunches(costsByLaunch(each))?.point ?? Number.POSITIVE_INFINITY
  const costsLess = (each: Evaluation) => chosen !== undefined && isCheaper(each, chosen) && typical(each) < worthMentioning * typical(chosen)
  return [...Map.groupBy(losing, (each) => `${costsLess(each) ? 'costs less, but ' : ''}would ${lossOf(each)}`)].map(
    ([what, alike]) => `${listed(alike.map(({ strategy }) => spokenStrategy(strategy)))} ${alike.length > 1 ? what.replace('costs', 'cost') : what}`,
  )
}

function lossOf({ behaviour }: Evaluation): string {
  const edits = behaviour.lostUpdatesPerSecond * secondsPerDay
  const stale = behaviour.stale304sPerSecond * secondsPerDay
  const parts = [
    ...(edits > 0 ? [`lose ${formatCount(edits)} of the edits a day`] : []),
    ...(stale > 0 ? [`answer 304 to ${formatCount(stale)} polls a day whose copy is outdated`] : []),
  ]
  return parts.length === 0 ? 'miss a change now and then, too rarely for a number' : parts.join(' and ')
}

function ruledOut(evaluations: readonly Evaluation[]): readonly string[] {
  const out = evaluations.filter(({ excluded, losesNothing }) => excluded !== null && losesNothing)
  return [...Map.groupBy(out, ({ excluded }) => excluded)].map(([excluded, alike]) => {
    return `${listed(alike.map(({ strategy }) => strategy.name))} ${alike.length === 1 ? 'is' : 'are'} ruled out: ${excluded}`
  })
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

export function formatPercent(fraction: number): string {
  const percent = fraction * 100
  return `${percent > 99 && percent < 100 ? percent.toFixed(2) : formatAmount(percent)} %`
}

function formatCount(perDay: number): string {
  return perDay < 0.01 ? 'fewer than 0.01' : formatAmount(perDay)
}

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
