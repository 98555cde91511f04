import type { Advice, Bounded, StrategyAdvice } from '../../../model/advice.ts'
import { formatAmount } from '../../../model/format-amount.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'

/** The recommendation in a line or two: what a screen reader announces after each change. */
export function adviceHeadline({ recommended, indistinguishable, strategies }: Advice): Html {
  const chosen = strategies.find(({ strategy }) => strategy === recommended)
  if (chosen === undefined) return html`<p class="advisor-pick">No strategy that was measured fits this traffic.</p>`
  const { strategy, cores, gbPerDay, moneyPerMonth } = chosen
  const equal = indistinguishable.length === 0 ? null : html` <span class="advisor-equal">Its cost cannot be told from that of ${indistinguishable.join(', ')}.</span>`
  return html`<p class="advisor-pick"><span class="advisor-pick-label">Recommended:</span> <strong id="advisor-recommended">${strategy}</strong></p>
<p>${figure(cores)} cores busy, ${amount(gbPerDay)} GB a day: ${figure(moneyPerMonth)} a month at these prices.${equal}</p>`
}

/** Why, what would change it, and the figures of every strategy. */
export function adviceDetails(advice: Advice): Html {
  return html`${listOf('Why', advice.reasons)}${listOf('What would change it', advice.wouldChange)}
<div class="scroll" tabindex="0" role="region" aria-label="What each strategy would cost">${strategyTable(advice)}</div>
${listOf('Beyond what was measured', extrapolations(advice.strategies))}`
}

interface Group {
  readonly title: string
  readonly members: readonly StrategyAdvice[]
}

/** The recommended one first, then by money; what loses something stands apart, however cheap it is. */
function groupStrategies({ strategies, recommended }: Advice): readonly Group[] {
  const moneyOf = ({ moneyPerMonth }: StrategyAdvice) => moneyPerMonth?.point ?? Number.MAX_VALUE
  const behind = ({ strategy }: StrategyAdvice) => (strategy === recommended ? 0 : 1)
  const sorted = strategies.toSorted((one, other) => behind(one) - behind(other) || moneyOf(one) - moneyOf(other))
  const allowed = sorted.filter(({ excluded }) => excluded === null)
  return [
    { title: 'Lose nothing', members: allowed.filter(({ losesNothing }) => losesNothing) },
    { title: 'Lose edits, or call outdated copies current', members: allowed.filter(({ losesNothing }) => !losesNothing) },
    { title: 'Ruled out', members: sorted.filter(({ excluded }) => excluded !== null) },
  ].filter(({ members }) => members.length > 0)
}

const columns = ['Strategy', 'Cores busy', 'GB a day', 'Money a month', 'Polls that end in 304', 'Edits refused (412) a day', 'Edits lost a day', 'False 304s a day'] as const

function strategyTable(advice: Advice): Html {
  const dearest = Math.max(...advice.strategies.map(({ moneyPerMonth }) => moneyPerMonth?.high ?? moneyPerMonth?.point ?? 0))
  return html`<table class="advisor-table"><thead><tr>${columns.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
${groupStrategies(advice).map(({ title, members }) => html`<tbody><tr><th colspan="${columns.length}" scope="rowgroup">${title}</th></tr>
${members.map((each) => strategyRow(each, each.strategy === advice.recommended, dearest))}</tbody>`)}</table>`
}

function strategyRow(each: StrategyAdvice, recommended: boolean, dearest: number): Html {
  const mark = recommended ? html` <span class="advisor-mark">recommended</span>` : null
  const why = each.excluded === null ? null : html`<span class="advisor-note">${each.excluded}</span>`
  const cells = [
    each.cores === null ? unknown : bounded(each.cores),
    amount(each.gbPerDay),
    each.moneyPerMonth === null ? unknown : html`${bounded(each.moneyPerMonth)}${moneyBar(each.moneyPerMonth, dearest)}`,
    `${formatAmount(each.share304 * 100)} %`,
    countPerDay(each.abortsPerDay),
    loss(each.lostUpdatesPerDay, 'lost'),
    loss(each.stale304sPerDay, 'false'),
  ]
  return html`<tr${recommended ? html` class="advisor-recommended-row"` : null}><th scope="row">${each.strategy}${mark}${why}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`
}

/** The run cannot say. */
const unknown = '–'
const amount = (value: number | null) => (value === null ? unknown : formatAmount(value))
const figure = (value: Bounded | null) => amount(value?.point ?? null)

function bounded({ point, low, high }: Bounded): Html {
  const ends = low === null || high === null ? [] : [...new Set([formatAmount(low), formatAmount(high)])]
  return html`${formatAmount(point)}${ends.length === 2 ? html` <span class="advisor-interval">${ends.join(' to ')}</span>` : null}`
}

/** Decoration beside the figure: from nothing to the dearest strategy, the interval as a line. */
function moneyBar({ point, low, high }: Bounded, dearest: number): Html | null {
  if (!(dearest > 0)) return null
  const x = (value: number) => ((100 * value) / dearest).toFixed(1)
  const interval = low === null || high === null ? null : html`<line x1="${x(low)}" x2="${x(high)}" y1="4" y2="4"/>`
  return html`<svg class="advisor-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${x(point)}" height="8"/>${interval}</svg>`
}

function loss(perDay: number, word: string): Html | string {
  return perDay === 0 ? '0' : html`<strong class="advisor-loss">${countPerDay(perDay)} ${word}</strong>`
}

function countPerDay(perDay: number): string {
  return perDay === 0 ? '0' : formatAmount(perDay)
}

/** Each sentence once, with the strategies that it holds for unless it holds for all. */
function extrapolations(strategies: readonly StrategyAdvice[]): readonly string[] {
  const sentences = [...new Set(strategies.flatMap(({ extrapolates }) => extrapolates))]
  return sentences.map((sentence) => {
    const names = strategies.filter(({ extrapolates }) => extrapolates.includes(sentence)).map(({ strategy }) => strategy)
    return names.length === strategies.length ? sentence : `${names.join(', ')}: ${sentence}`
  })
}

function listOf(title: string, sentences: readonly string[]): Html | null {
  return sentences.length === 0 ? null : html`<h3>${title}</h3><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
}
