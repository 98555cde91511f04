import type { MicroFile } from '../micro/micro-file.ts'
import type { Bounded } from './advice.ts'
import { toBounded } from './bounded.ts'

const usPerNs = 1e-3

/**
 * Microseconds of CPU per operation: as measured, or between the two nearest sizes on a straight line of logarithms.
 * Undefined where the task was not measured, and outside the sizes that were.
 */
export function microCostUs({ estimates }: Pick<MicroFile, 'estimates'>, task: string, sizeBytes: number): Bounded | undefined {
  const costs = (estimates?.costs ?? []).filter((cost) => cost.task === task)
  const exact = costs.find((cost) => cost.sizeBytes === sizeBytes || cost.sizeBytes === null)
  if (exact !== undefined) return toBounded(exact.nsPerOperation, usPerNs)
  const sized = costs.flatMap((cost) => (cost.sizeBytes === null ? [] : [{ sizeBytes: cost.sizeBytes, us: toBounded(cost.nsPerOperation, usPerNs) }]))
  const below = sized.filter((cost) => cost.sizeBytes < sizeBytes).toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0]
  const above = sized.filter((cost) => cost.sizeBytes > sizeBytes).toSorted((a, b) => a.sizeBytes - b.sizeBytes)[0]
  if (below === undefined || above === undefined) return undefined
  const fraction = Math.log(sizeBytes / below.sizeBytes) / Math.log(above.sizeBytes / below.sizeBytes)
  const between = (from: number, to: number) => from * (to / from) ** fraction
  const boundBetween = (from: number | null, to: number | null) => (from === null || to === null ? null : between(from, to))
  return {
    point: between(below.us.point, above.us.point),
    low: boundBetween(below.us.low, above.us.low),
    high: boundBetween(below.us.high, above.us.high),
  }
}
