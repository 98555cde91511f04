import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { describeSetting } from '../plan/scenario-flags.ts'
import { formatSize } from '../../servers/resource/size.ts'
import type { Row } from './columns.ts'

/** What was played of one scenario at one size: every variant on every strategy. */
export interface ScenarioGroup {
  /** `edit-contended, 10kB, 3 attempts`: with what all variants share. */
  readonly title: string
  readonly scenario: string
  readonly records: readonly ScenarioRecord[]
}

/** Of each script on each strategy the last attempt: earlier ones were void. In the order in which they were played. */
export function lastAttempts(records: readonly ScenarioRecord[]): readonly ScenarioRecord[] {
  const keyOf = ({ scenario, variant, strategy, sizeBytes }: ScenarioRecord) => JSON.stringify([scenario, variant, strategy, sizeBytes])
  return [...Map.groupBy(records, keyOf).values()].map((attempts) => attempts.at(-1)!)
}

/** In the order in which they were played. */
export function groupScenarios(records: readonly ScenarioRecord[]): readonly ScenarioGroup[] {
  return [...Map.groupBy(lastAttempts(records), ({ scenario, sizeBytes }) => `${scenario}, ${formatSize(sizeBytes)}`)].map(([place, ofPlace]) => {
    return { title: [place, ...sharedParts(ofPlace)].join(', '), scenario: ofPlace[0]!.scenario, records: ofPlace }
  })
}

/** What tells the variant of a record from those of the others: empty where there is but one. */
export function ownVariant({ variant }: ScenarioRecord, among: readonly ScenarioRecord[]): string {
  const shared = sharedParts(among)
  return partsOf(variant).filter((part) => !shared.includes(part)).join(', ')
}

function sharedParts(records: readonly ScenarioRecord[]): readonly string[] {
  const [first = [], ...others] = [...new Set(records.map(({ variant }) => variant))].map(partsOf)
  return first.filter((part) => others.every((parts) => parts.includes(part)))
}

/** A variant is named by its settings, with commas between them. */
const partsOf = (variant: string) => (variant === 'default' ? [] : variant.split(', '))

/** Whether editors could get into each other's way: those who only change what others poll cannot. */
export function isContended({ records }: ScenarioGroup): boolean {
  return records.some(({ polls, edits, lostUpdates }) => edits !== null && (polls === null || edits.aborts > 0 || lostUpdates.most > 0))
}

/**
 * A row per record: strategies below each other; in a sweep, below the name of each strategy a row for each value of the
 * setting that varies most, and what else varies beside the name.
 */
export function rowsOf(records: readonly ScenarioRecord[], cellsOf: (record: ScenarioRecord) => readonly string[]): readonly Row[] {
  if (new Set(records.map(({ variant }) => variant)).size === 1) {
    return records.map((record) => ({ name: record.strategy, cells: cellsOf(record) }))
  }
  const [main, ...others] = sweptSettings(records)
  const blockOf = ({ strategy, settings }: ScenarioRecord) => [strategy, ...others.map((key) => describeSetting(key, settings[key] ?? ''))].join(', ')
  const rowOf = ({ variant, settings }: ScenarioRecord) => (main === undefined ? variant : describeSetting(main, settings[main] ?? ''))
  const byStrategy = [...Map.groupBy(records, ({ strategy }) => strategy).values()]
  return byStrategy.flatMap((own) => [...Map.groupBy(own, blockOf)]).flatMap(([name, ofBlock]) => [
    { name, cells: [] },
    ...ofBlock.map((record) => ({ name: `  ${rowOf(record)}`, cells: cellsOf(record) })),
  ])
}

/** Names of settings that differ between records, the one with most values first. */
function sweptSettings(records: readonly ScenarioRecord[]): readonly string[] {
  const keys = [...new Set(records.flatMap(({ settings }) => Object.keys(settings)))]
  const values = (key: string) => new Set(records.map(({ settings }) => settings[key])).size
  return keys.filter((key) => values(key) > 1).toSorted((a, b) => values(b) - values(a))
}
