import type { Estimates, RankingEntry } from '../../archive/estimates-schema.ts'

/** Of the strategies given, the cheapest at one size, and those that cannot be told from it. */
export interface Cheapest {
  readonly sizeBytes: number
  readonly names: readonly string[]
}

/** Among `candidates` only, by the paired intervals of each ranking (METHOD.md); sizes in ascending order. */
export function cheapestOf(
  { rankings }: Pick<Estimates, 'rankings'>,
  candidates: readonly string[],
  { responseClass, load }: Pick<RankingEntry, 'responseClass' | 'load'>,
): readonly Cheapest[] {
  return rankings
    .filter((each) => each.responseClass === responseClass && each.load === load)
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes)
    .flatMap(({ sizeBytes, order, pairs }) => {
      const [first, ...others] = order.filter((name) => candidates.includes(name))
      if (first === undefined) return []
      const dearer = pairs
        .filter(({ arm, ratio }) => arm === first && ratio?.kind === 'interval' && ratio.high < 1)
        .map(({ other }) => other)
      return [{ sizeBytes, names: [first, ...others.filter((name) => !dearer.includes(name))] }]
    })
}
