import type { RunFile } from '../archive/run-file.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import type { Bounded } from '../model/advice.ts'
import { whereTheCpuGoes } from '../model/breakdown.ts'
import type { EstimateRow } from './estimate-rows.ts'
import { estimateRow } from './estimate-rows.ts'

/** Every estimate of a micro file; the task is in the place of the strategy. */
export function microRows({ estimates }: MicroFile): readonly EstimateRow[] {
  if (estimates === null) return []
  const place = (task: string, sizeBytes: number | null) => ({ table: 'micro', strategy: task, ...(sizeBytes !== null && { sizeBytes }) })
  return [
    ...estimates.costs.flatMap(({ task, sizeBytes, nsPerOperation, gigabytesPerSecond }) => [
      ...estimateRow(place(task, sizeBytes), 'cpu-per-operation', 'ns', nsPerOperation),
      ...estimateRow(place(task, sizeBytes), 'throughput', 'GB/s', gigabytesPerSecond),
    ]),
    ...estimates.stringOverBuffer.flatMap(({ task, bufferTask, sizeBytes, ratio }) =>
      estimateRow({ ...place(task, sizeBytes), against: bufferTask }, 'string-over-buffer', 'ratio', ratio),
    ),
  ]
}

/** Where the CPU of a 200 or a 304 goes, a row for each part, and how much dearer a hash is in a server than in a loop: there the hash is in the place of the strategy. */
export function breakdownRows(run: RunFile, micro: MicroFile): readonly EstimateRow[] {
  const { bars, hashFactors } = whereTheCpuGoes(run, micro)
  return [
    ...bars.flatMap(({ strategy, responseClass, sizeBytes, totalUs, parts }) => {
      const place = { table: 'cpu-breakdown', strategy, responseClass, sizeBytes, load: 'saturated', unit: 'us' }
      return [{ ...place, figure: 'total', ...withBounds(totalUs) }, ...parts.map(({ part, us }) => ({ ...place, figure: part, ...withBounds(us) }))]
    }),
    ...hashFactors.flatMap(({ hash, sizeBytes, inHandlerUs, inLoopUs, factor }) => {
      const place = { table: 'hash-factor', strategy: hash, sizeBytes }
      return [
        { ...place, figure: 'in-handler', unit: 'us', ...withBounds(inHandlerUs) },
        { ...place, figure: 'in-loop', unit: 'us', ...withBounds(inLoopUs) },
        { ...place, figure: 'handler-over-loop', unit: 'ratio', ...withBounds(factor) },
      ]
    }),
  ]
}

/** They come from two runs, so that they have no number of launches. */
function withBounds({ point, low, high }: Bounded): Pick<EstimateRow, 'value' | 'low' | 'high' | 'level'> {
  return low === null || high === null ? { value: point } : { value: point, low, high, level: 0.95 }
}
