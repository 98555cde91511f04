import type { EstimateEntry } from '../../archive/estimates-schema.ts'
import { boundsOf } from './format-estimate.ts'

/** What clients ask for when they poll, as a reader wonders about it: first the answer that a tag is for. */
export const pollClasses = ['304', '200'] as const
export type PollClass = (typeof pollClasses)[number]

/** Server CPU per request. */
export interface PollCost {
  readonly us: number
  /** Null: too few launches for an interval. */
  readonly low: number | null
  readonly high: number | null
}

export function pollCostOf(cpuUsPerRequest: EstimateEntry): PollCost {
  return { us: cpuUsPerRequest.point, ...boundsOf(cpuUsPerRequest) }
}
