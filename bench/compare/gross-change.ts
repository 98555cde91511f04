import type { EstimateEntry } from '../archive/estimates-schema.ts'

/** What one cell of two runs says. `cannot-tell`: one of them has no interval there. */
export type GrossVerdict = 'slower' | 'faster' | 'no-gross-change' | 'cannot-tell'

export interface GrossChange {
  readonly verdict: GrossVerdict
  /** Head over base. */
  readonly ratio: number
  /** The smallest slowdown, as a ratio, that would have been called one at these intervals; null: none would. */
  readonly seenFrom: number | null
}

/**
 * What two runs of one build may differ by beyond both of their intervals, which hold what launches differ by and not what
 * hours do. Ratios to `none` are measured within a run, so most of what an hour does is in both of their terms.
 */
export const allowances = { ratio: 0.1, cpu: 0.3 } as const

/** Gross is a change by which the intervals lie apart, and by more than the allowance. */
export function judgeChange(base: EstimateEntry, head: EstimateEntry, allowance: number): GrossChange {
  const ratio = head.point / base.point
  if (base.kind !== 'interval' || head.kind !== 'interval') return { verdict: 'cannot-tell', ratio, seenFrom: null }
  const least = 1 + allowance
  const seenFrom = least * (base.high / base.point) * (head.point / head.low)
  if (head.low / base.high > least) return { verdict: 'slower', ratio, seenFrom }
  if (base.low / head.high > least) return { verdict: 'faster', ratio, seenFrom }
  return { verdict: 'no-gross-change', ratio, seenFrom }
}
