import type { Advice, Bounded, StrategyAdvice } from '../model/advice.ts'
import type { CostBasis } from '../model/cost-basis.ts'
import { formatAmount } from '../model/format-amount.ts'
import { trafficFields } from '../model/traffic-fields.ts'
import { spokenChoice } from '../model/spoken-strategy.ts'
import type { Traffic } from '../model/traffic.ts'
import { modelCheckSentences } from './check-sentences.ts'
import { formatColumns } from './columns.ts'
import { terminalText } from './terminal-text.ts'
import { wrap } from './terminal.ts'

/** What `npm run advise` prints: at most 80 columns, a pure function of its input. */
export function formatAdvice(advice: Advice, basis: CostBasis, traffic: Traffic): string {
  const { strategies, recommended, reasons, wouldChange } = advice
  const flags = trafficFields.map((field) => `--${field.flag} ${field.format(traffic)}`.replaceAll(' ', '\u00a0'))
  const hasBounds = strategies.every(({ cores }) => cores === null || cores.low !== null)
  const lines = [
    ...wrap(terminalText(`From run ${basis.runId} (${basis.mode}; ${basis.cpuModel}, Node ${basis.node}), for ${flags.join(' ')}`)).map((line) => line.replaceAll('\u00a0', ' ')),
    '',
    ...wrap(`Cores busy on average and money a month, each ± the farther end of its 95 % interval${hasBounds ? '' : ' (without ±: too few launches for one)'}; GB a day in both directions; share of polls that end in 304; per day, edits refused (412), accepted edits lost, and 304s to clients whose copy was outdated`),
    ...formatColumns('', heads, strategies.map(rowOf), 8),
    ...(strategies.some(({ excluded }) => excluded !== null) ? ['* ruled out, see below'] : []),
    '',
    recommended === null ? 'No strategy that was measured fits this traffic.' : `Recommended: ${terminalText(spokenChoice(basis, recommended))}`,
    ...items(reasons),
    ...section(recommended === null ? 'What would help:' : 'What would change that:', wouldChange),
    ...section('Beyond what was measured:', extrapolations(strategies)),
    ...section('How far to trust it:', basis.check === null ? ['this run did not check the model'] : modelCheckSentences(basis.check)),
  ]
  return `${lines.join('\n')}\n`
}

const heads = ['cores', 'GB/day', 'money/month', '304s', '412s', 'lost', 'stale']

function rowOf({ strategy, cores, gbPerDay, moneyPerMonth, share304, abortsPerDay, lostUpdatesPerDay, stale304sPerDay, excluded }: StrategyAdvice) {
  const cells = [
    bounded(cores), gbPerDay === null ? '-' : formatAmount(gbPerDay), bounded(moneyPerMonth), `${(share304 * 100).toFixed(1)}%`,
    count(abortsPerDay), count(lostUpdatesPerDay), count(stale304sPerDay),
  ]
  return { name: terminalText(`${strategy}${excluded === null ? '' : ' *'}`), cells }
}

/** `-`: the run cannot say. */
function bounded(figure: Bounded | null): string {
  if (figure === null) return '-'
  const { point, low, high } = figure
  if (low === null || high === null || point === 0) return formatAmount(point)
  return `${formatAmount(point)}±${((100 * Math.max(high - point, point - low)) / point).toFixed(0)}%`
}

const count = (perDay: number) => (perDay > 0 && perDay < 0.01 ? '<0.01' : perDay === 0 ? '0' : formatAmount(perDay))

const items = (sentences: readonly string[]) => sentences.flatMap((sentence) => wrap(terminalText(sentence), '- ', '  '))

const section = (title: string, sentences: readonly string[]) => (sentences.length === 0 ? [] : ['', title, ...items(sentences)])

/** Each once, with its strategies unless it holds for all. */
function extrapolations(strategies: readonly StrategyAdvice[]): readonly string[] {
  const all = [...new Set(strategies.flatMap(({ extrapolates }) => extrapolates))]
  return all.map((sentence) => {
    const named = strategies.filter(({ extrapolates }) => extrapolates.includes(sentence)).map(({ strategy }) => strategy)
    return named.length === strategies.length ? sentence : `${named.join(', ')}: ${sentence}`
  })
}
