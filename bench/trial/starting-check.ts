import { readRootBookkeeping } from '../../scenarios/bookkeeping.ts'
import { BenchError } from '../errors.ts'
import { monotonicNs } from '../load/clock.ts'
import { decodeResponse } from '../load/content-coding.ts'
import { openConnectionPool } from '../load/connection-pool.ts'

const shownCharacters = 80

/**
 * Throws a BenchError unless the content has the bookkeeping that every edit changes, at its root: without it no edit
 * can be made, and none that others made be seen. `content`: decoded.
 */
export function requireBookkeeping(name: string, path: string, content: Buffer): void {
  if (readRootBookkeeping(content) !== undefined) return
  const text = content.toString('utf8')
  const seen = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text
  throw new BenchError(
    'server-start',
    `server "${name}" answers GET ${path} with content that has no root member "edit" with "id" and "tally": ${JSON.stringify(seen)}`,
    'Edits are counted there: have every document begin {"edit":{"id":"000000000000","tally":1000000}, ... and keep it (servers/README.md, Your own server).',
  )
}

/** The same of a running server, before a script is played on it. What else is wrong with an answer, the script will tell. */
export async function checkFirstContent(name: string, origin: string, requestTimeoutMs: number): Promise<void> {
  const path = '/orders/1'
  const pool = await openConnectionPool({ origin, connections: 1, requestTimeoutMs, nowNs: monotonicNs })
  try {
    const { response } = await (await pool.acquire()).exchange({ method: 'GET', path, headers: {} })
    if (response?.status === 200) requireBookkeeping(name, path, decodeResponse(response).body)
  } finally {
    await pool.close()
  }
}
