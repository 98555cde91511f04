import * as Plot from '@observablehq/plot'
import { formatPercent } from '../../view/format-estimate.ts'
import type { BreakEvenChart, BreakEvenRow } from '../../view/break-even.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import type { PanelId } from './panel-id.ts'
import { colourOf, labelOf, symbolOf } from './series-style.ts'

const rowPx = 20
const sizeGapPx = 12

/** A row for each strategy and size; the bar covers the shares at which the tag pays. */
export function drawBreakEven({ panels }: BreakEvenChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  return panels.map(({ title, rows }, index) => drawPanel(title, rows, idOf(index), frame))
}

function drawPanel(title: string, rows: readonly BreakEvenRow[], id: string, frame: Frame): Drawing {
  const sizes = [...new Set(rows.map(({ size }) => size))]
  const names = [...new Map(rows.toSorted((a, b) => a.series.place - b.series.place).map(({ series }) => [series.name, series])).keys()]
  const absent = sizes.flatMap((size) => names.filter((name) => !rows.some((row) => row.size === size && row.series.name === name)).map((name) => ({ size, name })))
  const longest = Math.max(...rows.map(({ series }) => labelOf(series).length))
  const paying = rows.filter((row): row is PayingRow => row.share !== null && row.share < 1)
  const others = rows.filter(({ share }) => share === null || share >= 1)
  const left = 12 + longest * 6.8
  return draw({ id, title, description: describe(rows) }, frame, {
    height: 8 + sizes.length * (names.length * rowPx + sizeGapPx) + 40,
    marginTop: 8,
    marginBottom: 40,
    marginLeft: left,
    marginRight: sizes.length > 1 ? 52 : 20,
    x: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: formatPercent, label: 'share of polls answered 304', labelArrow: 'none', labelAnchor: 'right', grid: true },
    y: { type: 'band', domain: names, tickFormat: (name: string) => labelOf({ name }), label: null, tickSize: 0, padding: 0.25 },
    fy: { domain: sizes, label: null, padding: 0.12, ...(sizes.length > 1 ? {} : { axis: null }) },
    marks: [
      Plot.barX(paying, { x1: 'share', x2: 1, y: nameOf, fy: 'size', fill: colour, fillOpacity: 0.22 }),
      Plot.ruleY(rows.filter(({ low }) => low !== null), { x1: 'low', x2: 'high', y: nameOf, fy: 'size', stroke: colour, strokeWidth: 2 }),
      ...paying.map((row) => Plot.dot([row], { x: 'share', y: nameOf, fy: 'size', r: 4.5, symbol: symbolOf(row.series), fill: colourOf(row.series), stroke: 'var(--surface)', title: hint })),
      Plot.text(absent, { x: 0, y: 'name', fy: 'size', text: () => 'void', textAnchor: 'start', dx: 6, fill: 'var(--muted)', fontStyle: 'italic' }),
      Plot.text(others, { x: 1, y: nameOf, fy: 'size', text: wordOf, textAnchor: 'end', dx: -6, fill: 'var(--muted)', fontStyle: 'italic', stroke: 'var(--surface)', strokeWidth: 4 }),
    ],
  })
}

type PayingRow = BreakEvenRow & { readonly share: number }

const wordOf = ({ share }: BreakEvenRow) => (share === null ? 'cannot tell' : 'never')
const nameOf = ({ series }: BreakEvenRow) => series.name
const colour = ({ series }: BreakEvenRow) => colourOf(series)

function hint({ series, size, share, low, high }: PayingRow): string {
  const interval = low === null || high === null ? '' : ` (${formatPercent(low)} to ${formatPercent(high)})`
  return `${series.name}, ${size}: from ${formatPercent(share)} of 304s${interval}`
}

function describe(rows: readonly BreakEvenRow[]): string {
  const parts = rows.map((row) => `${row.series.name} at ${row.size} ${row.share === null || row.share >= 1 ? wordOf(row) : `from ${formatPercent(row.share)}`}`)
  return `Share of polls answered 304 from which the tag pays: ${parts.join('; ')}.`
}
