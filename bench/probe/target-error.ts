import { escapeControl } from './escape-control.ts'

/**
 * Why a target gave nothing that can be checked.
 * No whole answer: `timed-out`: nothing came; `slow`: the answer began and did not end in time; `endless`: more than the size bound;
 * `too-large`: promises more than that; `truncated`: closed in the middle; `reset`: closed before anything came.
 * An answer of no use: `redirecting`, `unauthorized` (401, 403), `limited` (429, or 503 with Retry-After), `missing` (404, 410),
 * `unusable` (any other status but 200).
 */
export type TargetErrorKind =
  | 'refused'
  | 'dns'
  | 'tls'
  | 'timed-out'
  | 'slow'
  | 'endless'
  | 'too-large'
  | 'truncated'
  | 'not-http'
  | 'reset'
  | 'redirecting'
  | 'unauthorized'
  | 'limited'
  | 'missing'
  | 'unusable'

/** The message says what was seen, where, and what to do next; what the target made of it cannot steer a terminal. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
  readonly kind: TargetErrorKind

  constructor(kind: TargetErrorKind, message: string, options?: { readonly cause?: unknown }) {
    super(escapeControl(message), options)
    this.kind = kind
  }
}
