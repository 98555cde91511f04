import type { UnitCost } from '../../archive/estimates-schema.ts'
import type { RunFile } from '../../archive/run-file.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatFigure } from '../../units.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { formatEstimate, formatFactor } from './format-estimate.ts'
import { middleSizeOf } from './middle-size.ts'
import type { PollClass, PollCost } from './poll-cost.ts'
import { pollClasses, pollCostOf } from './poll-cost.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { figureColumn, nameColumn } from './table.ts'

/** Microseconds of server CPU per request at one size, against requests per second. */
export interface CostByRateChart {
  readonly kind: 'cost-by-rate'
  readonly panels: readonly {
    readonly title: string
    readonly lines: readonly { readonly series: Series; readonly points: readonly RatePoint[] }[]
  }[]
}

export interface RatePoint extends PollCost {
  /** Asked for; of a saturated server, what it reached. */
  readonly requestsPerSecond: number
  readonly saturated: boolean
}

const id = 'cpu-by-rate'
const question = 'What does the same poll cost a server that is not busy?'
const panelTitles: Readonly<Record<PollClass, string>> = { '304': '304: no change', '200': '200: a change' }

/** A server that waits between requests pays for a wake-up with each: differences between strategies shrink. */
export function costByRateFigure(run: RunFile): Figure {
  const { settings, estimates } = run
  const rates = settings.fixedRates.map(({ load }) => load)
  const size = sizeOf(run)
  const costs = (estimates?.unitCosts ?? []).filter((cost) => cost.sizeBytes === size && cost.cpuUsPerRequest !== null)
  if (!costs.some(({ load }) => rates.includes(load))) {
    return missingFigure(id, question, 'This run has no figures at fixed rates: a quick run leaves them out. `npm run bench` measures at 100 and at 1,000 requests per second.')
  }
  const panels = pollClasses.map((responseClass) => {
    const lines = seriesOf(run).map((series) => ({ series, points: pointsOf(run, costs, series.name, responseClass) }))
    return { title: panelTitles[responseClass], lines: lines.filter(({ points }) => points.length > 0) }
  })
  const loads = [...rates, 'saturated']
  return {
    id,
    question,
    answer: answerOf(run, costs),
    explanation: `Server CPU per request in µs at ${formatSize(size)}, with 95 % intervals. Filled marks: a fixed rate of arrivals. Hollow marks: saturated, at the rate that each server reached. Both scales are logarithmic.`,
    remarks: [],
    chart: { kind: 'cost-by-rate', panels: panels.filter(({ lines }) => lines.length > 0) },
    missing: null,
    table: {
      caption: 'Server CPU per request in µs by load, with its 95 % interval',
      columns: [nameColumn('server'), nameColumn('request'), figureColumn('size'), ...loads.map(figureColumn)],
      rows: rowsOf(run, loads),
    },
  }
}

function sizeOf(run: RunFile): number {
  const middle = middleSizeOf(run)
  return run.settings.fixedRateSizesBytes.includes(middle) ? middle : (run.settings.fixedRateSizesBytes[0] ?? middle)
}

function pointsOf({ settings }: RunFile, costs: readonly UnitCost[], arm: string, responseClass: PollClass): readonly RatePoint[] {
  const points = costs
    .filter((cost) => cost.arm === arm && cost.responseClass === responseClass)
    .flatMap(({ load, cpuUsPerRequest, requestsPerSecond }): RatePoint[] => {
      const saturated = load === 'saturated'
      const rate = saturated ? requestsPerSecond : settings.fixedRates.find((each) => each.load === load)?.requestsPerSecond
      return rate == null ? [] : [{ requestsPerSecond: rate, saturated, ...pollCostOf(cpuUsPerRequest!) }]
    })
  return points.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)
}

function rowsOf({ arms, estimates, settings }: RunFile, loads: readonly string[]): readonly (readonly string[])[] {
  const sizes = settings.fixedRateSizesBytes.toSorted((a, b) => a - b)
  return sizes.flatMap((size) =>
    pollClasses.flatMap((responseClass) =>
      arms.flatMap(({ name }) => {
        const cells = loads.map((load) => {
          const cost = estimates?.unitCosts.find(
            (each) => each.arm === name && each.responseClass === responseClass && each.load === load && each.sizeBytes === size,
          )
          return cost === undefined ? '–' : formatEstimate(cost.cpuUsPerRequest)
        })
        const paced = cells.slice(0, -1).some((cell) => cell !== '–')
        return paced ? [[name, responseClass, formatSize(size), ...cells]] : []
      }),
    ),
  )
}

/** How the widest gap between two 304s shrinks from saturation to the lowest rate. */
function answerOf(run: RunFile, costs: readonly UnitCost[]): string {
  const slowest = run.settings.fixedRates.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)[0]
  if (slowest === undefined) return ''
  const strategies = seriesOf(run).filter(({ role }) => role === 'strategy').map(({ name }) => name)
  const us = (arm: string, load: string) =>
    costs.find((each) => each.arm === arm && each.responseClass === '304' && each.load === load)?.cpuUsPerRequest?.point
  const measured = strategies
    .flatMap((name) => {
      const [busy, idle] = [us(name, 'saturated'), us(name, slowest.load)]
      return busy === undefined || idle === undefined ? [] : [{ name, busy, idle }]
    })
    .toSorted((a, b) => a.busy - b.busy)
  const [cheapest, dearest] = [measured[0], measured.at(-1)]
  if (cheapest === undefined || dearest === undefined) return ''
  if (cheapest === dearest) {
    return `A 304 of ${cheapest.name} costs ${formatFigure(cheapest.busy)} µs saturated and ${formatFigure(cheapest.idle)} µs at ${slowest.load}.`
  }
  return `Saturated, a 304 of ${dearest.name} costs ${formatFactor(dearest.busy / cheapest.busy)} times that of ${cheapest.name}; at ${slowest.load}, where every request wakes the server up, ${formatFactor(dearest.idle / cheapest.idle)} times.`
}
