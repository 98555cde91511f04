import type { RunFile } from '../../archive/run-file.ts'
import type { MicroFile } from '../../micro/micro-file.ts'
import type { Bounded } from '../../model/advice.ts'
import type { CpuBar, CpuBreakdown, CpuPartName } from '../../model/breakdown.ts'
import { whereTheCpuGoes } from '../../model/breakdown.ts'
import { explainBreakdown } from '../../model/explain-breakdown.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatFigure } from '../../units.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { formatPercent } from './format-estimate.ts'
import { middleSizeOf } from './middle-size.ts'
import { listNames } from './name-list.ts'
import { figureColumn, nameColumn } from './table.ts'

/** Microseconds of one saturated answer, part by part: a panel for each size, a bar for each answer. */
export interface CpuBreakdownChart {
  readonly kind: 'cpu-breakdown'
  /** In the order in which they are stacked. */
  readonly parts: readonly CpuPartName[]
  readonly panels: readonly { readonly title: string; readonly bars: readonly CpuBreakdownBar[] }[]
}

export interface CpuBreakdownBar {
  /** `304 sha256`. */
  readonly name: string
  readonly totalUs: number
  /** A negative rest is left out: the parts are then longer than the total, which has a mark of its own. */
  readonly parts: readonly { readonly part: CpuPartName; readonly us: number; readonly share: number }[]
}

const id = 'where-the-cpu-goes'
const question = 'Where does the CPU of an answer go?'
const stacked = ['http', 'row', 'parsing', 'serialising', 'hashing', 'compressing', 'rest'] as const satisfies readonly CpuPartName[]

/** Parts that `npm run micro` measured alone, beside what the whole answer cost. */
export function cpuBreakdownFigure(run: RunFile, micro: MicroFile | undefined): Figure {
  if (micro === undefined) {
    return missingFigure(id, question, 'No micro file was joined. `npm run micro` measures reading, parsing, serialising and hashing by themselves, in less than two minutes; `npm run report` then joins the newest.')
  }
  const breakdown = whereTheCpuGoes(run, micro)
  if (breakdown.unfit !== null) return missingFigure(id, question, `Not joined with ${micro.id}: ${breakdown.unfit}.`)
  const bars = sorted(breakdown)
  const present = stacked.filter((part) => bars.some(({ parts }) => parts.some((each) => each.part === part)))
  return {
    id,
    question,
    answer: answerOf(run, bars),
    explanation:
      `Server CPU of one answer in µs, saturated. HTTP is what bare node:http spends on the same answer (the floor); row, parsing, serialising and hashing are measured alone by npm run micro (${micro.id}); ` +
      'the rest is what they leave over: the framework, the preconditions, the garbage. The stroke is the whole: where the parts reach beyond it, they are cheaper in a server than alone.',
    remarks: [...explainBreakdown(breakdown), ...missingRemarks(bars)],
    chart: {
      kind: 'cpu-breakdown',
      parts: present,
      panels: [...Map.groupBy(bars, ({ sizeBytes }) => sizeBytes)].map(([size, own]) => ({ title: `An answer at ${formatSize(size)}`, bars: own.map(barOf) })),
    },
    missing: null,
    table: {
      caption: 'Parts of the CPU of one answer in µs, saturated',
      columns: [figureColumn('size'), nameColumn('strategy'), nameColumn('answer'), figureColumn('whole'), ...present.map(figureColumn)],
      rows: bars.map(({ sizeBytes, strategy, responseClass, totalUs, parts }) => [
        formatSize(sizeBytes),
        strategy,
        responseClass,
        formatBounded(totalUs),
        ...present.map((part) => {
          const found = parts.find((each) => each.part === part)
          return found === undefined ? '–' : `${formatBounded(found.us)} (${formatShare(found.share)})`
        }),
      ]),
    },
  }
}

/** By size, then 304s before 200s, as the other charts have them. */
function sorted({ bars }: CpuBreakdown): readonly CpuBar[] {
  return bars.toSorted((a, b) => a.sizeBytes - b.sizeBytes || b.responseClass.localeCompare(a.responseClass, 'en'))
}

function barOf({ strategy, responseClass, totalUs, parts }: CpuBar): CpuBreakdownBar {
  const drawn = stacked.flatMap((part) => parts.filter((each) => each.part === part && each.us.point > 0))
  return { name: `${responseClass} ${strategy}`, totalUs: totalUs.point, parts: drawn.map(({ part, us, share }) => ({ part, us: us.point, share })) }
}

function formatBounded({ point, low, high }: Bounded): string {
  return low === null || high === null ? formatSigned(point) : `${formatSigned(point)} [${formatSigned(low)}, ${formatSigned(high)}]`
}

const formatSigned = (value: number) => (value < 0 ? `−${formatFigure(-value)}` : formatFigure(value))

/** Never `-0 %`. */
const formatShare = (share: number) => (share < 0 ? `−${formatPercent(-share)}` : formatPercent(share))

/** Hashing is the part that a strategy chooses: what it takes of a 304 at the middle size. */
function answerOf(run: RunFile, bars: readonly CpuBar[]): string {
  const size = middleSizeOf(run)
  const hashed = bars
    .filter(({ sizeBytes, responseClass }) => sizeBytes === size && responseClass === '304')
    .flatMap(({ strategy, parts }) => parts.filter(({ part }) => part === 'hashing').map(({ share }) => ({ strategy, share })))
    .toSorted((a, b) => b.share - a.share)
  if (hashed.length === 0) return ''
  const shares = hashed.map(({ strategy, share }) => `${formatPercent(share)} with ${strategy}`)
  return `Of a 304 at ${formatSize(size)}, hashing would take ${listNames(shares)} at the speed of a loop; what must be read, parsed and serialised before it comes on top.`
}

/** Each once, with the sizes that it holds for. */
function missingRemarks(bars: readonly CpuBar[]): readonly string[] {
  const found = bars.flatMap(({ sizeBytes, missing }) => missing.map((sentence) => ({ sizeBytes, sentence })))
  return [...Map.groupBy(found, ({ sentence }) => sentence)].map(([sentence, own]) => {
    return `${listNames([...new Set(own.map(({ sizeBytes }) => formatSize(sizeBytes)))])}: ${sentence}.`
  })
}
