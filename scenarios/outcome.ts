import type { Answer, Outcome, ScriptRequest } from './scenario.ts'

/** What an answer means to the client that asked. A 412 is an outcome of a write and of nothing else. */
export function outcomeOf(request: ScriptRequest, answer: Answer): Outcome {
  if (answer === 'dropped') return 'dropped'
  if (answer === undefined) return 'no-answer'
  const { status } = answer
  if (request.method === 'PUT') {
    if (status === 412) return 'aborted'
    return status === 200 || status === 201 || status === 204 ? 'committed' : 'failed'
  }
  if (status === 304 && isConditional(request)) return 'not-modified'
  return status === 200 ? 'fetched' : 'failed'
}

/** Whether the request bears a precondition (RFC 9110 §13.1). */
export function isConditional(request: ScriptRequest): boolean {
  const { headers } = request
  return (
    headers['if-none-match'] !== undefined ||
    headers['if-modified-since'] !== undefined ||
    headers['if-match'] !== undefined ||
    headers['if-unmodified-since'] !== undefined
  )
}

/** The request head of a write: its guard and the content type. */
export function writeHeaders(guard: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...guard, 'content-type': 'application/json' }
}
