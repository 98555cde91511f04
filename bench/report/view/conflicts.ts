import type { RunFile } from '../../archive/run-file.ts'
import type { ScenarioRecord } from '../../archive/scenario-record.ts'
import { describeSetting } from '../../plan/scenario-flags.ts'
import { editCells } from '../edit-cells.ts'
import { formatLost } from '../edit-table.ts'
import type { ScenarioGroup } from '../scenario-group.ts'
import { ownVariant } from '../scenario-group.ts'
import { conflictGroups } from './conflict-groups.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { formatPercent } from './format-estimate.ts'
import { listNames } from './name-list.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { spokenName } from './spoken-name.ts'
import { figureColumn, nameColumn } from './table.ts'

/** What editors of the same documents do to each other, one block a scenario. */
export interface ConflictChart {
  readonly kind: 'conflicts'
  readonly blocks: readonly ConflictBlock[]
}

export interface ConflictBlock {
  readonly title: string
  /** Contending editors, ascending; with more than one number a line against them can be drawn. */
  readonly editorCounts: readonly number[]
  readonly points: readonly ConflictPoint[]
  /** Scripts that do not count, by strategy and variant. */
  readonly voids: readonly Pick<ConflictPoint, 'series' | 'variant'>[]
}

export interface ConflictPoint {
  readonly series: Series
  /** What tells it from other points of its series: empty where nothing does. */
  readonly variant: string
  readonly editors: number | null
  /** 412s over attempts with a precondition: 0 to 1. */
  readonly abortRate: number
  /** Writes over accepted edits; null: none was accepted. */
  readonly attemptsPerCommit: number | null
  /** Acknowledged edits that are gone for certain, and those that may be. */
  readonly lostLeast: number
  readonly lostMost: number
  readonly acknowledged: number
  /** `187 of 320`. */
  readonly lostText: string
}

const id = 'conflicts'
const question = 'What happens when several people edit the same thing?'

export function conflictFigure(run: RunFile): Figure {
  const groups = conflictGroups(run.scenarios)
  const blocks = groups.map((group) => blockOf(run, group)).filter(({ points }) => points.length > 0)
  if (blocks.length === 0) {
    return missingFigure(id, question, 'No contended edits were played in this run. `npm run bench -- --scenarios edit-contended --editors 1,2,4,8,16,32` plays them.')
  }
  return {
    id,
    question,
    answer: answerOf(run, blocks),
    explanation:
      'Refused: writes answered 412, of those with a precondition. Attempts: writes for each accepted edit. Lost: edits that the server acknowledged and that are not in the final document, counted by two independent oracles.',
    remarks: [],
    chart: { kind: 'conflicts', blocks },
    missing: null,
    table: {
      caption: 'Edits of contended scenarios',
      columns: [
        nameColumn('scenario'), nameColumn('strategy'), figureColumn('refused (412)'), figureColumn('attempts per commit'), figureColumn('wasted per commit'),
        figureColumn('goodput /s'), figureColumn('p50 ms'), figureColumn('p99 ms'), figureColumn('gave up'), figureColumn('lost'),
      ],
      rows: groups.flatMap(({ title, records }) => records.map((record) => rowOf(title, record, ownVariant(record, records)))),
    },
  }
}

function blockOf(run: RunFile, { title, records }: ScenarioGroup): ConflictBlock {
  const series = seriesOf(run)
  const counted = records.filter(({ edits, voidReason }) => edits !== null && voidReason === null)
  const placeOf = (record: ScenarioRecord) => {
    const own = series.find(({ name }) => name === record.strategy)
    return own === undefined ? [] : [{ series: own, variant: ownVariant(record, records) }]
  }
  const points = counted.flatMap((record): ConflictPoint[] => {
    const [place] = placeOf(record)
    const { edits, lostUpdates, settings } = record
    if (place === undefined || edits === null) return []
    return [
      {
        ...place,
        editors: typeof settings['editors'] === 'number' ? settings['editors'] : null,
        abortRate: edits.abortRate,
        attemptsPerCommit: edits.committed === 0 ? null : edits.attempts / edits.committed,
        lostLeast: lostUpdates.least,
        lostMost: lostUpdates.most,
        acknowledged: lostUpdates.acknowledged,
        lostText: formatLost(lostUpdates),
      },
    ]
  })
  const voids = records.filter(({ voidReason }) => voidReason !== null).flatMap(placeOf)
  const editorCounts = editorCountsOf(points)
  return { title: withEditors(title, editorCounts), editorCounts, points, voids }
}

/** Against how many nobody sees on a bar, where the variant does not say it. */
function withEditors(title: string, counts: readonly number[]): string {
  const [count, ...others] = counts
  if (count === undefined || others.length > 0) return title
  const says = title.split(', ').some((part) => part.startsWith(`${count} editor`))
  return says ? title : `${title}, ${describeSetting('editors', count)}`
}

/** Only where nothing but the editors varies: else a line would join what is not alike. */
function editorCountsOf(points: readonly ConflictPoint[]): readonly number[] {
  const counts = [...new Set(points.map(({ editors }) => editors))].filter((count) => count !== null).toSorted((a, b) => a - b)
  const once = new Set(points.map(({ series, editors }) => `${series.place} ${editors}`)).size === points.length
  return once ? counts : []
}

function rowOf(title: string, { strategy, edits, lostUpdates, voidReason }: ScenarioRecord, variant: string): readonly string[] {
  const where = [variant === '' ? title : `${title}, ${variant}`, strategy]
  if (voidReason !== null || edits === null) return [...where, voidReason === null ? '–' : 'void', '', '', '', '', '', '', '']
  const { attemptsPerCommit, wastedBytesPerCommit, goodputPerSecond, p50Ms, p99Ms, gaveUp } = editCells(edits, '–')
  return [...where, formatPercent(edits.abortRate), attemptsPerCommit, wastedBytesPerCommit, goodputPerSecond, p50Ms, p99Ms, gaveUp, formatLost(lostUpdates)]
}

function answerOf(run: RunFile, blocks: readonly ConflictBlock[]): string {
  const points = blocks.flatMap((block) => block.points)
  const ordered = points.toSorted((a, b) => a.series.place - b.series.place)
  const bySeries = [...Map.groupBy(ordered, ({ series }) => series.name)].map(([name, own]) => {
    const total = (key: 'lostLeast' | 'lostMost' | 'acknowledged') => own.reduce((sum, point) => sum + point[key], 0)
    return { name, least: total('lostLeast'), most: total('lostMost'), acknowledged: total('acknowledged') }
  })
  const losers = bySeries.filter(({ most }) => most > 0)
  const keepers = bySeries.filter(({ most, acknowledged }) => most === 0 && acknowledged > 0).map(({ name }) => name)
  const lost = losers.map(({ name, ...counts }) => `${formatLost(counts)} with ${spokenName(run, name)}`)
  const parts = [
    ...(lost.length > 0 ? [`Accepted edits got lost: ${listNames(lost)}.`] : []),
    ...(keepers.length > 0 ? [`Not a single one with ${listNames(keepers, 'or')}: a conflicting write is refused and made again.`] : []),
  ]
  return parts.join(' ')
}
