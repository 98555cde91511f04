/**
 * What a validator of whole seconds cannot tell apart (RFC 9110 §8.8.2.2): changes of one document within the same slot of
 * the clock, `slotSeconds` long (1 for Last-Modified). Changes come as a Poisson process.
 */
export interface Dating {
  readonly changesPerSecond: number
  readonly slotSeconds: number
}

/** A guard by date: conflicts that it notices, and commits that are overwritten because it does not. */
export interface DatedWrite {
  /** Of writes: refused. */
  readonly conflictProbability: number
  /** Commits of others that one write overwrites on average. */
  readonly overwritten: number
}

/**
 * A write goes through unseen when what its editor read was itself written in the running slot, and all that others
 * committed since falls into the rest of that slot: the date is then what the editor read. `noCommitWithin` is the chance
 * that nobody else commits within so many seconds.
 */
export function datedWrite(
  { changesPerSecond, slotSeconds }: Dating,
  windowSeconds: number,
  othersPerSecond: number,
  noCommitWithin: (seconds: number) => number,
): DatedWrite {
  const unseen = { probability: 0, overwritten: 0 }
  for (const fraction of midpoints) {
    const sinceSlotBegan = fraction * slotSeconds
    const restOfSlot = Math.min(slotSeconds - sinceSlotBegan, windowSeconds)
    const readIsOfThisSlot = -Math.expm1(-changesPerSecond * sinceSlotBegan)
    const noneAfterwards = noCommitWithin(windowSeconds - restOfSlot)
    unseen.probability += (readIsOfThisSlot * Math.max(0, noneAfterwards - noCommitWithin(windowSeconds))) / midpoints.length
    unseen.overwritten += (readIsOfThisSlot * noneAfterwards * othersPerSecond * restOfSlot) / midpoints.length
  }
  return { conflictProbability: 1 - noCommitWithin(windowSeconds) - unseen.probability, overwritten: unseen.overwritten }
}

/**
 * The share of polls that are answered 304 although the client's copy is outdated. A client that polls between the first
 * and the last change of a slot has a copy with the date of that last change; its later polls are told that nothing changed until the
 * next change of a later slot: the kth of them with chance exp(-r (k x interval - slot / 2)), the poll having come halfway
 * through the slot. First and last change are g seconds apart with density r² (slot - g) exp(-r (slot - g)).
 */
export function staleShare({ changesPerSecond: rate, slotSeconds }: Dating, everySeconds: number): number {
  if (rate === 0 || slotSeconds === 0) return 0
  const gapDensity = (gap: number) => rate ** 2 * (slotSeconds - gap) * Math.exp(-rate * (slotSeconds - gap))
  const deceivedPerSlot = midpoints
    .map((fraction) => fraction * slotSeconds)
    .reduce((total, gap) => total + (gapDensity(gap) * Math.min(1, gap / everySeconds) * slotSeconds) / midpoints.length, 0)
  if (deceivedPerSlot === 0) return 0
  const pollsDeceived = Math.exp(-rate * Math.max(0, everySeconds - slotSeconds / 2)) / -Math.expm1(-rate * everySeconds)
  return Math.min(1, deceivedPerSlot * pollsDeceived * (everySeconds / slotSeconds))
}

const steps = 400
const midpoints = Array.from({ length: steps }, (_, index) => (index + 0.5) / steps)
