import * as Plot from '@observablehq/plot'
import { formatPercent } from '../../view/format-estimate.ts'
import type { ConflictBlock, ConflictChart, ConflictPoint } from '../../view/conflicts.ts'
import { drawEditorLines } from './editor-lines.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import type { PanelId } from './panel-id.ts'
import { colourOf, labelOf } from './series-style.ts'

/** One figure of a point: how it is drawn, and what is written beside it. */
export interface ConflictMetric {
  readonly title: string
  readonly unit: string
  readonly valueOf: (point: ConflictPoint) => number | null
  readonly ticks: readonly number[]
  /** The least scale: it grows with the values. */
  readonly most: number
  readonly least: number
  readonly format: (value: number) => string
  readonly labelOf: (point: ConflictPoint) => string
  /** In the colour of loss wherever it is above the least. */
  readonly isLoss: boolean
}

const quarters = [0, 0.25, 0.5, 0.75, 1]

/** The loss first: everything else can be mended by trying again. */
export const conflictMetrics: readonly ConflictMetric[] = [
  {
    title: 'Accepted edits that got lost', unit: 'share of accepted edits', valueOf: lostFraction, ticks: quarters, least: 0, most: 1, format: formatPercent,
    labelOf: (point) => (point.lostMost > 0 ? `${point.lostText} LOST` : point.lostText), isLoss: true,
  },
  {
    title: 'Writes refused (412)', unit: 'share of writes with a precondition', valueOf: ({ abortRate }) => abortRate, ticks: quarters, least: 0, most: 1, format: formatPercent,
    labelOf: ({ abortRate }) => formatPercent(abortRate), isLoss: false,
  },
  {
    title: 'Attempts per accepted edit', unit: 'writes', valueOf: ({ attemptsPerCommit }) => attemptsPerCommit, ticks: [0, 1, 2, 3, 4, 5, 6, 8, 10], least: 0, most: 2, format: (value) => String(value),
    labelOf: ({ attemptsPerCommit }) => (attemptsPerCommit === null ? 'nothing accepted' : attemptsPerCommit.toFixed(2)), isLoss: false,
  },
]

/** Three panels for each scenario: lines over the number of editors where that varies, else a bar for each strategy. */
export function drawConflicts({ blocks }: ConflictChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  return blocks.flatMap((block, blockIndex) =>
    conflictMetrics.map((metric, index) => {
      const id = idOf(blockIndex * conflictMetrics.length + index)
      return block.editorCounts.length > 1 ? drawEditorLines(block, metric, id, frame) : drawBars(block, metric, id, frame)
    }),
  )
}

/** For the certain part of what was lost. */
function lostFraction({ lostLeast, acknowledged }: ConflictPoint): number | null {
  return acknowledged === 0 ? null : lostLeast / acknowledged
}

const rowPx = 26

function drawBars({ title, points, voids }: ConflictBlock, metric: ConflictMetric, id: string, frame: Frame): Drawing {
  const rows = points.flatMap((point) => {
    const value = metric.valueOf(point)
    const lost = metric.isLoss && value !== null && point.lostMost > 0
    return value === null ? [] : [{ name: rowName(point), value, label: metric.labelOf(point), fill: lost ? 'var(--loss)' : colourOf(point.series), lost }]
  })
  const names = [...points, ...voids].toSorted((a, b) => a.series.place - b.series.place).map(rowName)
  const longest = Math.max(...names.map((name) => name.length))
  const most = Math.max(metric.most, ...rows.map(({ value }) => value))
  return draw({ id, title: metric.title, group: title, description: `${rows.map(({ name, label }) => `${name} ${label}`).join('; ')}.` }, frame, {
    height: 8 + names.length * rowPx + 40,
    marginTop: 8,
    marginBottom: 40,
    marginLeft: 12 + longest * 6.8,
    marginRight: 22,
    x: { domain: [metric.least, metric.isLoss ? most : most * 1.18], ticks: metric.ticks.filter((tick) => tick <= most), tickFormat: metric.format, label: metric.unit, labelArrow: 'none', labelAnchor: 'right', grid: true },
    y: { type: 'band', domain: names, label: null, tickSize: 0, padding: 0.25 },
    marks: [
      Plot.barX(rows, { x1: metric.least, x2: 'value', y: 'name', fill: 'fill', fillOpacity: metric.isLoss ? 1 : 0.75 }),
      Plot.ruleX([metric.least], { stroke: 'var(--muted)' }),
      Plot.text(rows.filter((row) => !fitsWithin(row)), { x: 'value', y: 'name', text: 'label', textAnchor: 'start', dx: 5, fill: textColour, fontWeight: 600 }),
      Plot.text(voids.map(rowName), { x: metric.least, y: (name: string) => name, text: () => 'void', textAnchor: 'start', dx: 5, fill: 'var(--muted)', fontStyle: 'italic' }),
      Plot.text(rows.filter(fitsWithin), { x: 'value', y: 'name', text: 'label', textAnchor: 'end', dx: -6, fill: 'var(--on-bar)', fontWeight: 700 }),
    ],
  })
}

/** A long bar of loss leaves no room beside it; others do, and their colours are too light for text. */
const fitsWithin = ({ lost, value }: { readonly lost: boolean; readonly value: number }) => lost && value > 0.5

const textColour = ({ lost }: { readonly lost: boolean }) => (lost ? 'var(--loss)' : 'var(--ink)')

function rowName({ series, variant }: Pick<ConflictPoint, 'series' | 'variant'>): string {
  return variant === '' ? labelOf(series) : labelOf({ name: `${series.name}, ${variant}` })
}
