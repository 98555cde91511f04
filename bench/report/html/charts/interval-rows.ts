import * as Plot from '@observablehq/plot'
import type { Series } from '../../view/series.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import { logDomain, logTicks } from './log-axis.ts'
import { colourOf, labelOf, symbolOf } from './series-style.ts'

export interface IntervalRow {
  readonly series: Series
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly hint: string
}

export interface IntervalRows {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly rows: readonly IntervalRow[]
  /** Vertical lines with their names. */
  readonly references: readonly { readonly name: string; readonly value: number }[]
  readonly label: string
  readonly format: (value: number) => string
}

const rowPx = 24

/** A row per strategy, the cheapest on top, on a logarithmic scale that all panels share. */
export function drawIntervalRows(panels: readonly IntervalRows[], frame: Frame): readonly Drawing[] {
  const domain = logDomain(panels.flatMap(({ rows, references }) => [...rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]), ...references.map(({ value }) => value)]))
  const top = 14 + Math.max(0, ...panels.map(({ references }) => references.length)) * 14
  return panels.map((panel) => drawPanel(panel, domain, top, frame))
}

function drawPanel({ rows, references, label, format, ...panel }: IntervalRows, domain: readonly [number, number], top: number, frame: Frame): Drawing {
  const sorted = rows.toSorted((a, b) => a.value - b.value)
  const longest = Math.max(...sorted.map(({ series }) => labelOf(series).length))
  return draw(panel, frame, {
    height: top + sorted.length * rowPx + 40,
    marginTop: top,
    marginBottom: 40,
    marginLeft: 12 + longest * 6.8,
    marginRight: 16,
    x: { type: 'log', domain, ticks: [...logTicks(domain)], tickFormat: format, label, labelArrow: 'none', labelAnchor: 'right', grid: true },
    y: { type: 'band', domain: sorted.map(({ series }) => series.name), tickFormat: (name: string) => labelOf({ name }), label: null, tickSize: 0, padding: 0.3 },
    marks: [
      ...references.flatMap(({ name, value }, index) => [
        Plot.ruleX([value], { stroke: 'var(--reference)', strokeDasharray: '2,3', strokeWidth: 1.5, insetTop: -6 - index * 14 }),
        Plot.text([name], { x: value, frameAnchor: 'top', dy: -8 - index * 14, dx: 3, textAnchor: 'start', fill: 'var(--muted)' }),
      ]),
      Plot.ruleY(sorted.filter(({ low }) => low !== null), { x1: 'low', x2: 'high', y: nameOf, stroke: colour, strokeWidth: 2.5, strokeOpacity: 0.6 }),
      ...sorted.map((row) => Plot.dot([row], { x: 'value', y: nameOf, r: 5, symbol: symbolOf(row.series), fill: colourOf(row.series), stroke: 'var(--surface)', title: 'hint' })),
    ],
  })
}

const nameOf = ({ series }: IntervalRow) => series.name
const colour = ({ series }: IntervalRow) => colourOf(series)
