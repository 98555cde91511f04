/** Where a slider snaps to: ten stops a decade, so that one press of a key is one step of about a quarter. */
const stepsOfDecade = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8] as const

/** From `least` to `most`, both powers of ten times a step of the decade or cut to what lies between. */
export function logStops(least: number, most: number): readonly number[] {
  const exponents = Array.from({ length: Math.ceil(Math.log10(most / least)) + 2 }, (_, index) => Math.floor(Math.log10(least)) + index)
  // Through text: 0.3 and not 0.30000000000000004.
  const stops = exponents.flatMap((exponent) => stepsOfDecade.map((step) => Number(`${step}e${exponent}`)))
  return stops.filter((stop) => stop >= least && stop <= most)
}

/** The same, of what is counted. */
export function countStops(most: number): readonly number[] {
  return logStops(1, most).filter(Number.isInteger)
}

/** Equal steps from 0 to `most`. */
export function linearStops(step: number, most: number): readonly number[] {
  return Array.from({ length: Math.round(most / step) + 1 }, (_, index) => Number((index * step).toPrecision(6)))
}

/** Index of the stop nearest to a value; what lies beyond an end is at that end. */
export function nearestStop(stops: readonly number[], value: number): number {
  // Ratios, since stops span decades; the floor keeps a stop at 0 reachable.
  const least = (stops.find((stop) => stop > 0) ?? 1) / 2
  const distance = (stop: number) => Math.abs(Math.log(Math.max(stop, least) / Math.max(value, least)))
  return stops.reduce((best, stop, index) => (distance(stop) < distance(stops[best]!) ? index : best), 0)
}
