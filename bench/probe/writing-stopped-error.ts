/** A writing check cannot go on: the message says why, as it stands in the report behind what could not be checked. */
export class WritingStoppedError extends Error {
  override readonly name = 'WritingStoppedError'
}
