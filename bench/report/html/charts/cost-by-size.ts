import { formatSize } from '../../../../servers/resource/size.ts'
import { formatFigure } from '../../../units.ts'
import type { CostBySizeChart, CostPanel, CostPoint } from '../../view/cost-by-size.ts'
import type { Drawing, Frame } from './drawing.ts'
import type { IntervalRows } from './interval-rows.ts'
import { drawIntervalRows } from './interval-rows.ts'
import { logDomain, spacedTicks } from './log-axis.ts'
import type { LineChart } from './log-lines.ts'
import { drawLogLines } from './log-lines.ts'
import type { PanelId } from './panel-id.ts'

const label = 'µs of server CPU per request'

/** Lines over sizes; of a single size, a row for each strategy. */
export function drawCostBySize({ panels, sizesBytes }: CostBySizeChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  return sizesBytes.length > 1
    ? drawLogLines(panels.map((panel, index) => linesOf(panel, sizesBytes, idOf(index))), frame)
    : drawIntervalRows(panels.map((panel, index) => rowsOf(panel, idOf(index))), frame)
}

function linesOf({ title, lines, floors }: CostPanel, sizesBytes: readonly number[], id: string): LineChart {
  const domain = logDomain(sizesBytes)
  return {
    id,
    title,
    description: describe(lines),
    lines: lines.map(({ series, points }) => ({ series, marks: true, points: points.map((point) => ({ ...point, x: point.sizeBytes, y: point.us, hollow: false, hint: hint(series.name, point) })) })),
    references: floors.map(({ name, points }) => ({ name, points: points.map(({ sizeBytes, us }) => ({ x: sizeBytes, y: us })) })),
    scattered: [],
    x: { domain, ticks: spacedTicks(sizesBytes, domain), format: formatSize, label: 'size of the content' },
    y: { format: formatTick, label },
  }
}

function rowsOf({ title, lines, floors }: CostPanel, id: string): IntervalRows {
  return {
    id,
    title,
    description: describe(lines),
    rows: lines.flatMap(({ series, points }) => points.slice(0, 1).map((point) => ({ series, value: point.us, low: point.low, high: point.high, hint: hint(series.name, point) }))),
    references: floors.flatMap(({ name, points }) => points.slice(0, 1).map(({ us }) => ({ name, value: us }))),
    label,
    format: formatTick,
  }
}

function hint(name: string, { sizeBytes, us, low, high }: CostPoint): string {
  const interval = low === null || high === null ? 'no interval' : `${formatFigure(low)} to ${formatFigure(high)}`
  return `${name}, ${formatSize(sizeBytes)}: ${formatFigure(us)} µs (${interval})`
}

function describe(lines: CostPanel['lines']): string {
  const parts = lines.map(({ series, points }) => `${series.name} ${points.map(({ sizeBytes, us }) => `${formatFigure(us)} at ${formatSize(sizeBytes)}`).join(', ')}`)
  return `Microseconds of server CPU per request: ${parts.join('; ')}.`
}

/** `20`, `1k`: short enough for an axis. */
export function formatTick(value: number): string {
  return value >= 1000 ? `${Number((value / 1000).toPrecision(3))}k` : String(Number(value.toPrecision(3)))
}
