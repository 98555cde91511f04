import { readBookkeeping } from '../../scenarios/bookkeeping.ts'
import { isConditional } from '../../scenarios/outcome.ts'
import type { Outcome, ScriptRequest, ScriptResponse } from '../../scenarios/scenario.ts'
import type { Exchange } from './connection.ts'
import type { ProtocolFault } from './protocol-fault.ts'

/** One request of a script and what became of it. Times: nanoseconds from one origin. Bytes: HTTP bytes at the socket. */
export interface Observation {
  /** 0-based. */
  readonly user: number
  readonly kind: ScriptRequest['kind']
  readonly method: ScriptRequest['method']
  /** 1-based. */
  readonly document: number
  readonly outcome: Outcome
  /** Why no complete answer came. */
  readonly failure?: NonNullable<Exchange['failure']>
  /** What was wrong with the framing of the answer, complete or not. */
  readonly protocolFault?: ProtocolFault
  /** 0: no complete answer came. */
  readonly status: number
  /** Whether the request bore a precondition. */
  readonly conditional: boolean
  readonly sentBytes: number
  readonly receivedBytes: number
  /** When the script wanted it to start. */
  readonly intendedNs: number
  /** When it was handed to a connection; of a dropped one, which never was: when it was given up. */
  readonly sentNs: number
  /** When the last byte of the answer, or the certainty that none comes, was there. */
  readonly doneNs: number
  /** Of an edit: the id that it writes, applied or not. */
  readonly editId?: string
  /** Of an edit: the id in the content that it changes, whatever it then replaces. */
  readonly baseEditId?: string
  /** Of an edit: the tally that it writes. */
  readonly writtenTally?: number
  readonly attempt?: number
  readonly lastAttempt?: boolean
  /** Of an edit, a touch and the reads made for it: which logical edit of this user, 1-based. */
  readonly logicalEdit?: number
  /** Date of the answer, in milliseconds since 1970; whole seconds, where it is an HTTP date in GMT. */
  readonly dateMs?: number
  /** Last-Modified of the answer, likewise. */
  readonly lastModifiedMs?: number
  /** Of a 200 to a GET, where the content has bookkeeping. */
  readonly readEditId?: string
  readonly readTally?: number
  /** Of a 304: it names a strong tag that the request did not (RFC 9111 §4.3.4), so it is not about the user's copy. */
  readonly foreignTag?: true
}

export interface Timing {
  readonly intendedNs: number
  readonly sentNs: number
  readonly doneNs: number
}

/** What the connection tells of an exchange beside the response. */
export type WireFacts = Pick<Exchange, 'sentBytes' | 'receivedBytes' | 'failure' | 'protocolFault'>

export function toObservation(
  user: number,
  request: ScriptRequest,
  response: ScriptResponse | undefined,
  outcome: Outcome,
  timing: Timing,
  wire: WireFacts,
): Observation {
  const read = request.method === 'GET' && response?.status === 200 ? readBookkeeping(response.body) : undefined
  const written = request.kind === 'edit' && request.body !== undefined ? readBookkeeping(request.body) : undefined
  const dateMs = parseHttpDate(response?.headers['date'])
  const lastModifiedMs = parseHttpDate(response?.headers['last-modified'])
  return {
    user,
    kind: request.kind,
    method: request.method,
    document: request.document,
    outcome,
    status: response?.status ?? 0,
    conditional: isConditional(request),
    sentBytes: wire.sentBytes,
    receivedBytes: wire.receivedBytes,
    intendedNs: timing.intendedNs,
    sentNs: timing.sentNs,
    doneNs: timing.doneNs,
    ...(wire.failure !== undefined && { failure: wire.failure }),
    ...(wire.protocolFault !== undefined && { protocolFault: wire.protocolFault }),
    ...(request.editId !== undefined && { editId: request.editId }),
    ...(request.baseEditId !== undefined && { baseEditId: request.baseEditId }),
    ...(written !== undefined && { writtenTally: written.tally }),
    ...(request.attempt !== undefined && { attempt: request.attempt }),
    ...(request.lastAttempt !== undefined && { lastAttempt: request.lastAttempt }),
    ...(request.logicalEdit !== undefined && { logicalEdit: request.logicalEdit }),
    ...(dateMs !== undefined && { dateMs }),
    ...(lastModifiedMs !== undefined && { lastModifiedMs }),
    ...(read !== undefined && { readEditId: read.editId, readTally: read.tally }),
    ...(namesForeignTag(request, response) && { foreignTag: true as const }),
  }
}

/** A weak tag proves nothing either way: servers may weaken the tag of a compressed answer. */
function namesForeignTag(request: ScriptRequest, response: ScriptResponse | undefined): boolean {
  const asked = request.headers['if-none-match']
  const named = response?.status === 304 ? response.headers['etag'] : undefined
  return asked !== undefined && named !== undefined && !named.startsWith('W/') && named !== asked.replace(/^W\//, '')
}

/** Senders write GMT (RFC 9110 §5.6.7); what is no date, or one without a zone, tells nothing. */
function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !text.endsWith('GMT')) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}
