import type { Estimate } from '../../stats/interval.ts'
import { estimatePositive } from '../../stats/interval.ts'
import { median } from '../../stats/median.ts'
import type { AbFile } from '../ab-file.ts'

/** Server CPU of a request to head in nanoseconds, over every launch with a valid pair. It belongs to one machine at one hour. */
export function headCostNs({ launches, settings }: Pick<AbFile, 'launches' | 'settings'>, cell: string): Estimate | undefined {
  const costs = launches.flatMap(({ pairs }) => {
    const own = pairs.filter((pair) => pair.cell === cell && pair.arm === 'head' && pair.voidReason === null)
    return own.length === 0 ? [] : [median(own.map(({ numeratorNs, requests }) => numeratorNs / requests))]
  })
  return estimatePositive(costs, settings.design.intervalLevel)
}
