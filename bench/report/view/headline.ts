import type { EstimateEntry } from '../../archive/estimates-schema.ts'
import type { RunFile } from '../../archive/run-file.ts'
import { cannotTell } from '../../estimate/break-even.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatLost } from '../edit-table.ts'
import { formatBytes } from '../format-bytes.ts'
import type { Cheapest } from './cheapest-safe.ts'
import { cheapestOf } from './cheapest-safe.ts'
import { formatFactor, formatPercent } from './format-estimate.ts'
import { middleSizeOf } from './middle-size.ts'
import { listNames } from './name-list.ts'
import type { Safety } from './safety.ts'
import { readSafety } from './safety.ts'
import { isControl, spokenName } from './spoken-name.ts'

/** What a run says to "which strategy?", before any chart. */
export interface Headline {
  readonly answer: string
  /** Why, and under which load. */
  readonly because: string
  readonly facts: readonly Fact[]
}

/** One figure large enough to be read across a room. */
export interface Fact {
  readonly figure: string
  readonly label: string
  readonly detail: string
  /** `loss`: edits are gone. */
  readonly tone: 'plain' | 'loss'
}

/** More than this many that cannot be told apart are no recommendation. */
const mostNamed = 3

/** Among strategies that lose nothing, the cheapest at a 304: the answer that most polls of a well-chosen tag get. */
export function headlineOf(run: RunFile): Headline {
  const safety = readSafety(run)
  const safe = safety.filter(({ losesNothing }) => losesNothing).map(({ name }) => name)
  const bySize = run.estimates === null ? [] : cheapestOf(run.estimates, safe, { responseClass: '304', load: 'saturated' })
  const named = namesAtEverySize(bySize)
  return { ...answerOf(run, safety, safe, bySize, named), facts: [...costFacts(run, named), ...lossFacts(run, safety)] }
}

type Answer = Pick<Headline, 'answer' | 'because'>

function answerOf(run: RunFile, safety: readonly Safety[], safe: readonly string[], bySize: readonly Cheapest[], named: readonly string[]): Answer {
  const losers = safety.filter(({ lost }) => (lost?.most ?? 0) > 0).map(({ name }) => name)
  if (safety.every(({ strongTag }) => !strongTag)) {
    return { answer: 'Nothing to recommend: no strategy of this run guards edits', because: 'Only a strong tag lets a server refuse an edit of an outdated copy. Measure one beside these, such as version or sha256.' }
  }
  if (safe.length === 0) {
    return { answer: 'Nothing to recommend: every strategy of this run lost something', because: 'Strong tags lost edits or sent false 304s: read the violations below before anything else.' }
  }
  if (bySize.length === 0 && safety.every(({ lost, falseNotModified }) => lost === null && falseNotModified === null)) {
    return { answer: 'Nothing to recommend: this run has no figures', because: 'It has neither CPU per request nor a script that counted. What was set, and why it ended, is below.' }
  }
  if (bySize.length === 0) {
    const kept = `Not a single accepted edit got lost with ${listNames(safe, 'or')}`
    const lost = losers.length > 0 ? `Accepted edits got lost with ${listNames(losers.map((name) => spokenName(run, name)))}` : 'No accepted edit got lost'
    return { answer: losers.length > 0 ? `${lost}. ${kept}` : lost, because: 'This run has no CPU figures, so it cannot say which of those that lose nothing is cheapest.' }
  }
  const apart = 'Of the strategies that lose no edit and send no false 304'
  if (named.length === 0) {
    const parts = bySize.map(({ sizeBytes, names }) => `${listNames(names.slice(0, 2), 'or')} at ${formatSize(sizeBytes)}`)
    return { answer: `It depends on the size: ${listNames(parts)}`, because: `${apart}, these answer a poll that finds no change with the least server CPU (saturated).` }
  }
  if (named.length > mostNamed) {
    return {
      answer: `${named[0]} looks cheapest, but this run cannot prove it`,
      because: `${apart}, ${named[0]} answers a poll that finds no change with the least server CPU (saturated), but ${listNames(named.slice(1))} cannot be told from it: intervals overlap, or too few launches counted. A longer run on a quieter machine may.`,
    }
  }
  const sizes = bySize.length === 1 ? `at ${formatSize(bySize[0]!.sizeBytes)}` : `at every size from ${formatSize(bySize[0]!.sizeBytes)} to ${formatSize(bySize.at(-1)!.sizeBytes)}`
  const verb = named.length === 1 ? 'answers' : 'answer'
  const tie = named.length === 1 ? '' : '; this run cannot tell them apart'
  const summary = run.arms.find(({ name }) => name === named[0])?.summary
  return {
    answer: `Use ${listNames(named, 'or')}`,
    because: `${apart}, ${listNames(named)} ${verb} a poll that finds no change with the least server CPU ${sizes} (saturated)${tie}.${named.length === 1 && summary !== undefined ? ` ${named[0]}: ${summary}.` : ''}`,
  }
}

/** Cheapest, or not told from it, wherever it was measured; those that are first most often come first. */
function namesAtEverySize(bySize: readonly Cheapest[]): readonly string[] {
  const [first, ...others] = bySize
  if (first === undefined) return []
  const firsts = (name: string) => bySize.filter(({ names }) => names[0] === name).length
  return first.names.filter((name) => others.every(({ names }) => names.includes(name))).toSorted((a, b) => firsts(b) - firsts(a))
}

function costFacts(run: RunFile, named: readonly string[]): readonly Fact[] {
  const { estimates } = run
  const [name] = named
  const size = middleSizeOf(run)
  if (estimates === null || name === undefined) return []
  const cost = estimates.unitCosts.find((each) => each.arm === name && each.responseClass === '304' && each.sizeBytes === size && each.load === 'saturated')
  const saving = estimates.savings.find(({ strategy, sizeBytes }) => strategy === name && sizeBytes === size)
  const at = formatSize(size)
  const cpu = saving?.breakEven304FractionCpu ?? null
  return [
    ...(cost?.ratioToControl == null ? [] : [{
      figure: `×${formatFactor(cost.ratioToControl.point)}`,
      label: `CPU of a 304 by ${name}`,
      detail: `of what the same poll costs without a tag; ${describeInterval(cost.ratioToControl)}; at ${at}, saturated`,
      tone: 'plain' as const,
    }]),
    ...(saving === undefined ? [] : [{
      figure: formatBytes(saving.bytesSavedPer304),
      label: 'saved by each 304',
      detail: `at ${at}, both directions${saving.bytesSavedPer304WithGzip === null ? '' : `; ${formatBytes(saving.bytesSavedPer304WithGzip)} where the API compresses`}`,
      tone: 'plain' as const,
    }]),
    // A share of which nothing is known is no fact.
    ...(cpu === null || cannotTell(cpu) ? [] : [{
      figure: cpu.point >= 1 ? 'never' : formatPercent(cpu.point),
      label: cpu.point >= 1 ? 'saves server CPU' : 'of polls must be 304s to save CPU',
      detail: `${name} at ${at}${cpu.kind === 'interval' ? `, 95 % interval ${formatPercent(cpu.low)} to ${formatPercent(cpu.high)}` : ''}; in bytes ${saving?.breakEven304FractionBytes == null ? 'never' : `from ${formatPercent(saving.breakEven304FractionBytes)}`}`,
      tone: 'plain' as const,
    }]),
  ]
}

function describeInterval(estimate: EstimateEntry): string {
  return estimate.kind === 'interval' ? `95 % interval ${formatFactor(estimate.low)} to ${formatFactor(estimate.high)}` : 'no interval: too few launches'
}

/** The worst loser first: what is gone cannot be made up for by any speed. */
function lossFacts(run: RunFile, safety: readonly Safety[]): readonly Fact[] {
  const edited = safety.flatMap(({ name, lost }) => (lost === null ? [] : [{ name, lost }]))
  const shareOf = ({ lost }: (typeof edited)[number]) => lost.least / lost.acknowledged
  const losers = edited.filter(({ lost }) => lost.most > 0).toSorted((a, b) => shareOf(b) - shareOf(a))
  const keepers = edited.filter(({ lost }) => lost.most === 0)
  const [worst] = losers
  if (worst === undefined) return []
  return [
    {
      figure: formatPercent(shareOf(worst)),
      label: `of accepted edits lost ${isControl(run, worst.name) ? 'without a tag' : `with ${worst.name}`}`,
      detail: `${losers.map(({ name, lost }) => `${formatLost(lost)} with ${name}`).join(', ')}${keepers.length > 0 ? `; not a single one with ${keepers.length > mostNamed + 1 ? `the ${keepers.length} others` : listNames(keepers.map(({ name }) => name), 'or')}` : ''}`,
      tone: 'loss',
    },
  ]
}
