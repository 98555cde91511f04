import * as Plot from '@observablehq/plot'
import type { Series } from '../../view/series.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import { logDomain, logTicks } from './log-axis.ts'
import { colourOf, dashOf, labelColourOf, labelOf, symbolOf } from './series-style.ts'
import { spreadLabels } from './spread-labels.ts'

export interface LinePoint {
  readonly x: number
  readonly y: number
  readonly low: number | null
  readonly high: number | null
  /** Drawn as an outline: of another kind than the filled ones. */
  readonly hollow: boolean
  /** Shown when somebody points at it. */
  readonly hint: string
}

export interface LineChart {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly lines: readonly { readonly series: Series; readonly points: readonly LinePoint[]; readonly marks: boolean }[]
  /** Dashed, behind the lines. */
  readonly references: readonly { readonly name: string; readonly points: readonly { readonly x: number; readonly y: number }[] }[]
  /** Marks of no line. */
  readonly scattered: readonly { readonly series: Series; readonly point: LinePoint }[]
  readonly x: { readonly domain: readonly [number, number]; readonly ticks: readonly number[]; readonly format: (value: number) => string; readonly label: string }
  readonly y: { readonly format: (value: number) => string; readonly label: string }
}

const labelGapPx = 13
const margins = { top: 26, bottom: 38, left: 46 }

/** Lines over two logarithmic scales, with intervals; wide ones carry their names at their ends. All panels have the same scale, so that heights compare. */
export function drawLogLines(panels: readonly LineChart[], frame: Frame): readonly Drawing[] {
  const yDomain = logDomain(panels.flatMap(valuesOf))
  return panels.map((panel) => drawPanel(panel, yDomain, frame))
}

function valuesOf({ lines, references, scattered }: LineChart): readonly number[] {
  return [
    ...lines.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y])),
    ...references.flatMap(({ points }) => points.map(({ y }) => y)),
    ...scattered.map(({ point }) => point.y),
  ]
}

function drawPanel(chart: LineChart, yDomain: readonly [number, number], frame: Frame): Drawing {
  const { narrow } = frame
  const heightPx = narrow ? 280 : 330
  const yOf = (value: number) => margins.top + (heightPx - margins.top - margins.bottom) * (1 - Math.log(value / yDomain[0]) / Math.log(yDomain[1] / yDomain[0]))
  const marginRight = narrow ? 18 : 12 + longestOf(chart) * 7.2
  return draw(chart, frame, {
    height: heightPx,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    marginRight,
    x: { type: 'log', domain: chart.x.domain, ticks: [...chart.x.ticks], tickFormat: chart.x.format, label: chart.x.label, labelArrow: 'none' },
    y: { type: 'log', domain: yDomain, ticks: [...logTicks(yDomain)], tickFormat: chart.y.format, label: chart.y.label, labelArrow: 'none', grid: true },
    marks: [
      ...chart.references.flatMap(({ name, points }) => [
        Plot.line(points, { x: 'x', y: 'y', stroke: 'var(--reference)', strokeDasharray: '2,3', strokeWidth: 1.5 }),
        Plot.dot(points, { x: 'x', y: 'y', r: 2, fill: 'var(--reference)', title: () => name }),
      ]),
      ...chart.lines.flatMap((line, index) => lineMarks(line, chart.lines.length, index)),
      ...chart.scattered.map(({ series, point }) => dots([point], series)),
      ...(narrow ? [] : endLabels(chart, yOf, { top: margins.top, bottom: heightPx - margins.bottom })),
    ],
  })
}

function lineMarks({ series, points, marks }: LineChart['lines'][number], count: number, index: number): Plot.Markish[] {
  // Marks of several lines at the same place would hide each other's intervals.
  const shifted = points.map((point) => ({ ...point, shiftedX: marks ? point.x * 1.025 ** (index - (count - 1) / 2) : point.x }))
  const colour = colourOf(series)
  const dash = dashOf(series)
  return [
    Plot.line(shifted, { x: 'shiftedX', y: 'y', stroke: colour, strokeWidth: series.place === 0 ? 2.5 : 1.75, ...(dash === undefined ? {} : { strokeDasharray: dash }) }),
    ...(marks ? [
      Plot.ruleX(shifted.filter(({ low }) => low !== null), { x: 'shiftedX', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.5, strokeOpacity: 0.75 }),
      dots(shifted.map((point) => ({ ...point, x: point.shiftedX })), series),
    ] : []),
  ]
}

function dots(points: readonly LinePoint[], series: Series): Plot.Markish {
  const colour = colourOf(series)
  return Plot.dot(points, {
    x: 'x', y: 'y', r: 4, symbol: symbolOf(series), stroke: (point: LinePoint) => (point.hollow ? colour : 'var(--surface)'), strokeWidth: 1.25,
    fill: (point: LinePoint) => (point.hollow ? 'var(--surface)' : colour), title: 'hint',
  })
}

interface EndLabel {
  readonly text: string
  /** Of the end of its line. */
  readonly x: number
  readonly y: number
  readonly colour: string
}

/** Lines whose ends are no farther than this from those of others, by ratio, have their names in one column. */
const nearby = 3

/** Where the column of each label stands: at the rightmost end of the lines that have their names in it. */
function columnOf(label: EndLabel, labels: readonly EndLabel[]): number {
  const further = labels.map(({ x }) => x).filter((x) => x > label.x).toSorted((a, b) => a - b)
  return further.reduce((column, x) => (x <= column * nearby ? x : column), label.x)
}

/** Beside the ends of their lines. */
function endLabels(chart: LineChart, yOf: (value: number) => number, { top, bottom }: { readonly top: number; readonly bottom: number }): Plot.Markish[] {
  const labels = labelsOf(chart)
  return [...Map.groupBy(labels, (label) => columnOf(label, labels))].flatMap(([column, own]) => {
    const placed = spreadLabels(own.map(({ y }) => yOf(y)), labelGapPx, top, bottom)
    return own.map(({ text, colour, y }, index) =>
      Plot.text([text], { x: column, y, dx: 11, dy: placed[index]! - yOf(y), textAnchor: 'start', fill: colour, fontWeight: 600, stroke: 'var(--surface)', strokeWidth: 3 }),
    )
  })
}

function labelsOf(chart: LineChart): readonly EndLabel[] {
  const ends = chart.lines.flatMap(({ series, points }) => {
    const last = points.at(-1)
    return last === undefined ? [] : [{ text: labelOf(series), x: last.x, y: last.y, colour: labelColourOf(series) }]
  })
  // One that ends early has no line at the edge that its name could stand beside.
  const rightmost = Math.max(...chart.references.flatMap(({ points }) => points.map(({ x }) => x)))
  const references = chart.references.flatMap(({ name, points }) => {
    const last = points.at(-1)
    return last === undefined || last.x < rightmost ? [] : [{ text: labelOf({ name }), x: last.x, y: last.y, colour: 'var(--muted)' }]
  })
  return [...ends, ...references]
}

const longestOf = (chart: LineChart) => Math.max(0, ...labelsOf(chart).map(({ text }) => text.length))
