import { signedRankGreater } from '../stats/signed-rank-tail.ts'
import type { AbFile, AbLaunch } from './ab-file.ts'

/** How often bursts of one cell were disturbed, void ones too, as shares of the bursts of base and of head. */
export interface CollectionShares {
  readonly cell: string
  readonly base: number
  readonly head: number
  /** Whether head had clearly more: effects mostly leave that out, so it has to be told. */
  readonly headHasMore: boolean
}

/** Eight launches that all say so are 0.4 %. */
const clearP = 0.005
const clearDifference = 0.1
const worthTelling = 0.1

/** Of every cell in which a tenth of the bursts of base or of head was disturbed, or more. Launches are the unit of the test, as they are of effects. */
export function collectionShares({ settings, launches }: Pick<AbFile, 'settings' | 'launches'>): readonly CollectionShares[] {
  return settings.cells.flatMap(({ name: cell }) => {
    const byLaunch = launches.flatMap((launch) => sharesIn(launch, cell))
    if (byLaunch.length === 0) return []
    const base = mean(byLaunch.map((shares) => shares.base))
    const head = mean(byLaunch.map((shares) => shares.head))
    const isClear = signedRankGreater(byLaunch.map((shares) => shares.head - shares.base)) <= clearP
    return Math.max(base, head) < worthTelling ? [] : [{ cell, base, head, headHasMore: isClear && head - base >= clearDifference }]
  })
}

export function describeCollections(shares: readonly CollectionShares[]): string {
  return `disturbed bursts (base, head), left out where enough others remain: ${shares.map(({ cell, base, head }) => `${cell} ${percent(base)}, ${percent(head)}`).join('; ')}`
}

/** Effects show it only where they cannot leave such bursts out. */
export function collectionWarnings(shares: readonly CollectionShares[]): readonly string[] {
  return shares.flatMap(({ cell, base, head, headHasMore }) =>
    headHasMore
      ? [`${cell}: in ${percent(head)} of head's bursts, and ${percent(base)} of base's, other threads than the first took over a quarter of the CPU (collections, compilation): where enough others remain, effects leave such bursts out and do not show that cost (METHOD.md, "Collections")`]
      : [],
  )
}

function sharesIn({ pairs }: AbLaunch, cell: string): readonly Pick<CollectionShares, 'base' | 'head'>[] {
  const known = pairs.filter((pair) => pair.cell === cell && pair.arm === 'head' && pair.disturbed !== undefined && !pair.wrongAnswer)
  if (known.length === 0) return []
  const shareOf = (arm: 'base' | 'head') => known.filter(({ disturbed = [] }) => disturbed.includes(arm)).length / known.length
  return [{ base: shareOf('base'), head: shareOf('head') }]
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const percent = (share: number) => `${Math.round(share * 100)} %`
