import { describeVerdict, formatEffect } from '../ab/verdict-table.ts'
import { listFirst } from '../report/view/name-list.ts'
import type { Table } from '../report/view/table.ts'
import { figureColumn, nameColumn } from '../report/view/table.ts'
import type { HistoryEntry } from './history-entry.ts'

type Verdict = HistoryEntry['cells'][number]['verdict']

/** One suite in the line of a cell. */
export interface HistoryPoint {
  /** 0-based, in the order of the history: the same in every panel. */
  readonly place: number
  readonly commit: string
  readonly verdict: Verdict
  /** Head over the reference, as a change in per cent. */
  readonly change: number
  /** Of its 95 % interval; null: there is none. */
  readonly low: number | null
  readonly high: number | null
  readonly hint: string
}

export interface HistoryPanel {
  readonly cell: string
  /** At least one. */
  readonly points: readonly HistoryPoint[]
}

export interface HistoryView {
  readonly title: string
  readonly answer: string
  readonly because: string
  /** Short commits of all suites, by place. */
  readonly commits: readonly string[]
  readonly panels: readonly HistoryPanel[]
  readonly table: Table
  readonly provenance: readonly (readonly [string, string])[]
}

/** What the page says, of at least one entry: a pure function. */
export function historyView(entries: readonly HistoryEntry[]): HistoryView {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('a history without a suite cannot be drawn')
  const cells = [...new Set(entries.flatMap((entry) => entry.cells.map(({ cell }) => cell)))]
  const { cpuModel, cores, node } = first.machine
  return {
    title: 'etag-bench history',
    answer: answerOf(last),
    because: `Server CPU per request against build ${short(first.reference)}, which every suite measures beside its own: a machine that is slower today slows both. ${entries.length === 1 ? 'One suite' : `${entries.length} suites`}, from ${day(first)} to ${day(last)}.`,
    commits: entries.map(({ commit }) => short(commit)),
    panels: cells.map((cell) => ({ cell, points: entries.flatMap((entry, place) => pointsOf(entry, place, cell)) })).filter(({ points }) => points.length > 0),
    table: tableOf(entries),
    provenance: [['Reference build', first.reference], ['CPU', `${cpuModel}, ${cores} cores`], ['Node', node], ['Newest suite', `${last.suite}, of commit ${last.commit}`]],
  }
}

function answerOf({ commit, cells }: HistoryEntry): string {
  const named = (verdict: Verdict) => cells.filter((cell) => cell.verdict === verdict).map(({ cell }) => cell)
  const [slower, faster] = [named('regressed'), named('improved')]
  const told = cells.filter(({ verdict }) => verdict !== 'void' && verdict !== 'cannot-tell').length
  if (slower.length > 0) return `${short(commit)} has regressed against the reference in ${listFirst(slower, longestList)}`
  if (faster.length > 0) return `${short(commit)} is faster than the reference in ${listFirst(faster, longestList)}, and slower in nothing`
  if (told === 0) return `Of ${short(commit)} nothing can be told`
  return `${short(commit)} is no slower than the reference in ${told} of ${cells.length} cells${told === cells.length ? '' : '; the others cannot be told'}`
}

const longestList = 3

function pointsOf({ commit, startedAt, cells }: HistoryEntry, place: number, name: string): readonly HistoryPoint[] {
  return cells.flatMap(({ cell, verdict, effect }) => {
    if (cell !== name || effect === null) return []
    const [low, high] = effect.kind === 'interval' ? [percent(effect.low), percent(effect.high)] : [null, null]
    const hint = `${short(commit)}, ${startedAt.slice(0, 10)}: ${formatEffect(effect)}, ${verdict}, ${effect.launches} launches`
    return [{ place, commit: short(commit), verdict, change: percent(effect.point), low, high, hint }]
  })
}

function tableOf(entries: readonly HistoryEntry[]): Table {
  const rows = entries.toReversed().flatMap(({ commit, startedAt, suite, cells }) =>
    cells.map(({ cell, verdict, effect, launchSd, smallestEffect }) => [
      cell,
      short(commit),
      startedAt.slice(0, 10),
      effect === null ? '-' : formatEffect(effect),
      describeVerdict({ verdict, margin: 0 }).replace(/ >=0%$/, ''),
      effect === null ? '-' : String(effect.launches),
      launchSd === null ? '-' : `${(launchSd * 100).toFixed(1)} %`,
      smallestEffect === null ? '-' : `${(smallestEffect * 100).toFixed(1)} %`,
      suite,
    ]))
  const columns = [nameColumn('cell'), nameColumn('commit'), nameColumn('date'), figureColumn('change'), nameColumn('verdict'), figureColumn('launches'), figureColumn('launch sd'), figureColumn('finds'), nameColumn('suite')]
  return { caption: 'Every effect, newest first', columns, rows }
}

const percent = (ratio: number) => (ratio - 1) * 100
const short = (commit: string) => commit.slice(0, 10)
const day = ({ startedAt }: HistoryEntry) => startedAt.slice(0, 10)
