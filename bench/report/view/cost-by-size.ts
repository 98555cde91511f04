import type { Estimates, UnitCost } from '../../archive/estimates-schema.ts'
import type { RunFile } from '../../archive/run-file.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatFigure } from '../../units.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { formatEstimate } from './format-estimate.ts'
import { listNames } from './name-list.ts'
import type { PollClass, PollCost } from './poll-cost.ts'
import { pollClasses, pollCostOf } from './poll-cost.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { figureColumn, nameColumn } from './table.ts'

/** Microseconds of server CPU per request, saturated, against the size of the content. */
export interface CostBySizeChart {
  readonly kind: 'cost-by-size'
  readonly sizesBytes: readonly number[]
  readonly panels: readonly CostPanel[]
}

export interface CostPanel {
  readonly title: string
  readonly lines: readonly { readonly series: Series; readonly points: readonly CostPoint[] }[]
  /** Servers that do as little as can be done: no strategy can be cheaper. */
  readonly floors: readonly { readonly name: string; readonly points: readonly CostPoint[] }[]
}

export interface CostPoint extends PollCost {
  readonly sizeBytes: number
}

const id = 'cpu-by-size'
const question = 'What does one poll cost the server, by size of the content?'
const panelTitles: Readonly<Record<PollClass, string>> = { '304': '304: a poll that finds no change', '200': '200: a poll that finds a change' }

/** CPU per request against size, polls only: writes are in the table of all costs. */
export function costBySizeFigure(run: RunFile): Figure {
  const costs = (run.estimates?.unitCosts ?? []).filter(({ load, cpuUsPerRequest }) => load === 'saturated' && cpuUsPerRequest !== null)
  const panels = pollClasses.flatMap((responseClass) => panelOf(run, costs, responseClass))
  if (run.estimates === null || panels.length === 0) {
    return missingFigure(id, question, 'No CPU cost of polls was measured in this run. `npm run bench` measures them, unless --classes leaves out 200 and 304.')
  }
  const sizesBytes = run.settings.sizesBytes.toSorted((a, b) => a - b)
  return {
    id,
    question,
    answer: answerOf(run, run.estimates),
    explanation:
      'Server CPU per request in µs with 95 % intervals over launches, saturated: as fast as the server goes. Both scales are logarithmic, so equal distances are equal ratios. ' +
      'The control has no tag: it answers 200 to both. Floors are bare node:http servers, so what seems to lie below one is noise. A mark without its line had too few launches for an interval.',
    remarks: [],
    chart: { kind: 'cost-by-size', sizesBytes, panels },
    missing: null,
    table: {
      caption: 'Server CPU per request in µs, saturated, with its 95 % interval',
      columns: [nameColumn('server'), nameColumn('request'), ...sizesBytes.map((size) => figureColumn(formatSize(size)))],
      rows: pollClasses.flatMap((responseClass) => rowsOf(run, responseClass, sizesBytes)),
    },
  }
}

function panelOf(run: RunFile, costs: readonly UnitCost[], responseClass: PollClass): readonly CostPanel[] {
  const pointsOf = (arm: string) =>
    costs
      .filter((cost) => cost.arm === arm && cost.responseClass === responseClass)
      .toSorted((a, b) => a.sizeBytes - b.sizeBytes)
      .map(({ sizeBytes, cpuUsPerRequest }) => ({ sizeBytes, ...pollCostOf(cpuUsPerRequest!) }))
  const lines = seriesOf(run).map((series) => ({ series, points: pointsOf(series.name) })).filter(({ points }) => points.length > 0)
  // A reference that compresses or runs another framework is a rival, no floor.
  const floors = run.arms
    .filter(({ role, name }) => role === 'reference' && name.startsWith('floor-'))
    .map(({ name }) => ({ name, points: pointsOf(name) }))
    .filter(({ points }) => points.length > 0)
  return lines.length === 0 ? [] : [{ title: panelTitles[responseClass], lines, floors }]
}

function rowsOf(run: RunFile, responseClass: PollClass, sizesBytes: readonly number[]): readonly (readonly string[])[] {
  return run.arms
    .filter(({ classes }) => classes.includes(responseClass))
    .flatMap(({ name }) => {
      const own = (run.estimates?.unitCosts ?? []).filter((cost) => cost.arm === name && cost.load === 'saturated' && cost.responseClass === responseClass)
      if (own.length === 0) return []
      const cells = sizesBytes.map((size) => {
        const cost = own.find(({ sizeBytes }) => sizeBytes === size)
        return cost === undefined ? '–' : formatEstimate(cost.cpuUsPerRequest)
      })
      return [[name, responseClass, ...cells]]
    })
}

/** At the largest size, where strategies differ most: the cheapest and the dearest 304, and what it replaces. */
function answerOf(run: RunFile, { unitCosts }: Estimates): string {
  const largest = Math.max(...run.settings.sizesBytes)
  const strategies = seriesOf(run).filter(({ role }) => role === 'strategy')
  const us = (arm: string, responseClass: PollClass) => {
    const cost = unitCosts.find((each) => each.arm === arm && each.responseClass === responseClass && each.sizeBytes === largest && each.load === 'saturated')
    return cost?.cpuUsPerRequest?.point
  }
  const costs = strategies.flatMap(({ name }) => us(name, '304') === undefined ? [] : [{ name, us: us(name, '304')! }]).toSorted((a, b) => a.us - b.us)
  const [cheapest, dearest] = [costs[0], costs.at(-1)]
  const control = seriesOf(run).find(({ role }) => role === 'control')
  const plain = control === undefined ? undefined : us(control.name, '200')
  if (cheapest === undefined || dearest === undefined || control === undefined || plain === undefined) return ''
  const parts = [cheapest, ...(dearest === cheapest ? [] : [dearest])].map(({ name, us: cost }) => `${formatFigure(cost)} µs by ${name}`)
  return `At ${formatSize(largest)} a 304 costs ${listNames(parts)}; the 200 that it replaces costs ${formatFigure(plain)} µs without a tag.`
}
