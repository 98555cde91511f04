import type { Expectation } from './expectation.ts'
import type { Sighting, Sign } from './sign.ts'

/** What one run of the selfcheck says of one fault. */
export interface FaultOutcome {
  readonly fault: string
  /** Of the signs that must name it: those that were seen. */
  readonly namedBy: readonly Sign[]
  /** All others that were seen on the faulty server. */
  readonly followed: readonly Sign[]
  /** Why the fault does not count as found; empty: it does. */
  readonly problems: readonly string[]
}

/** Holds what was seen, on the faulty server and on the sound one, against what has to be. */
export function judgeSightings(
  { fault, namedBy, mayFollow }: Expectation,
  onFaulty: readonly Sighting[],
  onSound: readonly Sighting[],
): FaultOutcome {
  const seen = [...new Set(onFaulty.map(({ sign }) => sign))]
  const allowed = [...namedBy, ...mayFollow]
  const unexpected = onFaulty.filter(({ sign }) => !allowed.includes(sign))
  return {
    fault,
    namedBy: namedBy.filter((sign) => seen.includes(sign)),
    followed: seen.filter((sign) => !namedBy.includes(sign)),
    problems: [
      ...namedBy.filter((sign) => !seen.includes(sign)).map((sign) => `${sign} was not seen`),
      ...unexpected.map(({ sign, message }) => `${sign} does not follow from it: ${message}`),
      ...onSound.map(({ sign, message }) => `the sound server showed ${sign} too: ${message}`),
    ],
  }
}
