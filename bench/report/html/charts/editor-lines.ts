import * as Plot from '@observablehq/plot'
import type { ConflictBlock, ConflictPoint } from '../../view/conflicts.ts'
import type { ConflictMetric } from './conflicts.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import { colourOf, dashOf, labelColourOf, labelOf, symbolOf } from './series-style.ts'
import { spreadLabels } from './spread-labels.ts'

const margins = { top: 26, bottom: 40, left: 48 }
const labelGapPx = 13

/** One figure against the number of contending editors, a line for each strategy. */
export function drawEditorLines({ title, points, editorCounts }: ConflictBlock, metric: ConflictMetric, id: string, frame: Frame): Drawing {
  const { narrow } = frame
  const heightPx = narrow ? 240 : 280
  const lines = [...Map.groupBy(points, ({ series }) => series.name).values()].map((own) => linePoints(own, metric)).filter((line) => line.length > 0)
  const most = Math.max(metric.most, ...lines.flat().map(({ value }) => value))
  const longest = Math.max(0, ...lines.map((line) => labelOf(line[0]!.series).length))
  const yOf = (value: number) => margins.top + (heightPx - margins.top - margins.bottom) * (1 - (value - metric.least) / (most - metric.least))
  const ends = lines.map((line) => line.at(-1)!)
  const placed = spreadLabels(ends.map(({ value }) => yOf(value)), labelGapPx, margins.top, heightPx - margins.bottom)
  return draw({ id, title: metric.title, group: title, description: describe(lines) }, frame, {
    height: heightPx,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    marginRight: narrow ? 16 : 10 + longest * 7.2,
    x: { type: 'point', domain: [...editorCounts], label: 'editors', labelArrow: 'none', labelAnchor: 'right', padding: 0.2 },
    y: { domain: [metric.least, most], ticks: metric.ticks.filter((tick) => tick <= most), tickFormat: metric.format, label: metric.unit, labelArrow: 'none', grid: true },
    marks: [
      ...lines.flatMap((line) => {
        const { series, lost } = line[0]!
        const dash = dashOf(series)
        const stroke = lost ? 'var(--loss)' : colourOf(series)
        return [
          Plot.line(line, { x: 'editors', y: 'value', stroke, strokeWidth: lost ? 4 : 1.75, ...(dash === undefined ? {} : { strokeDasharray: dash }) }),
          Plot.dot(line, { x: 'editors', y: 'value', r: lost ? 5.5 : 4, symbol: symbolOf(series), fill: stroke, stroke: 'var(--surface)', title: 'hint' }),
        ]
      }),
      ...(narrow ? [] : ends.map(({ series, lost, value }, index) =>
        Plot.text([labelOf(series)], { x: editorCounts.at(-1)!, y: value, dx: 12, dy: placed[index]! - yOf(value), textAnchor: 'start', fontWeight: 600, fill: lost ? 'var(--loss)' : labelColourOf(series) }))),
    ],
  })
}

interface LinePoint extends ConflictPoint {
  readonly value: number
  readonly hint: string
  /** The whole line is one of loss when any point of it is. */
  readonly lost: boolean
}

function linePoints(points: readonly ConflictPoint[], metric: ConflictMetric): readonly LinePoint[] {
  const lost = metric.isLoss && points.some(({ lostMost }) => lostMost > 0)
  return points
    .flatMap((point): LinePoint[] => {
      const value = metric.valueOf(point)
      return value === null ? [] : [{ ...point, value, lost, hint: `${point.series.name}, ${point.editors} editors: ${metric.labelOf(point)}` }]
    })
    .toSorted((a, b) => (a.editors ?? 0) - (b.editors ?? 0))
}

function describe(lines: readonly (readonly LinePoint[])[]): string {
  return `${lines.flat().map(({ hint }) => hint).join('; ')}.`
}
