import * as Plot from '@observablehq/plot'
import type { ModelCheckChart } from '../../view/model-check.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import type { PanelId } from './panel-id.ts'
import { colourOf, symbolOf } from './series-style.ts'

const rowPx = 26
const longestName = 30

/** At 0 and at whole multiples of the reach, at most so many on each side. */
function errorTicks(reach: number, most: number, oneSide: number): readonly number[] {
  const step = reach * Math.max(1, Math.floor(most / reach / oneSide))
  const ticks = Array.from({ length: Math.floor(most / step) }, (_, index) => (index + 1) * step)
  return [...ticks.map((tick) => -tick).toReversed(), 0, ...ticks]
}

/** A row for what was played, a mark for each strategy, and the band that the median should stay in. */
export function drawModelCheck({ panels }: ModelCheckChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  return panels.map((panel, index) => drawPanel(panel, idOf(index), frame))
}

function drawPanel({ title, reach, points }: ModelCheckChart['panels'][number], id: string, frame: Frame): Drawing {
  const names = [...new Set(points.map(({ what }) => what))]
  const most = Math.max(reach * 2, ...points.map(({ relativeError }) => Math.abs(relativeError))) * 1.08
  const label = (name: string) => (name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`)
  const longest = Math.max(...names.map((name) => label(name).length))
  return draw({ id, title, description: `${points.map(({ hint }) => hint).join('; ')}.` }, frame, {
    height: 8 + names.length * rowPx + 40,
    marginTop: 8,
    marginBottom: 40,
    marginLeft: 12 + longest * 6.6,
    marginRight: 22,
    x: { domain: [-most, most], ticks: [...errorTicks(reach, most, frame.narrow ? 1 : 2)], tickFormat: (value: number) => `${String(Number((value * 100).toPrecision(3))).replace('-', '−')} %`, label: 'error of the prediction', labelArrow: 'none', labelAnchor: 'right', grid: true },
    y: { type: 'band', domain: names, tickFormat: label, label: null, tickSize: 0 },
    marks: [
      Plot.rect([0], { x1: -reach, x2: reach, fill: 'var(--series-3)', fillOpacity: 0.16 }),
      Plot.ruleX([0], { stroke: 'var(--muted)' }),
      ...points.map((point) => Plot.dot([point], { x: 'relativeError', y: 'what', r: 4.5, symbol: symbolOf(point.series), fill: colourOf(point.series), stroke: 'var(--surface)', title: 'hint' })),
    ],
  })
}
