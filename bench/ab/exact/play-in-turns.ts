import type { ContentCoding } from '../../../servers/http/content-coding.ts'
import type { ScriptResponse } from '../../../scenarios/scenario.ts'
import { monotonicNs } from '../../load/clock.ts'
import { openConnectionPool } from '../../load/connection-pool.ts'
import { acceptHeaders, decodeResponse } from '../../load/content-coding.ts'
import type { Observation } from '../../load/observation.ts'
import { toObservation } from '../../load/observation.ts'
import type { ExactScript } from './exact-script.ts'

export interface TurnsOptions {
  /** `http://127.0.0.1:PORT`; documents are at `/orders/<document>`. */
  readonly origin: string
  readonly encoding: ContentCoding
  readonly requestTimeoutMs: number
  /** Asked after every answer: statements that the server has executed so far. Undefined: nobody counts them. */
  readonly countStatements: (() => number) | undefined
  readonly signal: AbortSignal
}

export interface PlayedTurn {
  readonly observation: Observation
  /** That the request led to; null: not counted. */
  readonly statements: number | null
}

export interface PlayedScript {
  readonly turns: readonly PlayedTurn[]
  /** What the first request was answered; undefined: no complete answer came. */
  readonly firstAnswer: ScriptResponse | undefined
}

/** Plays a script on one connection, each request after the answer to the one before. Ends at the first request without an answer. */
export async function playInTurns({ users, turns }: ExactScript, options: TurnsOptions): Promise<PlayedScript> {
  const { origin, encoding, requestTimeoutMs, countStatements, signal } = options
  const pool = await openConnectionPool({ origin, connections: 1, requestTimeoutMs, nowNs: monotonicNs })
  const played: PlayedTurn[] = []
  let firstAnswer: ScriptResponse | undefined
  try {
    const slot = await pool.acquire()
    let statementsBefore = countStatements?.() ?? 0
    for (const index of turns) {
      signal.throwIfAborted()
      const user = users[index]
      const step = user?.next() ?? 'done'
      if (user === undefined || step === 'done') continue
      const { request } = step
      const { method, document, headers, body } = request
      const wire = { method, path: `/orders/${document}`, headers: { ...headers, ...acceptHeaders(encoding) }, ...(body !== undefined && { body }) }
      const exchange = await slot.exchange(wire)
      const response = exchange.response && decodeResponse(exchange.response)
      const outcome = user.observe(request, response)
      const timing = { intendedNs: exchange.sentNs, sentNs: exchange.sentNs, doneNs: exchange.doneNs }
      const statements = countStatements?.()
      played.push({
        observation: toObservation(index, request, response, outcome, timing, exchange),
        statements: statements === undefined ? null : statements - statementsBefore,
      })
      statementsBefore = statements ?? 0
      if (played.length === 1) firstAnswer = response
      if (outcome === 'no-answer') break
    }
    return { turns: played, firstAnswer }
  } finally {
    await pool.close()
  }
}
