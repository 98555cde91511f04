import { afterEach, describe, expect, it } from 'vitest'
import { monotonicNs } from './clock.ts'
import { runClosedLoop } from './closed-loop.ts'
import type { BurstTraffic, ConnectionScript } from './connection-script.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { openConnectionPool } from './connection-pool.ts'
import { LocalServers, tagServer } from './relay-fixture.ts'

const servers = new LocalServers()
const pools: ConnectionPool[] = []
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
  await servers.closeAll()
})

const content = Buffer.from(JSON.stringify({ text: 'Grüße '.repeat(2_000) }))

const gets = (connections: number, headers: Record<string, string> = {}) =>
  Array.from({ length: connections }, (_, index): ConnectionScript => {
    return { kind: 'static', request: { method: 'GET', path: `/orders/${index + 10}`, headers } }
  })

function putting(index: number, seen: string[] = []): ConnectionScript {
  let tag = '"v1"'
  return {
    kind: 'dependent',
    next: () => ({ method: 'PUT', path: `/orders/${index + 10}`, headers: { 'if-match': tag }, body: Buffer.from('{"a":1}') }),
    answered: (status, header) => {
      tag = header('etag') ?? 'none'
      seen.push(`${status} ${tag}`)
    },
  }
}

async function loop(origin: string, scripts: readonly ConnectionScript[], requests: number, signal = new AbortController().signal): Promise<BurstTraffic> {
  const pool = await openConnectionPool({ origin, connections: scripts.length, requestTimeoutMs: 500, nowNs: monotonicNs })
  pools.push(pool)
  return runClosedLoop({ pool, scripts, requests, signal })
}

describe('bytes', () => {
  it.each([
    ['GETs answered 200', gets(3), '200'],
    ['GETs answered 304', gets(3, { 'if-none-match': '"v1"' }), '304'],
    ['dependent PUTs', [putting(0), putting(1), putting(2)], '204'],
  ] as const)('of %s are those that a TCP relay counts, in both directions', async (_what, scripts, status) => {
    const relay = await servers.relay(await servers.http(tagServer(content)))
    const traffic = await loop(relay.origin, scripts, 61)
    expect(traffic).toMatchObject({ requests: 61, statuses: { [status]: 61 }, errors: 0, timeouts: 0 })
    expect({ toServer: traffic.sentBytes, toClient: traffic.receivedBytes, connections: 3 }).toEqual(relay.counts)
  })
})

it('a dependent script follows the answer to the request before', async () => {
  const seen: string[] = []
  await loop(await servers.http(tagServer(content)), [putting(0, seen)], 3)
  expect(seen).toEqual(['204 "v2"', '204 "v3"', '204 "v4"'])
})

it('statuses are counted', async () => {
  let count = 0
  const origin = await servers.http((_request, response) => response.writeHead(++count % 4 === 0 ? 503 : 200).end())
  expect(await loop(origin, gets(2), 40)).toMatchObject({ requests: 40, statuses: { '200': 30, '503': 10 }, errors: 0 })
})

it('a server that never answers ends it, with a time-out for each connection', async () => {
  const origin = await servers.http(() => {})
  expect(await loop(origin, gets(2), 20)).toMatchObject({ requests: 0, statuses: {}, errors: 2, timeouts: 2, serviceTime: { p50Us: 0, p99Us: 0, maxUs: 0 } })
})

it('a server that closes in the middle of an answer ends it, with an error for each connection', async () => {
  const origin = await servers.tcp((socket) => void socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')))
  expect(await loop(origin, gets(2), 20)).toMatchObject({ requests: 0, errors: 2, timeouts: 0 })
})

it('an abort ends it after the requests under way', async () => {
  const abort = new AbortController()
  let count = 0
  const origin = await servers.http((_request, response) => {
    if (++count === 10) abort.abort()
    response.end('ok')
  })
  expect(await loop(origin, gets(2), 100_000, abort.signal)).toMatchObject({ errors: 0, requests: count })
  expect(count).toBeLessThanOrEqual(12)
})
