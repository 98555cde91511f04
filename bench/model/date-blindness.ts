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
 * that nobody else commits within so many seconds; `changesPerSecond` is of those who may have written what was read.
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
 * and the last change of a slot has a copy with the date of that last change; its later polls are told that nothing changed until
 * the next change of a later slot. First and last change leave h seconds of the slot with density r² h exp(-r h).
 */
export function staleShare({ changesPerSecond: rate, slotSeconds }: Dating, everySeconds: number): number {
  if (rate === 0 || slotSeconds === 0) return 0
  const reach = Math.min(slotSeconds, negligibleAfter / rate)
  const deceivedPerSlot = reach * mean(midpoints, (fraction) => {
    const rest = fraction * reach
    const gap = slotSeconds - rest
    const density = rate ** 2 * rest * Math.exp(-rate * rest)
    // Changes may be too rare for a number to hold.
    return density === 0 ? 0 : density * Math.min(1, gap / everySeconds) * pollsDeceived(rate, everySeconds, gap, slotSeconds)
  })
  return Math.min(1, deceivedPerSlot * (everySeconds / slotSeconds))
}

/**
 * By a client that polls between first and last change: the polls in the rest of the slot, once there was another change, and those
 * after it until a change of a later slot. Its poll comes evenly within `gap`, or within an interval where that is less.
 */
function pollsDeceived(rate: number, everySeconds: number, gap: number, slotSeconds: number): number {
  const spread = Math.min(gap, everySeconds)
  const atMost = (slotSeconds + gap) / 2
  const laterPolls = 1 / -Math.expm1(-rate * everySeconds)
  const nothingChanges = (seconds: number) => Math.exp(-rate * seconds)
  if (everySeconds >= slotSeconds) return (nothingChanges(everySeconds - atMost) * laterPolls * -Math.expm1(-rate * spread)) / (rate * spread)
  return mean(places, (place) => {
    const restOfSlot = atMost - place * spread
    const within = Math.floor(restOfSlot / everySeconds)
    const untilOutdated = Math.min(1 / rate, (gap - place * spread) / 2)
    return Math.max(0, within - untilOutdated / everySeconds) + nothingChanges((within + 1) * everySeconds - restOfSlot) * laterPolls
  })
}

function mean(places: readonly number[], figure: (place: number) => number): number {
  return places.reduce((total, place) => total + figure(place), 0) / places.length
}

/** exp(-40): changes beyond so many expected ones. */
const negligibleAfter = 40

const midpointsOf = (steps: number) => Array.from({ length: steps }, (_, index) => (index + 0.5) / steps)
const midpoints = midpointsOf(400)
const places = midpointsOf(20)
