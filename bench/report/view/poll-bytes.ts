import type { UnitCost } from '../../archive/estimates-schema.ts'
import type { RunFile } from '../../archive/run-file.ts'
import type { ScenarioRecord } from '../../archive/scenario-record.ts'
import { savedWithGzip } from '../../estimate/gzip-saving.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatBytes } from '../format-bytes.ts'
import { lastAttempts } from '../scenario-group.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { formatPercent } from './format-estimate.ts'
import { middleSizeOf } from './middle-size.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { figureColumn, nameColumn } from './table.ts'

/** Bytes of a poll in both directions, heads included, against the share of polls that find a change (0 to 1). */
export interface PollBytesChart {
  readonly kind: 'poll-bytes'
  readonly panels: readonly PollBytesPanel[]
}

export interface PollBytesPanel {
  readonly title: string
  readonly lines: readonly PollBytesLine[]
  /** Of scenarios that were played: a false 304 is charged as the 200 that the client was owed. */
  readonly played: readonly { readonly series: Series; readonly changedFraction: number; readonly bytesPerPoll: number }[]
}

/** Straight between its ends: `unchanged` at a share of 0, `changed` at 1. */
export interface PollBytesLine {
  readonly series: Series
  readonly unchangedBytes: number
  readonly changedBytes: number
}

const id = 'bytes-per-poll'
const question = 'What does a poll send over the network?'

export function pollBytesFigure(run: RunFile): Figure {
  const size = middleSizeOf(run)
  const identity = run.settings.encoding === 'identity'
  const plain = linesOf(run, size)
  if (plain.length < 2) {
    return missingFigure(id, question, 'The bytes of a 200 and of a 304 were not both measured in this run. `npm run bench` measures them, unless --classes leaves one out.')
  }
  const compressed = identity ? linesWithGzip(run, size, plain) : plain
  const played = playedPoints(run, size)
  const panels: readonly PollBytesPanel[] = [
    ...(identity ? [{ title: 'Sent as it is', lines: plain, played }] : []),
    ...(compressed.length > 1 ? [{ title: identity ? 'Compressed with gzip (computed)' : 'Compressed with gzip (measured)', lines: compressed, played: identity ? [] : played }] : []),
  ]
  return {
    id,
    question,
    answer: answerOf(run, size, plain, identity ? compressed : []),
    explanation:
      `Bytes of one poll at ${formatSize(size)}, request and answer with their heads, against the share of polls that find a change. Lines follow from the measured bytes of a 200 and a 304` +
      `${played.length > 0 ? '; marks are scenarios that were played, where a false 304 is charged as the 200 that the client should have got' : ''}. Both scales are logarithmic.`,
    remarks: [],
    chart: { kind: 'poll-bytes', panels },
    missing: null,
    table: tableOf(run),
  }
}

function linesOf(run: RunFile, sizeBytes: number): readonly PollBytesLine[] {
  const bytes = (arm: string, responseClass: '200' | '304') => {
    const cost = run.estimates?.unitCosts.find(
      (each) => each.arm === arm && each.responseClass === responseClass && each.sizeBytes === sizeBytes && each.load === 'saturated',
    )
    return totalBytes(cost)
  }
  const [control, ...strategies] = seriesOf(run)
  const measured = strategies.flatMap((series): PollBytesLine[] => {
    const [unchangedBytes, changedBytes] = [bytes(series.name, '304'), bytes(series.name, '200')]
    return unchangedBytes === undefined || changedBytes === undefined ? [] : [{ series, unchangedBytes, changedBytes }]
  })
  // A client of the control sends no validator: its poll is a 200 of any strategy, less what the validators add to it.
  const [plain] = savingsOf(run, sizeBytes).flatMap(({ strategy, bytesAddedPer200 }) => {
    const changed = bytes(strategy, '200')
    return changed === undefined ? [] : [changed - bytesAddedPer200]
  })
  return control === undefined || plain === undefined ? measured : [{ series: control, unchangedBytes: plain, changedBytes: plain }, ...measured]
}

const savingsOf = ({ estimates }: RunFile, sizeBytes: number) => (estimates?.savings ?? []).filter((saving) => saving.sizeBytes === sizeBytes)

function totalBytes(cost: UnitCost | undefined): number | undefined {
  return cost?.sentBytes && cost.receivedBytes ? cost.sentBytes.most + cost.receivedBytes.most : undefined
}

/** What `savedWithGzip` takes away is what the content and its heads shrink by; a strong tag grows in both. */
function linesWithGzip(run: RunFile, sizeBytes: number, plain: readonly PollBytesLine[]): readonly PollBytesLine[] {
  const gzipBytes = run.contents.find((content) => content.sizeBytes === sizeBytes)?.gzipBytes
  if (gzipBytes === undefined) return []
  const saved = (strongTag: boolean) => savedWithGzip({ bytesSavedPer304: 0, sizeBytes, gzipBytes, strongTag })
  const shrinks = -saved(false)
  const tagGrows = saved(false) - saved(true)
  return plain.map(({ series, unchangedBytes, changedBytes }) => {
    if (series.role === 'control') return { series, unchangedBytes: unchangedBytes - shrinks, changedBytes: changedBytes - shrinks }
    const grows = run.arms.find(({ name }) => name === series.name)?.strongTag ? tagGrows : 0
    return { series, unchangedBytes: unchangedBytes + grows, changedBytes: changedBytes - shrinks + grows }
  })
}

/** Scripts at this size whose share of changed polls is a setting. */
function playedPoints(run: RunFile, sizeBytes: number): PollBytesPanel['played'] {
  const records = lastAttempts(run.scenarios).filter((record) => record.sizeBytes === sizeBytes && record.voidReason === null && isPollChanging(record))
  return seriesOf(run).flatMap((series) =>
    records.filter(({ strategy }) => strategy === series.name).flatMap((record) => {
      const control = records.find(({ strategy, variant }) => strategy === seriesOf(run)[0]?.name && variant === record.variant)
      const bytesPerPoll = chargedBytesPerPoll(record, control)
      return bytesPerPoll === undefined ? [] : [{ series, changedFraction: Number(record.settings['changedFraction']), bytesPerPoll }]
    }),
  )
}

function isPollChanging({ scenario, settings }: ScenarioRecord): boolean {
  return scenario === 'poll-changing' && Number(settings['changedFraction']) > 0
}

/** A false 304 owes its client a 200. */
function chargedBytesPerPoll(record: ScenarioRecord, control: ScenarioRecord | undefined): number | undefined {
  const polls = record.byKind['poll']
  if (polls === undefined || polls.requests === 0 || record.polls === null) return undefined
  const plain = control?.byKind['poll']
  const owedBytes = plain === undefined || plain.requests === 0 ? 0 : (plain.sentBytes + plain.receivedBytes) / plain.requests
  const falseOnes = record.polls.notModified - record.polls.trueNotModified
  return (polls.sentBytes + polls.receivedBytes + falseOnes * owedBytes) / polls.requests
}

const bytesAt = ({ unchangedBytes, changedBytes }: PollBytesLine, share: number) => unchangedBytes + share * (changedBytes - unchangedBytes)
const tableShares = [0, 0.01, 0.1, 0.5, 1]

function tableOf(run: RunFile): Figure['table'] {
  const sizes = run.settings.sizesBytes.toSorted((a, b) => a - b)
  const rows = sizes.flatMap((size) => {
    const plain = linesOf(run, size)
    const encodings = run.settings.encoding === 'gzip'
      ? [{ name: 'gzip', lines: plain }]
      : [{ name: 'identity', lines: plain }, { name: 'gzip, computed', lines: linesWithGzip(run, size, plain) }]
    return encodings.flatMap(({ name, lines }) =>
      lines.map((line) => [line.series.name, formatSize(size), name, ...tableShares.map((share) => formatBytes(bytesAt(line, share)))]),
    )
  })
  return {
    caption: 'Bytes per poll, both directions, by the share of polls that find a change',
    columns: [nameColumn('strategy'), figureColumn('size'), nameColumn('encoding'), ...tableShares.map((share) => figureColumn(`${formatPercent(share)} changed`))],
    rows,
  }
}

function answerOf(run: RunFile, sizeBytes: number, plain: readonly PollBytesLine[], compressed: readonly PollBytesLine[]): string {
  const savings = savingsOf(run, sizeBytes).map(({ bytesSavedPer304 }) => bytesSavedPer304)
  const control = plain.find(({ series }) => series.role === 'control')
  if (savings.length === 0 || control === undefined) return ''
  const unchanged = plain.filter(({ series }) => series.role === 'strategy').map(({ unchangedBytes }) => unchangedBytes)
  const gzip = compressed.find(({ series }) => series.role === 'control')
  const compares = gzip === undefined ? '' : `, or ${formatBytes(gzip.changedBytes)} compressed`
  return `A poll that finds no change takes ${formatRange(unchanged)} with any validator, and ${formatBytes(control.changedBytes)} without one${compares}. Which one it is hardly matters here.`
}

function formatRange(bytes: readonly number[]): string {
  const [least, most] = [formatBytes(Math.min(...bytes)), formatBytes(Math.max(...bytes))]
  return least === most ? least : `${least} to ${most}`
}
