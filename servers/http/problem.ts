/** Problem details (RFC 9457 §3.1). */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
}

/** An error as it is sent: `body` is a Problem in JSON. */
export interface ProblemAnswer {
  readonly status: number
  readonly contentType: 'application/problem+json'
  readonly body: string
}

/**
 * `title` is the status's phrase, as the type is `about:blank` (RFC 9457 §4.2.1); `detail` tells the sender of this request
 * what was seen and what to send instead.
 */
export function problem(status: number, title: string, detail: string): ProblemAnswer {
  const details: Problem = { type: 'about:blank', title, status, detail }
  return { status, contentType: 'application/problem+json', body: JSON.stringify(details) }
}
