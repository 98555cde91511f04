import * as Plot from '@observablehq/plot'
import type { Drawing, Frame } from '../report/html/charts/drawing.ts'
import { draw } from '../report/html/charts/drawing.ts'
import type { HistoryPanel, HistoryPoint } from './history-view.ts'

/** A smaller change than this must not fill a panel. */
const leastReachPercent = 6
const mostTicks = { wide: 8, narrow: 4 } as const

/** A panel for each cell: the effect of each suite with its interval, oldest on the left, on scales that all panels share. */
export function drawHistory(panels: readonly HistoryPanel[], commits: readonly string[], frame: Frame, idOf: (index: number) => string): readonly Drawing[] {
  const values = panels.flatMap(({ points }) => points.flatMap(({ change, low, high }) => [change, low ?? change, high ?? change]))
  const reach = Math.max(leastReachPercent, ...values.map(Math.abs)) * 1.05
  return panels.map((panel, index) => drawPanel(panel, commits, reach, idOf(index), frame))
}

function drawPanel({ cell, points }: HistoryPanel, commits: readonly string[], reach: number, id: string, frame: Frame): Drawing {
  const description = `${points.map(({ hint }) => hint).join('; ')}.`
  return draw({ id, title: cell, description }, frame, {
    height: 210,
    marginTop: 10,
    marginBottom: 44,
    marginLeft: 46,
    marginRight: 14,
    x: { type: 'linear', domain: [-0.5, commits.length - 0.5], ticks: [...ticksOf(commits.length, frame)], tickFormat: (place: number) => commits[place]?.slice(0, 7) ?? '', label: 'commit', labelArrow: 'none', labelAnchor: 'right' },
    y: { domain: [-reach, reach], tickFormat: (change: number) => `${change > 0 ? '+' : ''}${change}%`, ticks: 5, label: null, grid: true },
    marks: [
      Plot.ruleY([0], { stroke: 'var(--reference)', strokeDasharray: '2,3', strokeWidth: 1.5 }),
      Plot.line(points, { x: 'place', y: 'change', stroke: 'var(--line)', strokeWidth: 1.5 }),
      Plot.ruleX(points.filter(({ low }) => low !== null), { x: 'place', y1: 'low', y2: 'high', stroke: colourOf, strokeWidth: 2.5, strokeOpacity: 0.6 }),
      ...points.map((point) => Plot.dot([point], { x: 'place', y: 'change', r: 4.5, symbol: symbolOf(point), fill: colourOf, stroke: 'var(--surface)', title: 'hint' })),
    ],
  })
}

/** Whole places, evenly spread, the newest among them. */
function ticksOf(count: number, { narrow }: Frame): readonly number[] {
  const step = Math.max(1, Math.ceil(count / mostTicks[narrow ? 'narrow' : 'wide']))
  return Array.from({ length: count }, (_, place) => place).filter((place) => (count - 1 - place) % step === 0)
}

function colourOf({ verdict }: HistoryPoint): string {
  switch (verdict) {
    case 'regressed':
      return 'var(--loss)'
    case 'improved':
      return 'var(--keep)'
    case 'no-change':
      return 'var(--series-1)'
    case 'cannot-tell':
    case 'void':
      return 'var(--reference)'
  }
}

/** No verdict is told by its colour alone. */
function symbolOf({ verdict }: HistoryPoint): 'triangle' | 'square' | 'circle' | 'cross' {
  return verdict === 'regressed' ? 'triangle' : verdict === 'improved' ? 'square' : verdict === 'no-change' ? 'circle' : 'cross'
}
