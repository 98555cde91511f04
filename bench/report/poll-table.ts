import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { controlName } from '../plan/arm.ts'
import { cut, formatColumns } from './columns.ts'
import { compressedPollBytes, pollBytes } from './compression.ts'
import type { Compression } from './compression.ts'
import { ownVariant } from './scenario-group.ts'

/**
 * Share of polls answered 304, bytes saved against the same script on `none` (and beside it those where the API
 * compresses, if they can be told), useless 200s where there are any, false 304s: per strategy and variant.
 */
export function formatPolls(records: readonly ScenarioRecord[], compression?: Compression): string[] {
  const polled = records.filter(({ polls }) => polls !== null)
  const widths = {
    gzip: polled.some((record) => compressedPollBytes(record, compression) !== undefined) ? 4 : 0,
    useless: hasUseless(polled) ? Math.max(7, ...polled.map(({ polls }) => String(polls?.uselessOk).length)) : 0,
    false: Math.max(5, ...polled.map((record) => formatFalse(record).length)),
  }
  const variants = [...new Set(polled.map(({ variant }) => variant))]
  const strategies = [...new Set(polled.map(({ strategy }) => strategy))]
  const rows = strategies.map((strategy) => {
    const cells = variants.map((variant) => {
      const record = polled.find((each) => each.strategy === strategy && each.variant === variant)
      const control = polled.find((each) => each.strategy === controlName && each.variant === variant)
      return formatPollCell(record, control, widths, compression)
    })
    return { name: strategy, cells }
  })
  const labels = variants.map(() => joined(['304s', widths.gzip === 0 ? 'saved' : 'raw', 'gzip', 'useless', 'false'], widths))
  return formatColumns('', variantHeads(polled, variants), [{ name: '', cells: labels }, ...rows], 20).filter((line) => line !== '')
}

export function hasUseless(records: readonly ScenarioRecord[]): boolean {
  return records.some(({ polls }) => polls !== null && polls.uselessOk > 0)
}

/** What tells each variant from the others, above its column. */
export function variantHeads(polled: readonly ScenarioRecord[], variants: readonly string[]): string[] {
  return variants.map((variant) => cut(ownVariant(polled.find((each) => each.variant === variant)!, polled), mostHeadColumns))
}

/** What fits into a line beside the names of strategies. */
const mostHeadColumns = 60

interface Widths {
  /** 0: left out. */
  readonly gzip: number
  /** 0: left out. */
  readonly useless: number
  readonly false: number
}

function formatPollCell(
  record: ScenarioRecord | undefined,
  control: ScenarioRecord | undefined,
  widths: Widths,
  compression: Compression | undefined,
): string {
  if (record?.polls == null) return '-'
  if (record.voidReason !== null) return 'void'
  const [saved, coded] = [savedFraction(record, control), savedFraction(record, control, (each) => compressedPollBytes(each, compression))]
  const share = record.byKind['poll'] ? record.polls.notModified / record.byKind['poll'].requests : 0
  const known = (fraction: number | undefined) => (fraction === undefined ? '-' : percent(fraction))
  return joined([percent(share), known(saved), known(coded), String(record.polls.uselessOk), formatFalse(record)], widths)
}

function joined([notModified, saved, coded, useless, falseOnes]: readonly [string, string, string, string, string], widths: Widths): string {
  const compressed = widths.gzip === 0 ? [saved.padStart(5)] : [saved.padStart(4), coded.padStart(widths.gzip)]
  const shown = widths.useless === 0 ? [] : [useless.padStart(widths.useless)]
  return [notModified.padStart(4), ...compressed, ...shown, falseOnes.padStart(widths.false)].join(' ')
}

/** `368`, or `368+2` where 2 more may have been false. */
function formatFalse({ polls }: ScenarioRecord): string {
  if (polls === null) return ''
  return polls.possibleFalse === 0 ? String(polls.certainFalse) : `${polls.certainFalse}+${polls.possibleFalse}`
}

/**
 * Bytes of the polls in both directions, less than on `none`. A false 304 saves nothing: the client is owed the 200 that
 * it would have got, so it is charged as one. `bytesOf`: of all polls of a record.
 */
export function savedFraction(
  record: ScenarioRecord,
  control: ScenarioRecord | undefined,
  bytesOf: (record: ScenarioRecord) => number | undefined = pollBytes,
): number | undefined {
  const [bytes, plainBytes] = [bytesOf(record), control && bytesOf(control)]
  const plainPolls = control?.byKind['poll']?.requests ?? 0
  if (record.polls === null || bytes === undefined || plainBytes === undefined || plainPolls === 0) return undefined
  const plainBytesPerPoll = plainBytes / plainPolls
  const falseOnes = record.polls.notModified - record.polls.trueNotModified
  const owed = falseOnes * plainBytesPerPoll
  return 1 - (bytes + owed) / (plainBytesPerPoll * record.byKind['poll']!.requests)
}

/** Never `-0%`: adding 0 makes it 0. */
export const percent = (fraction: number) => `${Math.round(fraction * 100) + 0}%`
