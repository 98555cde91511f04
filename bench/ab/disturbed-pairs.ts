import type { AbPair } from './ab-file.ts'

/** Of the pairs wanted of a launch and cell: with fewer undisturbed ones there are further rounds. */
const wantedShare = 0.5

/** With fewer undisturbed ones the effect is that of all: what collects in nearly every burst is to be seen. */
const leastShare = 1 / 6

/** How many undisturbed pairs a launch is to have of a cell and arm, of so many that it plays anyway. */
export function wantedUndisturbed(pairsPerLaunch: number): number {
  return Math.ceil(pairsPerLaunch * wantedShare)
}

/**
 * Which of the valid pairs of a launch, cell and arm its effect is estimated from: the undisturbed ones, or all where those
 * are too few. By nothing but the marks, which head and base are given by the same rule: without a change they could trade places.
 */
export function countedPairs<Pair extends Pick<AbPair, 'disturbed'>>(valid: readonly Pair[], pairsPerLaunch: number): readonly Pair[] {
  const undisturbed = valid.filter(({ disturbed = [] }) => disturbed.length === 0)
  return undisturbed.length >= Math.max(1, pairsPerLaunch * leastShare) ? undisturbed : valid
}
