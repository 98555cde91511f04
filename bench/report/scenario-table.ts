import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { formatClocks, timedKind } from './clock-table.ts'
import { compressedPollBytes } from './compression.ts'
import type { Compression } from './compression.ts'
import { formatEdits } from './edit-table.ts'
import { formatPolls, hasUseless } from './poll-table.ts'
import { formatPollTimes } from './poll-time-table.ts'
import type { ScenarioGroup } from './scenario-group.ts'
import { groupScenarios, isContended } from './scenario-group.ts'

export interface TitledTable {
  /** A paragraph of any length. */
  readonly title: string
  readonly lines: readonly string[]
}

/**
 * Up to three tables for each scenario: its polls, its edits where they could conflict, and how long its requests took: both
 * clocks of an open workload, the polls' service time of a closed one (what it was due says nothing: its users wait).
 */
export function formatScenarios(records: readonly ScenarioRecord[], compression?: Compression): readonly TitledTable[] {
  const explained = new Set<string>()
  /** The columns are explained above the first table that has them. */
  const once = (legend: string) => {
    if (explained.has(legend)) return ''
    explained.add(legend)
    return legend
  }
  return groupScenarios(records).flatMap((group) => {
    const { records: played, title, scenario } = group
    const remark = remarks[scenario] ?? ''
    const polls = played.some((record) => record.polls !== null)
    const open = played.filter(({ workload }) => workload === 'open')
    const closed = played.filter(({ workload }) => workload === 'closed')
    return [
      ...(polls ? [table(title, [once(pollsLegend(played, compression)), remark, ...(hasUseless(played) ? [once(uselessLegend)] : [])], formatPolls(played, compression))] : []),
      ...(isContended(group) ? [table(polls ? `${title}, edits` : title, [once(editsLegend), polls ? '' : remark], formatEdits(editing(group)))] : []),
      ...(open.length > 0 ? [table(`${title}, open workload`, [once(clocksLegend(open[0]!))], formatClocks(open))] : []),
      ...(polls && closed.length > 0 ? [table(`${title}, closed workload, ms of its polls`, [once(pollTimesLegend)], formatPollTimes(closed))] : []),
    ]
  })
}

const editing = ({ records }: ScenarioGroup) => records.filter(({ edits, voidReason }) => edits !== null || voidReason !== null)

function table(title: string, notes: readonly string[], lines: readonly string[]): TitledTable {
  const told = notes.filter((note) => note !== '')
  return { title: told.length === 0 ? title : `${title}: ${told.join(' ')}`, lines }
}

function pollsLegend(records: readonly ScenarioRecord[], compression: Compression | undefined): string {
  const beside = records.some((record) => compressedPollBytes(record, compression) !== undefined) ? ', raw and where the API compresses (gzip)' : ''
  return `polls answered 304, bytes saved against the same script on none (a false 304 saves nothing)${beside}, certain false 304s (+ possible ones: a change was under way).`
}
const uselessLegend = 'Useless: 200s with what the client had already.'

const editsLegend =
  'refused edits (412); of each accepted one the attempts, and the requests and bytes it took beyond its own read and write; accepted and not lost per second; time from first read to acceptance; edits given up; accepted ones lost.'

function clocksLegend(record: ScenarioRecord): string {
  return `times of its ${timedKind(record)}s, from when they were due (response) and from when they left (service); requests that left more than 10 ms late; never sent.`
}

const pollTimesLegend = 'from when a poll left until its answer was there.'

/** What a scenario is about, where its columns do not say it. */
const remarks: Readonly<Record<string, string>> = {
  touch:
    'Some writes put back the content as it was: a version moves all the same, and the next poll is a useless 200; a hash stays. A date moves too, once its second is over.',
  drift:
    'Nobody edits, so every poll but the first deserves a 304, but the server adds the time or shuffles its keys: a hash of the bytes follows that, a canonical one survives the order of keys, a version or a date both.',
}
