/** What one more launch and one more burst cost, and how much each kind of repetition varies. */
export interface Allocation {
  /** The price of a launch before its first burst: start and warm-up. */
  readonly launchMs: number
  readonly burstMs: number
  /** Standard deviation between launches, free of burst noise, in the unit of `burstSd`. */
  readonly launchSd: number
  /** Standard deviation between bursts of one launch. */
  readonly burstSd: number
  readonly atLeast: number
  readonly atMost: number
}

/**
 * How many bursts per launch give the narrowest interval for the time spent:
 * ceil(sqrt((launchMs / burstMs) * (burstSd^2 / launchSd^2))), kept within `atLeast` .. `atMost`
 * (Kalibera & Jones 2013, Rigorous Benchmarking in Reasonable Time).
 * Without any variation between launches that is `atMost`; without any at all, `atLeast`.
 */
export function burstsPerLaunch(allocation: Allocation): number {
  const { launchMs, burstMs, launchSd, burstSd, atLeast, atMost } = allocation
  if (!(launchMs > 0 && burstMs > 0)) {
    throw new RangeError(`a launch of ${launchMs} ms, a burst of ${burstMs} ms: give times above 0`)
  }
  if (!(launchSd >= 0 && burstSd >= 0)) {
    throw new RangeError(`standard deviations ${launchSd}, ${burstSd}: none may be below 0`)
  }
  if (!(atLeast <= atMost)) throw new RangeError(`at least ${atLeast} bursts but at most ${atMost}: no number is both`)
  if (burstSd === 0) return atLeast
  const optimum = Math.ceil(Math.sqrt(launchMs / burstMs) * (burstSd / launchSd))
  return Math.min(atMost, Math.max(atLeast, optimum))
}
