import { applyEdit, editIdOf, readBookkeeping } from '../../scenarios/bookkeeping.ts'
import { monotonicNs } from '../load/clock.ts'
import type { Exchange } from '../load/connection.ts'
import type { ConnectionSlot } from '../load/connection-pool.ts'
import { openConnectionPool } from '../load/connection-pool.ts'
import type { Charge, Judgement } from '../oracle/judge.ts'

export interface ClosingCheckOptions {
  /** `http://127.0.0.1:PORT` of the server on which the script was played. */
  readonly origin: string
  /** `/orders/1`: any document, for nobody uses it any more. */
  readonly path: string
  readonly requestTimeoutMs: number
}

export type ClosingCharges = Pick<Judgement, 'findings' | 'violations'>

/** The id that the check would leave: of the last user there can be, so that no script writes it. */
const closingEditId = editIdOf(36 ** 4 - 2, 1)
const nothing: ClosingCharges = { findings: [], violations: [] }

/**
 * What no script of ours would try: a PUT whose If-Match has the document's current tag made weak. If-Match compares
 * strongly, and a weak tag equals nothing by that comparison (RFC 9110 §8.8.3.2, §13.1.1): the answer must be 412 and the
 * document must stay as it is. The PUT is an edit, so that being applied shows by its id whatever the tags are made of.
 * Without a strong tag there is nothing to check. It may change the document on a faulty server: run it after the final
 * contents and the commit log have been read. `timed-out`: the server has stopped answering.
 */
export async function runClosingChecks(options: ClosingCheckOptions): Promise<ClosingCharges | 'timed-out'> {
  const { origin, path, requestTimeoutMs } = options
  const pool = await openConnectionPool({ origin, connections: 1, requestTimeoutMs, nowNs: monotonicNs })
  try {
    return await tryWeakTag(await pool.acquire(), path)
  } finally {
    await pool.close()
  }
}

async function tryWeakTag(slot: ConnectionSlot, path: string): Promise<ClosingCharges | 'timed-out'> {
  const before = await get(slot, path)
  if (before.response === undefined) return unanswered(before)
  const { status, headers, body } = before.response
  const { etag } = headers
  const isEditable = status === 200 && readBookkeeping(body) !== undefined
  if (!isEditable || etag === undefined || etag.startsWith('W/')) return nothing
  const tag = `W/${etag}`
  const guarded = { 'if-match': tag, 'content-type': 'application/json' }
  const put = await slot.exchange({ method: 'PUT', path, headers: guarded, body: applyEdit(body, closingEditId) })
  if (put.response === undefined) return unanswered(put)
  const after = await get(slot, path)
  if (after.response === undefined) return unanswered(after)
  return verdictOn(put.response.status, tag, readBookkeeping(after.response.body)?.editId === closingEditId)
}

function get(slot: ConnectionSlot, path: string): Promise<Exchange> {
  return slot.exchange({ method: 'GET', path, headers: {} })
}

function verdictOn(status: number, tag: string, applied: boolean): ClosingCharges {
  const asked = `a PUT with If-Match: ${tag}, the current tag made weak,`
  if (status === 412) {
    return applied ? violation('oracles-disagree', `${asked} was answered 412, but the document was changed all the same`) : nothing
  }
  const what = applied ? 'and changed the document' : 'and changed nothing'
  if (status >= 200 && status < 300) {
    const rule = 'a weak tag never satisfies If-Match (RFC 9110 §13.1.1)'
    return violation('weak-if-match', `${asked} was answered ${status} ${what}: ${rule}`)
  }
  return violation('unexpected-status', `${asked} was answered ${status} ${what}: 412 is due`)
}

function violation(kind: Charge['kind'], message: string): ClosingCharges {
  return { findings: [], violations: [{ kind, count: 1, message }] }
}

function unanswered({ failure }: Exchange): ClosingCharges | 'timed-out' {
  if (failure === 'timed-out') return failure
  const message = 'a request after the script, to check If-Match, got no complete answer'
  return { findings: [{ kind: 'no-answer', count: 1, message }], violations: [] }
}
