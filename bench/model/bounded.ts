import type { EstimateEntry } from '../archive/estimates-schema.ts'
import type { Bounded } from './advice.ts'

/** An estimate without its provenance, in another unit: times `factor`, which is positive. */
export function toBounded(estimate: EstimateEntry, factor = 1): Bounded {
  const [low, high] = estimate.kind === 'interval' ? [estimate.low * factor, estimate.high * factor] : [null, null]
  return { point: estimate.point * factor, low, high }
}

/**
 * `plus` together less `minus` together. The interval is that of independent figures, from each one's own bounds (MOVER: Zou
 * & Donner 2008, Construction of confidence limits about effect measures, Statistics in Medicine 27); none where one has none.
 */
export function combine(plus: readonly Bounded[], minus: readonly Bounded[] = []): Bounded {
  const total = (figures: readonly Bounded[]) => figures.reduce((sum, { point }) => sum + point, 0)
  const point = total(plus) - total(minus)
  const below = distance([...plus.map(toLow), ...minus.map(toHigh)])
  const above = distance([...plus.map(toHigh), ...minus.map(toLow)])
  return below === undefined || above === undefined ? { point, low: null, high: null } : { point, low: point - below, high: point + above }
}

/**
 * One figure over another that is independent of it and above 0, by the same method (Donner & Zou 2012, Closed-form
 * confidence intervals for functions of the normal mean and standard deviation, Statistical Methods in Medical Research 21).
 * No interval where one has none, or where that of the divisor is so wide that the quotient has no bounds.
 */
export function divide(dividend: Bounded, divisor: Bounded): Bounded {
  const point = dividend.point / divisor.point
  const product = dividend.point * divisor.point
  const bound = (a: number | null, b: number | null, sign: 1 | -1): number | null => {
    if (a === null || b === null) return null
    const scale = b * (2 * divisor.point - b)
    const square = product ** 2 - a * (2 * dividend.point - a) * scale
    return scale > 0 && square >= 0 ? (product + sign * Math.sqrt(square)) / scale : null
  }
  const low = bound(dividend.low, divisor.high, -1)
  const high = bound(dividend.high, divisor.low, 1)
  return low === null || high === null ? { point, low: null, high: null } : { point, low, high }
}

const toLow = ({ point, low }: Bounded) => (low === null ? undefined : point - low)
const toHigh = ({ point, high }: Bounded) => (high === null ? undefined : high - point)

function distance(reaches: readonly (number | undefined)[]): number | undefined {
  let squares = 0
  for (const reach of reaches) {
    if (reach === undefined) return undefined
    squares += reach ** 2
  }
  return Math.sqrt(squares)
}
