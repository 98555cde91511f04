import { readBookkeeping } from '../../scenarios/bookkeeping.ts'
import { monotonicNs } from '../load/clock.ts'
import { openConnectionPool } from '../load/connection-pool.ts'
import type { DocumentState } from '../oracle/document-state.ts'

/**
 * What the documents hold once everybody has stopped. An unreadable one is left out: the oracle then calls its tally
 * impossible. `timed-out`: the server no longer answers.
 */
export async function readFinalStates(
  origin: string,
  documents: number,
  requestTimeoutMs: number,
): Promise<readonly DocumentState[] | 'timed-out'> {
  const pool = await openConnectionPool({ origin, connections: 1, requestTimeoutMs, nowNs: monotonicNs })
  try {
    const slot = await pool.acquire()
    const states: DocumentState[] = []
    for (let document = 1; document <= documents; document++) {
      const { response, failure } = await slot.exchange({ method: 'GET', path: `/orders/${document}`, headers: {} })
      if (failure === 'timed-out') return 'timed-out'
      const read = response?.status === 200 ? readBookkeeping(response.body) : undefined
      if (read !== undefined) states.push({ document, ...read })
    }
    return states
  } finally {
    await pool.close()
  }
}
