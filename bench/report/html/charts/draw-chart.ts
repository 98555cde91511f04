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

/** The panels of a chart, in the order in which they are read. */
export function drawChart(chart: Chart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  switch (chart.kind) {
    case 'cost-by-size':
      return drawCostBySize(chart, frame, idOf)
    case 'cost-by-rate':
      return drawCostByRate(chart, frame, idOf)
    case 'poll-bytes':
      return drawPollBytes(chart, frame, idOf)
    case 'break-even':
      return drawBreakEven(chart, frame, idOf)
    case 'conflicts':
      return drawConflicts(chart, frame, idOf)
    case 'cheapest-map':
      return drawCheapestMap(chart, frame, idOf)
    case 'times':
      return drawTimes(chart, frame, idOf)
    case 'cpu-breakdown':
      return drawCpuBreakdown(chart, frame, idOf)
    case 'model-check':
      return drawModelCheck(chart, frame, idOf)
  }
}
