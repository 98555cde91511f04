import { STATUS_CODES } from 'node:http'
import type { Decision, WriteGuard } from './http/preconditions.ts'
import { problem } from './http/problem.ts'
import { contentLimitBytes } from './resource/size.ts'

export type Problem = ReturnType<typeof problem>

/** `what`: a noun, such as `document 7`. */
export function notFound(what: string): Problem {
  return problem(404, 'Not Found', `There is no ${shorten(what)}: documents are /orders/1, /orders/2 and so on.`)
}

export function methodNotAllowed(method: string): Problem {
  return problem(405, 'Method Not Allowed', `${method} is not supported: use GET, HEAD or PUT.`)
}

export function unsupportedMediaType(contentType: string | undefined): Problem {
  const seen = contentType === undefined ? 'no Content-Type' : `Content-Type ${shorten(contentType)}`
  return problem(415, 'Unsupported Media Type', `The request has ${seen}: send application/json.`)
}

export function unsupportedCoding(coding: string): Problem {
  return problem(415, 'Unsupported Media Type', `Content-Encoding ${shorten(coding)} is not supported: send plain JSON.`)
}

export const notAcceptable = problem(
  406,
  'Not Acceptable',
  'Accept-Encoding refuses both codings that there are: allow gzip or identity.',
)

/** RFC 9110 §14.5: a server that does not support partial PUT must not take one for a whole document. */
export const partialPut = problem(400, 'Bad Request', 'Content-Range is not supported: send the whole document.')

export const contentTooLarge = problem(
  413,
  'Content Too Large',
  `A document has at most ${contentLimitBytes} bytes, as sent and as serialised again.`,
)

export function badContent(detail: string): Problem {
  return problem(400, 'Bad Request', detail)
}

/** Names the header that would have guarded the write (RFC 6585 §3). */
export function refused(decision: Exclude<Decision, 'proceed'>, writeGuard: WriteGuard): Problem {
  switch (decision) {
    case 'precondition-required':
      return problem(428, 'Precondition Required', `This request must be conditional: send ${guardAdvice(writeGuard)}.`)
    case 'malformed-precondition':
      return problem(400, 'Bad Request', 'If-Match is neither * nor a list of entity-tags (RFC 9110 §13.1.1).')
    case 'precondition-failed':
    case 'not-modified':
      return problem(412, 'Precondition Failed', 'The document is not in the state that the request asks for: GET it again.')
  }
}

function guardAdvice(writeGuard: WriteGuard): string {
  return writeGuard === 'if-unmodified-since'
    ? 'If-Unmodified-Since with the Last-Modified of the document, or If-None-Match: * to create it'
    : 'If-Match with the ETag of the document, or If-None-Match: * to create it'
}

/** Of an error that Fastify or a handler threw; what is not the client's doing is told to nobody but stderr. */
export function ofError(error: { readonly statusCode?: number; readonly message: string }): Problem {
  const status = error.statusCode ?? 500
  if (status === 413) return contentTooLarge
  if (status === 415) return problem(415, 'Unsupported Media Type', 'The Content-Type is malformed: send application/json.')
  if (status === 414) return problem(414, 'URI Too Long', 'The URL is too long: documents are /orders/1, /orders/2 and so on.')
  if (status >= 400 && status < 500) return problem(status, STATUS_CODES[status] ?? 'Bad Request', shorten(`${error.message}.`))
  return problem(500, 'Internal Server Error', 'The server failed; its standard error says how.')
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text
}
