import type { Saving } from '../../archive/estimates-schema.ts'
import type { RunFile } from '../../archive/run-file.ts'
import { cannotTell } from '../../estimate/break-even.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatBreakEven } from '../cost-table.ts'
import { formatBytes } from '../format-bytes.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { boundsOf, formatPercent, formatPercentUp } from './format-estimate.ts'
import { listNames } from './name-list.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { figureColumn, nameColumn } from './table.ts'

/** Shares of polls (0 to 1) that must end in 304 before a tag pays for itself; 0: it always does, 1: it never does, null: that cannot be told. */
export interface BreakEvenChart {
  readonly kind: 'break-even'
  readonly panels: readonly { readonly title: string; readonly rows: readonly BreakEvenRow[] }[]
}

export interface BreakEvenRow {
  readonly series: Series
  readonly size: string
  readonly share: number | null
  readonly low: number | null
  readonly high: number | null
}

const id = 'break-even'
const question = 'From which share of 304s does a tag pay for itself?'

export function breakEvenFigure(run: RunFile): Figure {
  const savings = (run.estimates?.savings ?? []).toSorted((a, b) => a.sizeBytes - b.sizeBytes)
  if (savings.length === 0) {
    return missingFigure(id, question, 'This needs the costs of a 200 and of a 304. `npm run bench` measures them, unless --classes leaves one out.')
  }
  const rows = (shareOf: (saving: Saving) => Omit<BreakEvenRow, 'series' | 'size'> | undefined) =>
    savings.flatMap((saving) => {
      const series = seriesOf(run).find(({ name }) => name === saving.strategy)
      const share = shareOf(saving)
      return series === undefined || share === undefined ? [] : [{ series, size: formatSize(saving.sizeBytes), ...share }]
    })
  const panels = [
    { title: 'In server CPU, saturated', rows: rows(cpuShare) },
    { title: 'In bytes, request and answer', rows: rows(bytesShare) },
  ]
  return {
    id,
    question,
    answer: answerOf(savings),
    explanation:
      'Against the same polls without a tag. The mark is the share of polls answered 304 at which both cost the same, with its 95 % interval; the bar reaches from there to 100 %: where the tag pays. ' +
      'In bytes the tag is charged in both directions, in every 200 too. No bar: it never pays, or the launches differ too much to tell.',
    remarks: [],
    chart: { kind: 'break-even', panels: panels.filter((panel) => panel.rows.length > 0) },
    missing: null,
    table: {
      caption: 'Share of polls answered 304 from which a tag pays for itself, and what it saves and adds in bytes',
      columns: [
        nameColumn('strategy'), figureColumn('size'), figureColumn('pays in CPU from'), figureColumn('pays in bytes from'),
        figureColumn('bytes saved per 304'), figureColumn('with gzip'), figureColumn('bytes added per 200'),
      ],
      rows: savings.map((saving) => [
        saving.strategy,
        formatSize(saving.sizeBytes),
        formatBreakEven(saving.breakEven304FractionCpu),
        saving.breakEven304FractionBytes === null ? 'never' : formatPercent(saving.breakEven304FractionBytes),
        formatBytes(saving.bytesSavedPer304),
        saving.bytesSavedPer304WithGzip === null ? '–' : formatBytes(saving.bytesSavedPer304WithGzip),
        formatBytes(saving.bytesAddedPer200),
      ]),
    },
  }
}

function cpuShare({ breakEven304FractionCpu: estimate }: Saving): Omit<BreakEvenRow, 'series' | 'size'> | undefined {
  if (estimate === null) return undefined
  if (cannotTell(estimate)) return { share: null, low: null, high: null }
  const { low, high } = boundsOf(estimate)
  return { share: within(estimate.point), low: low === null ? null : within(low), high: high === null ? null : within(high) }
}

function bytesShare({ breakEven304FractionBytes: share }: Saving): Omit<BreakEvenRow, 'series' | 'size'> {
  return { share: share === null ? 1 : within(share), low: null, high: null }
}

const within = (share: number) => Math.min(1, Math.max(0, share))

/** Who saves CPU at every size, who at none; bytes are saved by everybody nearly always. */
function answerOf(savings: readonly Saving[]): string {
  const byStrategy = [...Map.groupBy(savings, ({ strategy }) => strategy)].flatMap(([name, own]) => {
    const told = own.filter(({ breakEven304FractionCpu: estimate }) => estimate !== null && !cannotTell(estimate))
    const shares = told.map(({ breakEven304FractionCpu }) => within(breakEven304FractionCpu!.point))
    const [first, last] = [told[0], told.at(-1)]
    if (first === undefined || last === undefined) return []
    return [{ name, first, last, dearest: Math.max(...shares), isNever: told.length === own.length && told.every(isCertainlyNever) }]
  })
  const paying = byStrategy.filter(({ dearest }) => dearest <= 0.5)
  const never = byStrategy.filter(({ isNever }) => isNever)
  const untold = savings.filter(({ breakEven304FractionCpu: estimate }) => estimate !== null && cannotTell(estimate))
  const sizes = new Set(savings.map(({ sizeBytes }) => sizeBytes)).size
  const anySize = sizes > 1 ? ' at any size' : ''
  const bytes = savings.flatMap(({ breakEven304FractionBytes }) => (breakEven304FractionBytes === null ? [] : [breakEven304FractionBytes]))
  return [
    ...(paying.length > 0 ? [`In CPU, ${listNames(describePaying(paying))}.`] : []),
    ...(never.length > 0 ? [`${listNames(never.map(({ name }) => name))} ${never.length > 1 ? 'do' : 'does'} not save CPU${anySize}.`] : []),
    ...(untold.length > 0 ? [`It cannot be told for ${listNames(describeUntold(untold))}.`] : []),
    ...(bytes.length > 0 ? [`In bytes every tag ${bytes.length === savings.length ? '' : 'that saves any '}pays from ${formatPercentUp(Math.max(...bytes))} of 304s on.`] : []),
  ].join(' ')
}

/** Even a 304 is dearer than what `none` sends, beyond doubt where there are launches enough for an interval. */
function isCertainlyNever({ breakEven304FractionCpu: estimate }: Saving): boolean {
  return estimate !== null && (estimate.kind === 'interval' ? estimate.low : estimate.point) >= 1
}

/** `sha256 at 10kB and 1MB`. */
function describeUntold(untold: readonly Saving[]): readonly string[] {
  return [...Map.groupBy(untold, ({ strategy }) => strategy)].map(([name, own]) => `${name} at ${listNames(own.map(({ sizeBytes }) => formatSize(sizeBytes)))}`)
}

interface Paying {
  readonly name: string
  readonly first: Saving
  readonly last: Saving
}

/** `version pays from 22 % of 304s on at 1kB and 1 % at 1MB`: those that pay from the same shares together. */
function describePaying(paying: readonly Paying[]): readonly string[] {
  return [...Map.groupBy(paying, sharesOf)].map(([shares, own]) => `${listNames(own.map(({ name }) => name))} ${own.length > 1 ? 'pay' : 'pays'} from ${shares}`)
}

function sharesOf({ first, last }: Paying): string {
  const from = ({ breakEven304FractionCpu }: Saving) => formatPercent(within(breakEven304FractionCpu?.point ?? 0))
  const at = ({ sizeBytes }: Saving) => formatSize(sizeBytes)
  if (first === last) return `${from(first)} of 304s on`
  if (from(first) === from(last)) return `${from(first)} of 304s on, at ${at(first)} as at ${at(last)}`
  return `${from(first)} of 304s on at ${at(first)} and ${from(last)} at ${at(last)}`
}
