import type { Estimates, RankingEntry, UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import { formatSize } from '../../servers/resource/size.ts'
import { controlAgainName, controlName } from '../plan/arm.ts'
import { modelCheckSentences } from './check-sentences.ts'
import { formatBreakEven, formatInterval, formatShare } from './cost-table.ts'
import { scenarioTakeaways } from './scenario-takeaways.ts'

/** A few sentences that say what to take from a run, and how far to trust it. */
export function takeaways(run: RunFile): string[] {
  const { estimates } = run
  return [
    ...(estimates === null ? [] : [...cheapest(run, estimates), ...compression(run, estimates), ...breakEven(estimates), ...trust(run, estimates)]),
    ...scenarioTakeaways(run),
    ...(run.modelCheck == null ? [] : modelCheckSentences(run.modelCheck)),
    ...caveats(run),
    ...run.warnings.map((warning) => `Warning: ${warning}`),
  ]
}

const classNames = { '304': 'a poll that finds no change', '200': 'a poll that finds a change', put: 'a write' } as const

/** One sentence per class: sizes that share an answer are named together. */
function cheapest(run: RunFile, estimates: Estimates): string[] {
  return (Object.keys(classNames) as (keyof typeof classNames)[]).flatMap((responseClass) => {
    const rankings = run.settings.sizesBytes.flatMap((size) =>
      estimates.rankings.filter((each) => each.responseClass === responseClass && each.load === 'saturated' && each.sizeBytes === size),
    )
    const named = rankings.flatMap((ranking) => {
      const sentence = nameCheapest(ranking)
      const missing = nameUnmeasured(run, estimates, ranking)
      return sentence === undefined ? [] : [{ sentence, missing, size: formatSize(ranking.sizeBytes) }]
    })
    const parts = [...Map.groupBy(named, ({ sentence, missing }) => `${sentence} ${missing}`).values()].map((alike) => {
      return `${alike[0]!.sentence} (${alike.map(({ size }) => size).join(', ')}${alike[0]!.missing})`
    })
    return parts.length === 0 ? [] : [`Cheapest for ${classNames[responseClass]}, saturated: ${parts.join('; ')}.`]
  })
}

function nameCheapest({ cheapest: first, indistinguishable }: RankingEntry): string | undefined {
  if (first === null) return undefined
  return indistinguishable.length === 0 ? first : `${first}, which cannot be told apart from ${indistinguishable.join(', ')}`
}

/** `; version not measured`: strategies that could have been the cheapest and have no valid figure. */
function nameUnmeasured({ arms }: RunFile, { unitCosts }: Estimates, { responseClass, sizeBytes, load }: RankingEntry): string {
  const measured = unitCosts.filter((cost) => cost.responseClass === responseClass && cost.sizeBytes === sizeBytes && cost.load === load && cost.cpuUsPerRequest !== null)
  const isMeasured = (...names: readonly string[]) => measured.some(({ arm }) => names.includes(arm))
  const missing = arms.filter(({ name, role, classes }) => {
    if (!classes.includes(responseClass)) return false
    return role === 'control' ? !isMeasured(controlName, controlAgainName) : role === 'strategy' && !isMeasured(name)
  })
  return missing.length === 0 ? '' : `; ${missing.map(({ name }) => name).join(', ')} not measured`
}

/** What gzip costs, where a reference tells, beside what it makes of the contents. */
function compression({ contents }: RunFile, { unitCosts }: Estimates): string[] {
  const parts = contents.flatMap(({ sizeBytes, gzipBytes }) => {
    const cost = unitCosts.find((each) => each.arm === 'none-gzip' && each.load === 'saturated' && each.sizeBytes === sizeBytes)
    if (cost === undefined || cost.ratioToControl === null) return []
    const left = formatShare(gzipBytes / sizeBytes)
    return [`${formatInterval(cost.ratioToControl)} times the CPU for ${left} of the content at ${formatSize(sizeBytes)}`]
  })
  return parts.length === 0 ? [] : [`A 200 of none in gzip, saturated: ${parts.join('; ')}.`]
}

function breakEven(estimates: Estimates): string[] {
  const strategies = [...new Set(estimates.savings.map(({ strategy }) => strategy))]
  const parts = strategies.flatMap((strategy) => {
    const own = estimates.savings.filter((each) => each.strategy === strategy)
    const cpu = own.map(({ sizeBytes, breakEven304FractionCpu }) => `${formatBreakEven(breakEven304FractionCpu)} at ${formatSize(sizeBytes)}`)
    return own.length === 0 ? [] : [`${strategy} ${cpu.join(', ')}`]
  })
  return parts.length === 0 ? [] : [`Share of 304s from which a tag saves server CPU against none: ${parts.join('; ')}.`]
}

function trust(run: RunFile, estimates: Estimates): string[] {
  const { control, laneAgreement, medianRelativeHalfWidth, unitCosts } = estimates
  const sentences: string[] = []
  if (control.overall !== null) {
    const holds = control.overall.kind === 'interval' && control.overall.low <= 1 && 1 <= control.overall.high
    const verdict = control.overall.kind === 'point-only' ? 'says nothing yet' : holds ? 'holds 1, as it must' : 'DOES NOT HOLD 1: do not trust small differences in this run'
    sentences.push(`A/A control (none over none): ${formatInterval(control.overall)} ${verdict}.`)
  }
  if (medianRelativeHalfWidth !== null) {
    sentences.push(`Median half-width of the 95 % intervals on ratios: ${(medianRelativeHalfWidth * 100).toFixed(1)} %.`)
  }
  if (laneAgreement !== null) sentences.push(`Virtual users over autocannon, CPU of the same requests: ${formatInterval(laneAgreement)}.`)
  const [outrun, voids] = partition(unitCosts.filter(({ voidReason }) => voidReason !== null), (cost) => isOutrunFloor(run, cost))
  for (const alike of Map.groupBy(outrun, ({ arm, responseClass }) => `${arm} ${responseClass}`).values()) {
    const { arm, responseClass, load } = alike[0]!
    const sizes = alike.map(({ sizeBytes }) => sizeBytes).toSorted((a, b) => a - b).map(formatSize).join(', ')
    sentences.push(`Void: ${arm} ${responseClass} at ${sizes}, ${load}: the load generator takes longer over such a request than the server, which had to wait for it (or for another process); there is no ratio to it at ${alike.length === 1 ? 'that size' : 'those sizes'}.`)
  }
  for (const { arm, responseClass, sizeBytes, load, voidReason } of voids) {
    sentences.push(`Void: ${arm} ${responseClass} at ${formatSize(sizeBytes)}, ${load}: ${voidReason}.`)
  }
  const dropped = run.bursts.filter(({ voidReason }) => voidReason !== null).length
  if (dropped > 0) sentences.push(`${dropped} of ${run.bursts.length} bursts were void and not counted; reasons are in the run file.`)
  return sentences
}

/** A reference that was never kept busy: of larger answers the load generator has more work than a server that only sends them. */
function isOutrunFloor({ arms }: RunFile, { arm, voidReason }: UnitCost): boolean {
  return arms.some(({ name, role }) => name === arm && role === 'reference') && (voidReason ?? '').startsWith('the server was busy only')
}

function partition<T>(values: readonly T[], isFirst: (value: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))]
}

/** Strategies that share a caveat are named together. */
function caveats({ arms }: RunFile): string[] {
  const cautioned = arms.filter(({ caveat }) => caveat != null)
  return [...Map.groupBy(cautioned, ({ caveat }) => caveat)].map(([caveat, alike]) => `${alike.map(({ name }) => name).join(', ')}: ${caveat}.`)
}
