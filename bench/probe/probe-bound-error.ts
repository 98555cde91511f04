/** The bound on requests is used up: nothing was sent. */
export class ProbeBoundError extends Error {
  override readonly name = 'ProbeBoundError'

  constructor(requests: number) {
    super(`the bound of ${requests} requests is used up; raise it with --max-requests`)
  }
}
