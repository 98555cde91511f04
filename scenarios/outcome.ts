import type { Outcome, ScriptRequest, ScriptResponse } from './scenario.ts'

/** What a response means to the client that asked. A 412 is an outcome of a write and of nothing else. */
export function outcomeOf(request: ScriptRequest, response: ScriptResponse | undefined): Outcome {
  if (response === undefined) return 'no-answer'
  if (request.kind === 'edit') {
    if (response.status === 412) return 'aborted'
    return response.status === 200 || response.status === 201 || response.status === 204 ? 'committed' : 'failed'
  }
  if (response.status === 304 && isConditional(request)) return 'not-modified'
  return response.status === 200 ? 'fetched' : 'failed'
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

/** The request head of an edit: its guard and the content type. */
export function editHeaders(guard: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...guard, 'content-type': 'application/json' }
}
