import type { Estimate } from '../../stats/interval.ts'
import { estimatePositive } from '../../stats/interval.ts'
import { median } from '../../stats/median.ts'
import type { AbFile } from '../ab-file.ts'
import { countedPairs } from '../disturbed-pairs.ts'

/**
 * Server CPU of a request to head in nanoseconds, over every launch with a valid pair, from the pairs that effects are estimated
 * from. It belongs to one machine at one hour.
 */
export function headCostNs({ launches, settings }: Pick<AbFile, 'launches' | 'settings'>, cell: string): Estimate | undefined {
  const costs = launches.flatMap(({ pairs }) => {
    const valid = pairs.filter((pair) => pair.cell === cell && pair.arm === 'head' && pair.voidReason === null)
    return valid.length === 0 ? [] : [median(countedPairs(valid, settings.pairsPerLaunch).map(({ numeratorNs, requests }) => numeratorNs / requests))]
  })
  return estimatePositive(costs, settings.design.intervalLevel)
}
