import type { Chart } from '../../view/figure.ts'
import { drawBreakEven } from './break-even.ts'
import { drawCheapestMap } from './cheapest-map.ts'
import { drawConflicts } from './conflicts.ts'
import { drawCostByRate } from './cost-by-rate.ts'
import { drawCostBySize } from './cost-by-size.ts'
import { drawCpuBreakdown } from './cpu-breakdown.ts'
import type { Drawing, Frame } from './drawing.ts'
import { drawModelCheck } from './model-check.ts'
import type { PanelId } from './panel-id.ts'
import { drawPollBytes } from './poll-bytes.ts'
import { drawTimes } from './times.ts'

type Draw<C> = (chart: C, frame: Frame, idOf: PanelId) => readonly Drawing[]

const drawers: { readonly [C in Chart as C['kind']]: Draw<C> } = {
  'cost-by-size': drawCostBySize,
  'cost-by-rate': drawCostByRate,
  'poll-bytes': drawPollBytes,
  'break-even': drawBreakEven,
  conflicts: drawConflicts,
  'cheapest-map': drawCheapestMap,
  times: drawTimes,
  'cpu-breakdown': drawCpuBreakdown,
  'model-check': drawModelCheck,
}

/** The panels of a chart, in the order in which they are read. */
export function drawChart(chart: Chart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  // The compiler does not see that what is filed under a kind takes charts of that kind.
  const draw = drawers[chart.kind] as Draw<Chart>
  return draw(chart, frame, idOf)
}
