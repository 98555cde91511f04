import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { controlName } from '../plan/arm.ts'
import { formatSize } from '../../servers/resource/size.ts'
import { formatColumns } from './columns.ts'

const nameWidth = 17

/** Records that share a table: those of a scenario that polls, or of one variant of a scenario that does not. */
export interface ScenarioGroup {
  readonly title: string
  readonly polls: boolean
  readonly records: readonly ScenarioRecord[]
}

/** In the order in which they were played. */
export function groupScenarios(records: readonly ScenarioRecord[]): readonly ScenarioGroup[] {
  const polling = new Set(records.filter(({ polls }) => polls !== null).map(({ scenario }) => scenario))
  const titleOf = ({ scenario, variant, sizeBytes }: ScenarioRecord) =>
    `${scenario}, ${formatSize(sizeBytes)}${polling.has(scenario) || variant === 'default' ? '' : `, ${variant}`}`
  return [...Map.groupBy(records, titleOf)].map(([title, ofTitle]) => {
    return { title, polls: ofTitle.some(({ scenario }) => polling.has(scenario)), records: ofTitle }
  })
}

/** Share of polls answered 304, bytes saved against the same script on `none`, false 304s: per strategy and variant. */
export function formatPolls(polled: readonly ScenarioRecord[]): string[] {
  const falseWidth = Math.max(5, ...polled.map((record) => formatFalse(record).length))
  const variants = [...new Set(polled.map(({ variant }) => variant))]
  const strategies = [...new Set(polled.map(({ strategy }) => strategy))]
  const rows = strategies.map((strategy) => {
    const cells = variants.map((variant) => {
      const record = polled.find((each) => each.strategy === strategy && each.variant === variant)
      return formatPollCell(record, polled.find((each) => each.strategy === controlName && each.variant === variant), falseWidth)
    })
    return { name: strategy, cells }
  })
  return formatColumns('', variants, [{ name: '', cells: variants.map(() => `304s saved ${'false'.padStart(falseWidth)}`) }, ...rows], 20)
}

function formatPollCell(record: ScenarioRecord | undefined, control: ScenarioRecord | undefined, falseWidth: number): string {
  if (record?.polls == null) return '-'
  if (record.voidReason !== null) return 'void'
  const saved = savedFraction(record, control)
  const share = record.byKind['poll'] ? record.polls.notModified / record.byKind['poll'].requests : 0
  return `${percent(share)} ${(saved === undefined ? '-' : percent(saved)).padStart(5)} ${formatFalse(record).padStart(falseWidth)}`
}

/** `368`, or `368+2` where 2 more may have been false. */
function formatFalse({ polls }: ScenarioRecord): string {
  if (polls === null) return ''
  return polls.possibleFalse === 0 ? String(polls.certainFalse) : `${polls.certainFalse}+${polls.possibleFalse}`
}

/**
 * Bytes of the polls in both directions, less than on `none`. A false 304 saves nothing: the client is owed the 200 that
 * it would have got, so it is charged as one.
 */
export function savedFraction(record: ScenarioRecord, control: ScenarioRecord | undefined): number | undefined {
  const polls = record.byKind['poll']
  const plain = control?.byKind['poll']
  if (record.polls === null || polls === undefined || plain === undefined || plain.requests === 0) return undefined
  const plainBytesPerPoll = (plain.sentBytes + plain.receivedBytes) / plain.requests
  const falseOnes = record.polls.notModified - record.polls.trueNotModified
  const owed = falseOnes * plainBytesPerPoll
  return 1 - (polls.sentBytes + polls.receivedBytes + owed) / (plainBytesPerPoll * polls.requests)
}

/** Aborts, attempts and lost edits per strategy. */
export function formatEdits(edited: readonly ScenarioRecord[]): string[] {
  return [
    `${''.padEnd(nameWidth)}  aborts  attempts/commit  gave up     lost edits  p99 response`,
    ...edited.map((record) => {
      const { strategy, edits, lostUpdates, byKind } = record
      const name = strategy.slice(0, nameWidth - 1).padEnd(nameWidth)
      if (record.voidReason !== null) return `${name}${'void'.padStart(8)}`
      if (edits === null) return `${name}${'-'.padStart(8)}`
      const responseMs = (byKind['edit']?.responseTime.p99Ns ?? 0) / 1e6
      return [
        name,
        percent(edits.abortRate).padStart(8),
        (edits.committed === 0 ? '-' : (edits.attempts / edits.committed).toFixed(2)).padStart(17),
        String(edits.gaveUp).padStart(9),
        formatLost(lostUpdates).padStart(15),
        `${responseMs.toFixed(1)} ms`.padStart(14),
      ].join('')
    }),
  ]
}

/** `0 of 320`, or `3-5 of 320` where edits without an answer leave it open. */
export function formatLost({ least, most, acknowledged }: ScenarioRecord['lostUpdates']): string {
  return `${least === most ? least : `${least}-${most}`} of ${acknowledged}`
}

/** Never `-0%`: adding 0 makes it 0. */
const percent = (fraction: number) => `${Math.round(fraction * 100) + 0}%`.padStart(4)
