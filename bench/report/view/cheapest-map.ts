import type { RunFile } from '../../archive/run-file.ts'
import type { CellCosts } from '../../estimate/launch-costs.ts'
import { cellCosts, defined, differences, means, textOf } from '../../estimate/launch-costs.ts'
import { settledCells } from '../../estimate/settling.ts'
import { valueAtSize } from '../../model/size-line.ts'
import { controlAgainName, controlName } from '../../plan/arm.ts'
import { estimateLogRatio } from '../../stats/interval.ts'
import { rankArms } from '../../stats/ranking.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatBytes } from '../format-bytes.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { formatPercent } from './format-estimate.ts'
import { listNames } from './name-list.ts'
import type { Safety } from './safety.ts'
import { readSafety } from './safety.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { figureColumn } from './table.ts'

/** Which strategy that loses nothing polls cheapest, by size and share of polls that find a change; CPU, saturated. */
export interface CheapestMapChart {
  readonly kind: 'cheapest-map'
  /** Every size has a cell for every share; sizes and shares ascend. */
  readonly cells: readonly MapCell[]
  /** Those that may win: strategies that lose nothing. */
  readonly candidates: readonly Series[]
}

export interface MapCell {
  readonly sizeBytes: number
  readonly size: string
  /** False: between two measured sizes, each launch on a straight line in the size, as the advisor has it. */
  readonly measured: boolean
  /** 0 to 1. */
  readonly changedFraction: number
  readonly changed: string
  /** The cheapest first, then those whose paired interval with it does not rule out that they are as cheap. */
  readonly cheapest: readonly Series[]
  /** In all of the paired interval, the control, which loses edits, would be cheaper than the cheapest. */
  readonly controlCheaper: boolean
}

const id = 'cheapest-map'
const question = 'Which one is cheapest, for which content and which rate of change?'
const shares = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 1]
/** Cells between two measured sizes: enough to see where the answer turns. */
const stepsBetweenSizes = 3

export function cheapestMapFigure(run: RunFile): Figure {
  const safe = readSafety(run).filter(({ losesNothing }) => losesNothing)
  const costs = new MixedCosts(run)
  const candidates = seriesOf(run).filter(({ name }) => safe.some((each) => each.name === name) && costs.sizesOf(name).length > 0)
  if (candidates.length === 0) return missingFigure(id, question, whyMissing(safe))
  const sizes = gridOf([...new Set(candidates.flatMap(({ name }) => costs.sizesOf(name)))].toSorted((a, b) => a - b))
  const cells = sizes.flatMap((size) => shares.map((share) => cellOf(costs, candidates, size, share)))
  return {
    id,
    question,
    answer: answerOf(cells),
    explanation:
      'Server CPU per poll, saturated: each colour is the cheapest strategy among those that lose no edit and send no false 304. Grey: the paired 95 % intervals, where there are enough launches for any, cannot tell so many strategies apart. ' +
      'A ring: answering without any tag would be cheaper still, at the price of lost edits and of the bytes. Rows without a tick lie between measured sizes and are interpolated.',
    remarks: [],
    chart: { kind: 'cheapest-map', cells, candidates },
    missing: null,
    table: {
      caption: 'Cheapest strategy that loses nothing, in server CPU per poll, saturated; several: they cannot be told apart',
      columns: [figureColumn('size'), ...shares.map((share) => figureColumn(`${formatPercent(share)} changed`))],
      rows: sizes.filter(({ measured }) => measured).map(({ sizeBytes }) => {
        const own = cells.filter((cell) => cell.sizeBytes === sizeBytes)
        return [own[0]?.size ?? '', ...own.map(({ cheapest, controlCheaper }) => describeCell(cheapest, controlCheaper))]
      }),
    },
  }
}

function describeCell(cheapest: readonly Series[], controlCheaper: boolean): string {
  return `${cheapest.map(({ name }) => name).join(', ')}${controlCheaper ? ' (without a tag cheaper)' : ''}`
}

function whyMissing(safe: readonly Safety[]): string {
  return safe.length === 0
    ? 'No strategy of this run loses nothing: measure one with a strong tag, such as version or sha256.'
    : 'This needs the CPU costs of a 200 and of a 304. `npm run bench` measures them, unless --classes leaves one out.'
}

interface GridSize {
  readonly sizeBytes: number
  readonly measured: boolean
}

function gridOf(sizes: readonly number[]): readonly GridSize[] {
  return sizes.flatMap((sizeBytes, index) => {
    const next = sizes[index + 1]
    if (next === undefined) return [{ sizeBytes, measured: true }]
    const between = Array.from({ length: stepsBetweenSizes - 1 }, (_, step) => sizeBytes * (next / sizeBytes) ** ((step + 1) / stepsBetweenSizes))
    return [{ sizeBytes, measured: true }, ...between.map((size) => ({ sizeBytes: Math.round(size), measured: false }))]
  })
}

function cellOf(costs: MixedCosts, candidates: readonly Series[], { sizeBytes, measured }: GridSize, share: number): MapCell {
  const logCosts = new Map(candidates.map(({ name }) => [name, costs.logUs(name, sizeBytes, share)]))
  const { cheapest: first, indistinguishable } = rankArms(logCosts)
  const control = estimateLogRatio(defined(differences(costs.controlLogUs(sizeBytes), logCosts.get(first ?? '') ?? [])))
  const names = first === undefined ? [] : [first, ...indistinguishable]
  return {
    sizeBytes,
    size: measured ? formatSize(sizeBytes) : formatBytes(sizeBytes),
    measured,
    changedFraction: share,
    changed: formatPercent(share),
    cheapest: names.flatMap((name) => candidates.filter((series) => series.name === name)),
    controlCheaper: control?.kind === 'interval' && control.high < 1,
  }
}

/** Two points need no third. */
const nothing = () => 0

type LogUs = readonly (number | undefined)[]

/** CPU per poll of a mix of 200s and 304s, launch by launch, so that strategies stay paired. */
class MixedCosts {
  readonly #cells: ReadonlyMap<string, CellCosts>
  readonly #sizes: readonly number[]

  constructor(run: RunFile) {
    this.#cells = settledCells(run, cellCosts(run))
    this.#sizes = run.settings.sizesBytes.toSorted((a, b) => a - b)
  }

  /** Where both a 200 and a 304 have a figure in some launch. */
  sizesOf(arm: string): readonly number[] {
    return this.#sizes.filter((size) => this.logUs(arm, size, 0.5).some((cost) => cost !== undefined))
  }

  logUs(arm: string, sizeBytes: number, share: number): LogUs {
    const changed = this.#classLogUs([arm], '200', sizeBytes)
    const unchanged = this.#classLogUs([arm], '304', sizeBytes)
    return changed.map((changedLog, launch) => {
      const unchangedLog = unchanged[launch]
      if (changedLog === undefined || unchangedLog === undefined) return undefined
      return Math.log(share * Math.exp(changedLog) + (1 - share) * Math.exp(unchangedLog))
    })
  }

  /** Its 200, whatever the share: it has no other answer. */
  controlLogUs(sizeBytes: number): LogUs {
    return this.#classLogUs([controlName, controlAgainName], '200', sizeBytes)
  }

  /** Between measured sizes on the straight line between the neighbours, as in the cost model. */
  #classLogUs(arms: readonly string[], responseClass: '200' | '304', sizeBytes: number): LogUs {
    const above = this.#sizes.find((size) => size >= sizeBytes) ?? sizeBytes
    const below = this.#sizes.findLast((size) => size <= sizeBytes) ?? sizeBytes
    const at = (size: number) => means(arms.map((arm) => this.#cells.get(textOf({ arm, responseClass, sizeBytes: size, load: 'saturated' }))?.logUs ?? []))
    if (above === below) return at(above)
    const [low, high] = [at(below), at(above)]
    return low.map((cost, launch) => {
      const other = high[launch]
      if (cost === undefined || other === undefined) return undefined
      const points = [{ sizeBytes: below, value: Math.exp(cost) }, { sizeBytes: above, value: Math.exp(other) }]
      return Math.log(valueAtSize(points, sizeBytes, nothing))
    })
  }
}

function answerOf(cells: readonly MapCell[]): string {
  const alone = cells.filter(({ cheapest }) => cheapest.length === 1)
  const wins = [...Map.groupBy(alone, ({ cheapest }) => cheapest[0]!.name)].toSorted(([, a], [, b]) => b.length - a.length)
  const tied = cells.length - alone.length
  const control = cells.filter(({ controlCheaper }) => controlCheaper).length
  const parts = [
    ...(wins.length > 0 ? [`Alone the cheapest: ${listNames(wins.map(([name, own]) => `${name} in ${own.length}`))} of ${cells.length} cells.`] : []),
    ...(tied > 0 ? [`In ${tied === cells.length ? `all ${tied} cells` : tied} several cannot be told apart.`] : []),
    ...(control > 0 ? [`In ${control} no tag at all would take less CPU, and lose edits.`] : []),
  ]
  return parts.join(' ')
}
