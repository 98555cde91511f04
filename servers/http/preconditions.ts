import { parseTagList, strongMatch, weakMatch } from './entity-tag.ts'
import type { EntityTag } from './entity-tag.ts'
import { parseHttpDate } from './http-date.ts'

/** What a server knows of the selected representation (RFC 9110 §3.2). All may be absent: it exists, with nothing to tell it by. */
export interface Validators {
  readonly etag?: EntityTag
  readonly lastModifiedMs?: number
  /** Tags of current representations that were not selected, such as other content codings. */
  readonly furtherEtags?: readonly EntityTag[]
}

/** The precondition by which an editor can keep a write from overwriting what it has not seen. */
export type WriteGuard = 'if-match' | 'if-unmodified-since' | 'none'

/** In statuses: go on, 304, 412, 428 (RFC 6585 §3), 400. */
export type Decision =
  | 'proceed'
  | 'not-modified'
  | 'precondition-failed'
  | 'precondition-required'
  | 'malformed-precondition'

/** Field values as received; several lines of one field joined by `, `. */
export interface ConditionalRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT'
  readonly ifMatch?: string | undefined
  readonly ifNoneMatch?: string | undefined
  readonly ifModifiedSince?: string | undefined
  readonly ifUnmodifiedSince?: string | undefined
}

export interface EvaluationOptions {
  /** Whether a PUT that no precondition guards is refused. */
  readonly requirePrecondition: boolean
  readonly nowMs: number
}

/** `ignored`: absent, or such that RFC 9110 §13.1 tells a server to act as if it were. */
type Condition = 'true' | 'false' | 'ignored'

/**
 * Evaluates the preconditions in the order of RFC 9110 §13.2.2. `current` is undefined where there is no current
 * representation; a GET or HEAD then is a 404, for the caller to answer before it comes here.
 *
 * Malformed fields count as absent, except that they still suppress the dates that they take precedence over, and that
 * a malformed If-Match refuses a PUT: its sender meant to guard the write.
 */
export function evaluatePreconditions(
  request: ConditionalRequest,
  current: Validators | undefined,
  options: EvaluationOptions,
): Decision {
  const { method, ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = request
  const isWrite = method === 'PUT'
  let guarded = false

  if (ifMatch !== undefined) {
    const condition = evaluateIfMatch(ifMatch, current)
    if (condition === 'false') return 'precondition-failed'
    if (condition === 'ignored' && isWrite) {
      return options.requirePrecondition ? 'precondition-required' : 'malformed-precondition'
    }
    guarded = true
  } else if (ifUnmodifiedSince !== undefined) {
    const condition = evaluateUnmodifiedSince(ifUnmodifiedSince, current, options.nowMs)
    if (condition === 'false') return 'precondition-failed'
    guarded = condition === 'true'
  }

  if (ifNoneMatch !== undefined) {
    const condition = evaluateIfNoneMatch(ifNoneMatch, current)
    if (condition === 'false') return isWrite ? 'precondition-failed' : 'not-modified'
    guarded ||= condition === 'true'
  } else if (ifModifiedSince !== undefined && !isWrite) {
    // "Modified since" is the negation of "unmodified since" (RFC 9110 §13.1.3, §13.1.4).
    if (evaluateUnmodifiedSince(ifModifiedSince, current, options.nowMs) === 'true') return 'not-modified'
  }

  return isWrite && options.requirePrecondition && !guarded ? 'precondition-required' : 'proceed'
}

/** Any current representation will do, selected or not (RFC 9110 §13.1.1): they are all of the state that is to be replaced. */
function evaluateIfMatch(fieldValue: string, current: Validators | undefined): Condition {
  const etag = current?.etag
  // The usual case, one tag that is the current one, needs no parsing.
  if (fieldValue === etag) return strongMatch(etag, etag) ? 'true' : 'false'
  const list = parseTagList(fieldValue)
  if (list === undefined) return 'ignored'
  if (list === '*') return current ? 'true' : 'false'
  if (etag === undefined) return 'false'
  const further = current?.furtherEtags ?? []
  return list.some((tag) => strongMatch(tag, etag) || further.some((each) => strongMatch(tag, each))) ? 'true' : 'false'
}

/** Only the selected representation counts (RFC 9110 §13.1.2): a client that has another coding of it has other bytes. */
function evaluateIfNoneMatch(fieldValue: string, current: Validators | undefined): Condition {
  const etag = current?.etag
  if (fieldValue === etag) return 'false'
  const list = parseTagList(fieldValue)
  if (list === undefined) return 'ignored'
  if (list === '*') return current ? 'false' : 'true'
  return etag !== undefined && list.some((tag) => weakMatch(tag, etag)) ? 'false' : 'true'
}

/** Ignored for an invalid date, and for a resource that has no modification date (RFC 9110 §13.1.3, §13.1.4). */
function evaluateUnmodifiedSince(fieldValue: string, current: Validators | undefined, nowMs: number): Condition {
  const lastModifiedMs = current?.lastModifiedMs
  if (lastModifiedMs === undefined) return 'ignored'
  const dateSeconds = parseHttpDate(fieldValue, nowMs)
  if (dateSeconds === undefined) return 'ignored'
  return Math.floor(lastModifiedMs / 1000) <= dateSeconds ? 'true' : 'false'
}
