import type { RunFile } from '../../archive/run-file.ts'
import type { ScenarioRecord } from '../../archive/scenario-record.ts'
import { DurationHistogram } from '../../load/histogram.ts'
import { formatFigure } from '../../units.ts'
import type { ScenarioGroup } from '../scenario-group.ts'
import { groupScenarios, ownVariant } from '../scenario-group.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { figureColumn, nameColumn } from './table.ts'

/** How long polls or edits took, in milliseconds: a panel for each scenario that is drawn. */
export interface TimesChart {
  readonly kind: 'times'
  readonly panels: readonly { readonly title: string; readonly rows: readonly TimesRow[] }[]
}

export interface TimesRow {
  readonly series: Series
  /** Response: from when the request was due; service: from when it left. */
  readonly clock: 'response' | 'service'
  readonly count: number
  readonly ms: { readonly p1: number; readonly p10: number; readonly p25: number; readonly p50: number; readonly p75: number; readonly p90: number; readonly p99: number; readonly max: number }
}

const id = 'times'
const question = 'How long do users wait?'
/** A figure of this many panels can still be taken in; the table has all. */
const mostPanels = 4

export function timesFigure(run: RunFile): Figure {
  const groups = groupScenarios(run.scenarios).map(withTimes).filter((group) => group.records.length > 0)
  if (groups.length === 0) {
    return missingFigure(id, question, 'No scenario was played in this run. `npm run bench -- --classes none --scenarios dashboard` plays one that shows response and service times.')
  }
  const panels = chosenPanels(run, groups)
  return {
    id,
    question,
    answer: answerOf(panels),
    explanation:
      'Milliseconds on a logarithmic scale: the thick box holds the middle half of the requests, the thinner ones 10 to 90 % and 1 to 99 %, the line reaches to the longest; the stroke is the median. ' +
      'Response time runs from when a request was due, service time from when it left: only where arrivals do not wait (an open workload) can they differ, so closed scripts show one.',
    remarks: [],
    chart: panels.length === 0 ? null : { kind: 'times', panels },
    missing: null,
    table: {
      caption: 'Response and service times in ms',
      columns: [
        nameColumn('scenario'), nameColumn('strategy'), nameColumn('request'), figureColumn('count'),
        ...['response p50', 'p90', 'p99', 'max', 'service p50', 'p90', 'p99', 'max'].map(figureColumn),
      ],
      rows: groups.flatMap(({ title, records }) => records.map((record) => tableRow(title, record, ownVariant(record, records)))),
    },
  }
}

/** The kind of request that a scenario is about: polls, or edits where nobody polls. */
function timedKindOf({ byKind }: ScenarioRecord): 'poll' | 'edit' | undefined {
  return (['poll', 'edit'] as const).find((kind) => (byKind[kind]?.requests ?? 0) > 0)
}

function withTimes(group: ScenarioGroup): ScenarioGroup {
  return { ...group, records: group.records.filter((record) => record.voidReason === null && timedKindOf(record) !== undefined) }
}

/** Open workloads first, since only they show both clocks; of several variants the last, which has the most changes. */
function chosenPanels(run: RunFile, groups: readonly ScenarioGroup[]): TimesChart['panels'] {
  const isOpen = ({ records }: ScenarioGroup) => records.some(({ workload }) => workload === 'open')
  const ordered = [...groups.filter(isOpen), ...groups.filter((group) => !isOpen(group))].slice(0, mostPanels)
  return ordered.flatMap(({ title, records }) => {
    const last = records.at(-1)!
    const variant = ownVariant(last, records)
    const shown = records.filter((record) => record.variant === last.variant)
    const rows = seriesOf(run).flatMap((series) => shown.filter(({ strategy }) => strategy === series.name).flatMap((record) => rowsOf(series, record)))
    const kind = timedKindOf(last)
    return rows.length === 0 ? [] : [{ title: `${kind === 'poll' ? 'Polls' : 'Edits'} of ${title}${variant === '' ? '' : `, ${variant}`} (${last.workload})`, rows }]
  })
}

function rowsOf(series: Series, record: ScenarioRecord): readonly TimesRow[] {
  const kind = timedKindOf(record)
  const times = kind === undefined ? undefined : record.byKind[kind]
  if (times === undefined) return []
  const clocks = record.workload === 'open' ? (['response', 'service'] as const) : (['service'] as const)
  return clocks.flatMap((clock) => {
    const { encoded, count } = clock === 'response' ? times.responseTime : times.serviceTime
    const histogram = decode(encoded)
    if (histogram === undefined || count === 0) return []
    const ms = (percentile: number) => histogram.valueAtPercentile(percentile) / 1e6
    return [{ series, clock, count, ms: { p1: ms(1), p10: ms(10), p25: ms(25), p50: ms(50), p75: ms(75), p90: ms(90), p99: ms(99), max: ms(100) } }]
  })
}

/** A file whose histograms cannot be read still has its percentiles, in the table. */
function decode(encoded: string): DurationHistogram | undefined {
  try {
    return DurationHistogram.decode(encoded)
  } catch {
    return undefined
  }
}

function tableRow(title: string, record: ScenarioRecord, variant: string): readonly string[] {
  const kind = timedKindOf(record)!
  const { requests, responseTime, serviceTime } = record.byKind[kind]!
  const ms = ({ p50Ns, p90Ns, p99Ns, maxNs }: typeof responseTime) => [p50Ns, p90Ns, p99Ns, maxNs].map((durationNs) => formatFigure(durationNs / 1e6))
  return [variant === '' ? title : `${title}, ${variant}`, record.strategy, kind, String(requests), ...ms(responseTime), ...ms(serviceTime)]
}

/** Fewer requests make no tail to rank by: their 99th percentile is one of the few longest. */
const leastToRank = 1000

/** Medians of the first panels; who waits shortest and longest only where there are requests enough to say so. */
function answerOf(panels: TimesChart['panels']): string {
  return panels.slice(0, 2).flatMap(({ title, rows }) => {
    const shown = rows.filter(({ clock }) => clock === (rows.some((row) => row.clock === 'response') ? 'response' : 'service'))
    const sorted = shown.toSorted((a, b) => a.ms.p50 - b.ms.p50)
    const [best, worst] = [sorted[0], sorted.at(-1)]
    if (best === undefined || worst === undefined) return []
    const counts = shown.map(({ count }) => count)
    const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
    const ranked = fewest >= leastToRank && best !== worst
    const median = ({ ms, series }: TimesRow) => `${formatFigure(ms.p50)} ms${ranked ? ` (${series.name})` : ''}`
    const range = formatFigure(best.ms.p50) === formatFigure(worst.ms.p50) ? median(best) : `${median(best)} to ${median(worst)}`
    const requests = fewest === most ? `${most}` : `${fewest} to ${most}`
    return [`${title}: half within ${range}, of ${requests} requests each${ranked || best === worst ? '' : ', too few to rank strategies'}.`]
  }).join(' ')
}
