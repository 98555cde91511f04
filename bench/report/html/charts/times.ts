import * as Plot from '@observablehq/plot'
import { formatFigure } from '../../../units.ts'
import type { TimesChart, TimesRow } from '../../view/times.ts'
import { formatTick } from './cost-by-size.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import { logDomain, logTicks } from './log-axis.ts'
import type { PanelId } from './panel-id.ts'
import { colourOf, labelOf } from './series-style.ts'

const rowPx = 17

/** Nested boxes for each strategy and clock (letter values; Hofmann, Wickham & Kafadar 2017), on a logarithmic scale that all panels share. */
export function drawTimes({ panels }: TimesChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  const domain = logDomain(panels.flatMap(({ rows }) => rows.flatMap(({ ms }) => [ms.p1, ms.max])), 0.03)
  return panels.map(({ title, rows }, index) => drawPanel(title, rows, domain, idOf(index), frame))
}

function drawPanel(title: string, rows: readonly TimesRow[], domain: readonly [number, number], id: string, frame: Frame): Drawing {
  const names = [...new Set(rows.map(({ series }) => series.name))]
  const clocks = [...new Set(rows.map(({ clock }) => clock))]
  const longest = Math.max(...rows.map(({ series }) => labelOf(series).length))
  const flat = rows.map((row) => ({ ...row.ms, name: row.series.name, clock: row.clock, fill: colourOf(row.series), hint: hint(row) }))
  const place = { y: 'clock', fy: 'name' } as const
  return draw({ id, title, description: `${rows.map(describe).join('; ')}.` }, frame, {
    height: 8 + names.length * (clocks.length * rowPx + 8) + 40,
    marginTop: 8,
    marginBottom: 40,
    marginLeft: 12 + longest * 6.8,
    marginRight: clocks.length > 1 ? 68 : 14,
    x: { type: 'log', domain, ticks: [...logTicks(domain)], tickFormat: formatTick, label: 'milliseconds', labelArrow: 'none', labelAnchor: 'right', grid: true },
    y: { type: 'band', domain: clocks, label: null, tickSize: 0, padding: 0.15, axis: clocks.length > 1 ? 'right' : null },
    fy: { domain: names, tickFormat: (name: string) => labelOf({ name }), label: null, padding: 0.18, axis: 'left' },
    marks: [
      Plot.ruleY(flat, { ...place, x1: 'p1', x2: 'max', stroke: 'fill', strokeWidth: 1 }),
      ...([['p1', 'p99', 0.28, 5], ['p10', 'p90', 0.45, 3], ['p25', 'p75', 0.95, 1.5]] as const).map(([x1, x2, fillOpacity, inset]) =>
        Plot.barX(flat, { ...place, x1, x2, fill: 'fill', fillOpacity, insetTop: inset, insetBottom: inset })),
      Plot.tickX(flat, { ...place, x: 'p50', stroke: 'var(--surface)', strokeWidth: 2 }),
      Plot.tickX(flat, { ...place, x: 'max', stroke: 'fill', strokeWidth: 1, insetTop: 4, insetBottom: 4 }),
      // To be pointed at: the whole row.
      Plot.barX(flat, { ...place, x1: 'p1', x2: 'max', fill: 'var(--surface)', fillOpacity: 0, title: 'hint' }),
    ],
  })
}

function describe({ series, clock, ms }: TimesRow): string {
  return `${series.name}, ${clock} time: median ${formatFigure(ms.p50)} ms, 99 % within ${formatFigure(ms.p99)}`
}

function hint({ series, clock, ms, count }: TimesRow): string {
  return `${series.name}, ${clock} time of ${count}: median ${formatFigure(ms.p50)} ms, 90 % within ${formatFigure(ms.p90)}, 99 % within ${formatFigure(ms.p99)}, longest ${formatFigure(ms.max)}`
}
