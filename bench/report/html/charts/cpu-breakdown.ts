import * as Plot from '@observablehq/plot'
import type { CpuPartName } from '../../../model/breakdown.ts'
import { formatFigure } from '../../../units.ts'
import type { CpuBreakdownBar, CpuBreakdownChart } from '../../view/cpu-breakdown.ts'
import { formatPercent } from '../../view/format-estimate.ts'
import { formatTick } from './cost-by-size.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import type { PanelId } from './panel-id.ts'
import { labelOf } from './series-style.ts'

/** Of the stylesheet; what a strategy chooses stands out, what all pay is grey. */
export const partColours: Readonly<Record<CpuPartName, string>> = {
  http: 'var(--part-http)',
  row: 'var(--series-5)',
  parsing: 'var(--series-1)',
  serialising: 'var(--series-3)',
  hashing: 'var(--series-2)',
  compressing: 'var(--series-4)',
  rest: 'var(--tie)',
}

/** That can be read on the colour of the part. */
const textColours: Readonly<Record<CpuPartName, string>> = {
  http: 'var(--on-bar)',
  row: 'var(--on-light)',
  parsing: 'var(--on-bar)',
  serialising: 'var(--on-bar)',
  hashing: 'var(--on-light)',
  compressing: 'var(--on-bar)',
  rest: 'var(--on-tie)',
}

const rowPx = 22
/** Of a digit, and of the room around a figure, in px: a narrower segment goes without its figure. */
const [digitPx, roomPx] = [7.4, 4]

export function drawCpuBreakdown({ panels }: CpuBreakdownChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  return panels.map(({ title, bars }, index) => drawPanel(title, bars, idOf(index), frame))
}

function drawPanel(title: string, bars: readonly CpuBreakdownBar[], id: string, frame: Frame): Drawing {
  const segments = bars.flatMap(stack)
  const most = Math.max(...bars.map(({ totalUs }) => totalUs), ...segments.map(({ to }) => to))
  const longest = Math.max(...bars.map(({ name }) => labelOf({ name }).length))
  const margins = { marginLeft: 12 + longest * 6.6, marginRight: 14 }
  const widthPx = ({ from, to }: Segment) => ((to - from) / (most * 1.02)) * (frame.widthPx - margins.marginLeft - margins.marginRight)
  return draw({ id, title, description: `${bars.map(describe).join('; ')}.` }, frame, {
    height: 8 + bars.length * rowPx + 40,
    marginTop: 8,
    marginBottom: 40,
    ...margins,
    x: { domain: [0, most * 1.02], ticks: frame.narrow ? 3 : 5, tickFormat: formatTick, label: 'µs of server CPU', labelArrow: 'none', labelAnchor: 'right', grid: true },
    y: { type: 'band', domain: bars.map(({ name }) => name), tickFormat: (name: string) => labelOf({ name }), label: null, tickSize: 0, padding: 0.2 },
    marks: [
      Plot.barX(segments, { x1: 'from', x2: 'to', y: 'name', fill: 'fill', insetRight: 0.5, title: 'hint' }),
      Plot.text(segments.filter((segment) => widthPx(segment) >= segment.label.length * digitPx + roomPx), { x: ({ from, to }: Segment) => (from + to) / 2, y: 'name', text: 'label', fill: ({ part }: Segment) => textColours[part], fontWeight: 600 }),
      Plot.tickX(bars, { x: 'totalUs', y: 'name', stroke: 'var(--ink)', strokeWidth: 2 }),
    ],
  })
}

interface Segment {
  readonly name: string
  readonly part: CpuPartName
  readonly from: number
  readonly to: number
  readonly fill: string
  readonly label: string
  readonly hint: string
}

function stack({ name, parts }: CpuBreakdownBar): readonly Segment[] {
  let from = 0
  return parts.map(({ part, us, share }) => {
    const segment = { name, part, from, to: from + us, fill: partColours[part], label: formatFigure(us), hint: `${name}, ${part}: ${formatFigure(us)} µs, ${formatPercent(share)}` }
    from += us
    return segment
  })
}

function describe({ name, totalUs, parts }: CpuBreakdownBar): string {
  return `${name}, ${formatFigure(totalUs)} µs: ${parts.map(({ part, us }) => `${part} ${formatFigure(us)}`).join(', ')}`
}
