import { formatSize } from '../../servers/resource/size.ts'
import type { EstimateEntry } from '../archive/estimates-schema.ts'
import { formatColumns } from '../report/columns.ts'
import { formatRatio } from '../report/cost-table.ts'
import { wrap } from '../report/terminal.ts'
import { relativeHalfWidth } from '../stats/interval.ts'
import { formatFigure } from '../units.ts'
import type { MicroCost, MicroFile } from './micro-file.ts'

type Estimates = NonNullable<MicroFile['estimates']>

/** A run of `micro` as text of at most 80 columns: time per operation, throughput, strings against Buffers, doubts. */
export function formatMicro(micro: MicroFile, path: string): string {
  const { estimates, settings, status, endedBy, environment, warnings } = micro
  const partial = status === 'partial'
  return [
    ...(partial ? wrap(`PARTIAL RUN: ${(endedBy ?? 'still under way').replaceAll('\n', ' ')}`) : []),
    ...wrap(`etag-bench micro, ${settings.launches} launches, seed ${settings.seed}; ${environment.cpuModel}, ${environment.cores} cores, Node ${environment.node}`),
    '',
    ...wrap(`CPU time of all threads, each figure over ${partial ? 'up to ' : ''}${settings.launches} processes of its own, ${hasIntervals(estimates) ? '± half of the 95 % interval.' : 'without an interval: that needs at least 6.'}`),
    '',
    ...(estimates === null ? ['nothing was measured'] : formatTables(estimates, settings.sizesBytes)),
    ...warnings.flatMap((warning) => wrap(warning, '- ', '  ')),
    ...wrap(dearer(estimates), '- ', '  '),
    '',
    `micro file: ${path}`,
    '',
  ].join('\n')
}

/** Some may lack one: of a process that failed, or of a run that ended early. */
function hasIntervals(estimates: Estimates | null): boolean {
  return estimates === null || estimates.costs.some(({ nsPerOperation }) => nsPerOperation.kind === 'interval')
}

function dearer(estimates: Estimates | null): string {
  return (estimates?.handlerOverLoop ?? []).length === 0
    ? 'In a handler the same work costs more than in these loops; no hash was measured in one.'
    : 'In a handler the same work costs more than in these loops: a hash by so much as handler over loop says (wall time of the middle call between the other work of requests).'
}

function formatTables({ costs, stringOverBuffer, handlerOverLoop = [] }: Estimates, sizesBytes: readonly number[]): readonly string[] {
  const [fixed, scaling] = [costs.filter(({ sizeBytes }) => sizeBytes === null), costs.filter(({ sizeBytes }) => sizeBytes !== null)]
  const strings = stringOverBuffer.map(({ task, sizeBytes, ratio }) => ({ name: task, sizeBytes, text: formatRatio(ratio) }))
  const handlers = handlerOverLoop.map(({ hash, sizeBytes, ratio }) => ({ name: hash, sizeBytes, text: formatRatio(ratio) }))
  const cells = (text: (cost: MicroCost) => string) => scaling.map((cost) => ({ name: cost.task, sizeBytes: cost.sizeBytes, text: text(cost) }))
  return [
    ...formatTable('time per operation', cells(({ nsPerOperation }) => formatTime(nsPerOperation)), sizesBytes),
    ...formatFixed(fixed),
    ...formatTable('GB/s', cells(({ gigabytesPerSecond }) => (gigabytesPerSecond === null ? '-' : formatRate(gigabytesPerSecond))), sizesBytes),
    ...formatTable('string over Buffer', strings, sizesBytes),
    ...formatTable('handler over loop', handlers, sizesBytes),
  ]
}

interface Cell {
  readonly name: string
  readonly sizeBytes: number | null
  readonly text: string
}

const leastWidth = 12

/** Tasks by sizes, and an empty line; nothing where there are no cells. */
function formatTable(corner: string, cells: readonly Cell[], sizesBytes: readonly number[]): readonly string[] {
  const rows = [...new Set(cells.map(({ name }) => name))].map((name) => ({
    name,
    cells: sizesBytes.map((size) => cells.find((cell) => cell.name === name && cell.sizeBytes === size)?.text ?? '-'),
  }))
  return rows.length === 0 ? [] : [...formatColumns(corner, sizesBytes.map(formatSize), rows, leastWidth), '']
}

function formatFixed(costs: readonly MicroCost[]): readonly string[] {
  const rows = costs.map(({ task, nsPerOperation }) => ({ name: task, cells: [formatTime(nsPerOperation)] }))
  return rows.length === 0 ? [] : [...formatColumns('whatever size', [''], rows, leastWidth), '']
}

/** `1.23µs ±3%`. */
function formatTime(estimate: EstimateEntry): string {
  const [scale, unit] = estimate.point < 1e3 ? [1, 'ns'] : estimate.point < 1e6 ? [1e3, 'µs'] : [1e6, 'ms']
  return `${formatFigure(estimate.point / scale)}${unit}${formatHalfWidth(estimate)}`
}

/** `1.23 ±3%`. */
function formatRate(estimate: EstimateEntry): string {
  const { point } = estimate
  return `${point < 0.01 ? point.toPrecision(1) : formatFigure(point)}${formatHalfWidth(estimate)}`
}

function formatHalfWidth(estimate: EstimateEntry): string {
  const halfWidth = relativeHalfWidth(estimate)
  return halfWidth === undefined ? '' : ` ±${(halfWidth * 100).toFixed(0)}%`
}
