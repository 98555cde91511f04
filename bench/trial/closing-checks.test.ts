import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { readBookkeeping } from '../../scenarios/bookkeeping.ts'
import { runClosingChecks } from './closing-checks.ts'

const untouched = '{"edit":{"id":"000000000000","tally":1000000}}'
let content = untouched
let puts: readonly (string | undefined)[] = []
const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

interface Behaviour {
  readonly etag?: string
  /** What becomes of a PUT. */
  readonly put: { readonly status: number; readonly writes: boolean } | 'never answered' | 'cut off'
}

/** One document, whose tag never changes. */
async function check({ etag, put }: Behaviour) {
  content = untouched
  puts = []
  const listener = createServer((request, response) => {
    if (request.method === 'GET') response.writeHead(200, etag === undefined ? {} : { etag }).end(content)
    else answerPut(put, request, response)
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => {
    listener.closeAllConnections()
    return new Promise(resolve => listener.close(resolve))
  })
  const { port } = listener.address() as AddressInfo
  return runClosingChecks({ origin: `http://127.0.0.1:${port}`, path: '/orders/1', requestTimeoutMs: 300 })
}

function answerPut(put: Behaviour['put'], request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
    puts = [...puts, request.headers['if-match']]
    if (put === 'cut off') request.socket.destroy()
    if (typeof put === 'string') return
    if (put.writes) content = Buffer.concat(chunks).toString()
    response.writeHead(put.status).end()
  })
}

const refused = { status: 412, writes: false }

it('a server that refuses its own tag made weak has nothing to answer for', async () => {
  expect(await check({ etag: '"v7"', put: refused })).toEqual({ findings: [], violations: [] })
  expect(puts).toEqual(['W/"v7"'])
  expect(content).toBe(untouched)
})

it.each([undefined, 'W/"v7"'])('a server with the tag %s promises no guard, and is sent no write', async etag => {
  expect(await check({ ...(etag !== undefined && { etag }), put: { status: 204, writes: true } })).toEqual({ findings: [], violations: [] })
  expect(puts).toEqual([])
})

it.each([
  [{ status: 204, writes: true }, 'weak-if-match',
    'was answered 204 and changed the document: a weak tag never satisfies If-Match (RFC 9110 §13.1.1)'],
  [{ status: 200, writes: false }, 'weak-if-match',
    'was answered 200 and changed nothing: a weak tag never satisfies If-Match (RFC 9110 §13.1.1)'],
  [{ status: 412, writes: true }, 'oracles-disagree', 'was answered 412, but the document was changed all the same'],
  [{ status: 500, writes: false }, 'unexpected-status', 'was answered 500 and changed nothing: 412 is due'],
  [{ status: 428, writes: true }, 'unexpected-status', 'was answered 428 and changed the document: 412 is due'],
])('a write with the weak tag that ends in %j is a violation: %s', async (put, kind, message) => {
  expect(await check({ etag: '"v7"', put })).toEqual({
    findings: [],
    violations: [{ kind, count: 1, message: `a PUT with If-Match: W/"v7", the current tag made weak, ${message}` }],
  })
  expect(readBookkeeping(Buffer.from(content))?.tally).toBe(put.writes ? 1_000_001 : 1_000_000)
})

it('a server that cuts the connection is a finding, one that is silent is said to be', async () => {
  expect(await check({ etag: '"v7"', put: 'cut off' })).toEqual({
    findings: [{ kind: 'no-answer', count: 1, message: 'a request after the script, to check If-Match, got no complete answer' }],
    violations: [],
  })
  expect(await check({ etag: '"v7"', put: 'never answered' })).toBe('timed-out')
})
