import type { Exchange } from './finding.ts'
import type { Representation } from './representation.ts'

/** One PUT, and what GET showed right before and after it. */
export interface Trial {
  readonly before: Representation
  readonly sent: Exchange
  /** The value that the PUT gave to the field. */
  readonly value: unknown
  /** The content that was sent. */
  readonly text: string
  readonly after: Representation
  /** By its status alone. */
  readonly accepted: boolean
  /** GET now shows the value. */
  readonly landed: boolean
}

/** Two or more PUTs that left together; `sent` is undefined where no answer came. */
export interface Race {
  readonly sent: readonly (Exchange | undefined)[]
  readonly values: readonly (string | number)[]
  readonly after: Representation
}

/** What a client takes for a success: 2xx, and 3xx but for 304. */
export function isAccepted({ response: { status } }: Exchange): boolean {
  return status >= 200 && status < 400 && status !== 304
}
