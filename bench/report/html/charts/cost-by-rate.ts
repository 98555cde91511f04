import { formatFigure } from '../../../units.ts'
import type { CostByRateChart, RatePoint } from '../../view/cost-by-rate.ts'
import { formatTick } from './cost-by-size.ts'
import type { Drawing, Frame } from './drawing.ts'
import { logDomain, logTicks } from './log-axis.ts'
import { drawLogLines } from './log-lines.ts'
import type { PanelId } from './panel-id.ts'

/** Lines over requests per second; the last point of each is saturated, at the rate that it reached. */
export function drawCostByRate({ panels }: CostByRateChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  const domain = logDomain(panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ requestsPerSecond }) => requestsPerSecond))))
  const charts = panels.map(({ title, lines }, index) => ({
    id: idOf(index),
    title,
    description: `Microseconds of server CPU per request: ${lines.map(({ series, points }) => `${series.name} ${points.map(describe).join(', ')}`).join('; ')}.`,
    lines: lines.map(({ series, points }) => ({
      series,
      marks: true,
      points: points.map((point) => ({ ...point, x: point.requestsPerSecond, y: point.us, hollow: point.saturated, hint: `${series.name}: ${describe(point)}` })),
    })),
    references: [],
    scattered: [],
    x: { domain, ticks: logTicks(domain).filter((tick) => !frame.narrow || String(tick).startsWith('1')), format: formatTick, label: 'requests per second' },
    y: { format: formatTick, label: 'µs of server CPU per request' },
  }))
  return drawLogLines(charts, frame)
}

function describe({ us, low, high, requestsPerSecond, saturated }: RatePoint): string {
  const interval = low === null || high === null ? '' : ` (${formatFigure(low)} to ${formatFigure(high)})`
  return `${formatFigure(us)} µs${interval} at ${formatFigure(requestsPerSecond)}/s${saturated ? ', saturated' : ''}`
}
