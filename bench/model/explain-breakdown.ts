import { formatSize } from '../../servers/resource/size.ts'
import { controlName } from '../plan/arm.ts'
import { formatFigure } from '../units.ts'
import type { Bounded } from './advice.ts'
import type { CpuBar, CpuBreakdown } from './breakdown.ts'
import type { HashFactor } from './hash-factor.ts'
import { spokenStrategy } from './spoken-strategy.ts'

/** Where the parts do not add up to the whole, and by how much: sentences for a reader. */
export function explainBreakdown({ bars, hashFactors, unfit }: CpuBreakdown): readonly string[] {
  if (unfit !== null) return [`The parts are not shown: ${unfit}.`]
  return [...explainRest(bars), ...explainExcess(bars), ...explainFactors(hashFactors, bars)]
}

function explainRest(bars: readonly CpuBar[]): readonly string[] {
  const [first] = bars
  const shares = bars
    .filter(({ strategy, responseClass }) => strategy === first?.strategy && responseClass === first.responseClass)
    .flatMap(({ sizeBytes, parts }) => parts.flatMap(({ part, share }) => (part === 'rest' ? [`${(share * 100).toFixed(0)} % at ${formatSize(sizeBytes)}`] : [])))
  if (first === undefined || shares.length === 0) return []
  return [
    `Of a ${first.responseClass} of ${spokenStrategy({ name: first.strategy, isControl: first.strategy === controlName })}, the parts leave over ${list(shares)}: the framework, and all that the same work ` +
      'costs more between requests, on cold caches, than in a loop that does nothing else.',
  ]
}

function explainExcess(bars: readonly CpuBar[]): readonly string[] {
  const exceeding = bars.filter(({ parts }) => parts.some(({ part, us }) => part === 'rest' && us.high !== null && us.high < 0))
  if (exceeding.length === 0) return []
  const names = exceeding.map(({ strategy, responseClass, sizeBytes }) => `${responseClass} of ${strategy} at ${formatSize(sizeBytes)}`)
  return [`Alone, the parts cost more than the whole: ${list(names)}. Both were measured at different hours; such a bar says little.`]
}

function explainFactors(factors: readonly HashFactor[], bars: readonly CpuBar[]): readonly string[] {
  const hashes = bars.some(({ parts }) => parts.some(({ part }) => part === 'hashing'))
  if (factors.length === 0) return hashes ? ['How much longer a hash takes in a handler than in a loop, this micro file does not say: npm run micro measures it.'] : []
  const dearer = factors.filter(({ factor }) => factor.low !== null && factor.low > 1)
  const cheaper = factors.filter(({ factor }) => factor.high !== null && factor.high < 1)
  const unclear = factors.filter((each) => !dearer.includes(each) && !cheaper.includes(each))
  const sentence = (which: readonly HashFactor[], what: string) => (which.length === 0 ? [] : [`${what}: ${list(which.map(describe))}.`])
  return [
    ...sentence(dearer, 'A hash takes longer in a handler, between the other work of requests, than in a loop of its own, as bars have it; what it takes more is within the rest'),
    ...sentence(cheaper, 'It came out quicker in a handler than in a loop'),
    ...sentence(unclear, 'What it takes in a handler cannot be told from what it takes in a loop'),
  ]
}

const describe = ({ hash, sizeBytes, factor }: HashFactor) => `${hash} at ${formatSize(sizeBytes)} ×${formatBounded(factor)}`

function formatBounded({ point, low, high }: Bounded): string {
  return low === null || high === null ? `${formatFigure(point)} (no interval)` : `${formatFigure(point)} [${formatFigure(low)}, ${formatFigure(high)}]`
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
