import { evaluatePreconditions } from '../../../servers/http/preconditions.ts'
import type { ConditionalRequest, Decision, Validators } from '../../../servers/http/preconditions.ts'

/** By RFC 9110, and 428 to an unguarded PUT unless told otherwise. */
export function decideWrite(request: ConditionalRequest, current: Validators | undefined, requirePrecondition = true): Decision {
  return evaluatePreconditions(request, current, { requirePrecondition, nowMs: Date.now() })
}
