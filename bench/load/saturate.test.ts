import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BurstTraffic, ConnectionScript } from './connection-script.ts'
import { LocalServers, tagServer } from './relay-fixture.ts'
import { saturate } from './saturate.ts'

const servers = new LocalServers()
afterEach(() => servers.closeAll())

const content = Buffer.from(JSON.stringify({ text: 'Grüße '.repeat(2_000) }))

const get = (index: number, headers: Record<string, string> = {}): ConnectionScript => {
  return { kind: 'static', request: { method: 'GET', path: `/orders/${index + 10}`, headers } }
}
const gets = (connections: number, headers: Record<string, string> = {}) => Array.from({ length: connections }, (_, index) => get(index, headers))

/** PUTs whose If-Match is the tag of the last answer; the content is longer each time. */
function putting(index: number, seen: string[] = []): ConnectionScript {
  let tag = '"v1"'
  let count = 0
  return {
    kind: 'dependent',
    next: () => {
      const body = Buffer.from(JSON.stringify({ count: '1'.repeat(++count) }))
      return { method: 'PUT', path: `/orders/${index + 10}`, headers: { 'content-type': 'application/json', 'if-match': tag }, body }
    },
    answered: (status, header) => {
      tag = header('etag') ?? 'none'
      seen.push(`${status} ${tag}`)
    },
  }
}

async function burst(origin: string, scripts: readonly ConnectionScript[], requests: number, timeoutSeconds = 10): Promise<BurstTraffic> {
  return saturate({ origin, scripts, requests, timeoutSeconds })
}

describe('bytes', () => {
  it.each([
    ['GETs answered 200', gets(3), '200'],
    ['GETs answered 304', gets(3, { 'if-none-match': '"v1"' }), '304'],
    ['dependent PUTs', [putting(0), putting(1), putting(2)], '204'],
    ['PUTs answered 412', [{ kind: 'static', request: { method: 'PUT', path: '/orders/10', headers: { 'if-match': '"x"' }, body: content } }], '412'],
  ] as const)('of %s are those that a TCP relay counts, in both directions', async (_what, scripts, status) => {
    const relay = await servers.relay(await servers.http(tagServer(content)))
    const traffic = await burst(relay.origin, scripts, 61)
    expect(traffic).toMatchObject({ requests: 61, statuses: { [status]: 61 }, errors: 0, timeouts: 0 })
    expect(Object.keys(traffic.statuses)).toEqual([status])
    expect({ toServer: traffic.sentBytes, toClient: traffic.receivedBytes, connections: scripts.length }).toEqual(relay.counts)
  })

  it('of chunked contents count the chunk heads', async () => {
    const relay = await servers.relay(await servers.http((_request, response) => response.write('a'.repeat(70_000), () => response.end('b'))))
    const { sentBytes, receivedBytes, requests } = await burst(relay.origin, gets(2), 20)
    expect({ toServer: sentBytes, toClient: receivedBytes, connections: 2 }).toEqual(relay.counts)
    expect([requests, receivedBytes > 20 * 70_001]).toEqual([20, true])
  })
})

describe('requests', () => {
  it('are as many as asked for, at least one a connection, each connection with its own script', async () => {
    const paths: string[] = []
    const origin = await servers.http((request, response) => {
      paths.push(request.url ?? '')
      response.end('ok')
    })
    expect(await burst(origin, gets(4), 1)).toMatchObject({ requests: 4 })
    expect(paths.toSorted()).toEqual(['/orders/10', '/orders/11', '/orders/12', '/orders/13'])
  })

  it('are counted by status', async () => {
    let count = 0
    const origin = await servers.http((_request, response) => response.writeHead(++count % 4 === 0 ? 503 : 200).end())
    expect(await burst(origin, gets(2), 40)).toMatchObject({ requests: 40, statuses: { '200': 30, '503': 10 }, errors: 0 })
  })

  it('of a dependent script follow the answer to the one before', async () => {
    const seen: string[] = []
    expect(await burst(await servers.http(tagServer(content)), [putting(0, seen)], 4)).toMatchObject({ statuses: { '204': 4 } })
    expect(seen).toEqual(['204 "v2"', '204 "v3"', '204 "v4"', '204 "v5"'])
  })

  it('carry no header of the request before', async () => {
    const headers: (string | undefined)[] = []
    const origin = await servers.http((request, response) => {
      headers.push(request.headers['if-match'])
      response.writeHead(204).end()
    })
    let count = 0
    const script: ConnectionScript = {
      kind: 'dependent',
      next: () => ({ method: 'PUT', path: '/', headers: ++count === 2 ? {} : { 'if-match': `"${count}"` }, body: Buffer.from('{}') }),
      answered: () => {},
    }
    await burst(origin, [script], 3)
    expect(headers).toEqual(['"1"', undefined, '"3"'])
  })

  it('leave the headers of a script as they are, so that it can be played again', async () => {
    const headers = { 'if-none-match': '"v1"' }
    const origin = await servers.http(tagServer(content))
    const first = await burst(origin, gets(1, headers), 5)
    const again = await burst(origin, gets(1, headers), 5)
    expect([headers, again.sentBytes]).toEqual([{ 'if-none-match': '"v1"' }, first.sentBytes])
  })

  it('have a service time each', async () => {
    const { serviceTime, wallNs } = await burst(await servers.http(tagServer(content)), gets(2), 20)
    expect(serviceTime.p50Us).toBeGreaterThan(0)
    expect(serviceTime.p99Us).toBeGreaterThanOrEqual(serviceTime.p50Us)
    expect(serviceTime.maxUs).toBeGreaterThanOrEqual(serviceTime.p99Us)
    expect(serviceTime.maxUs * 1000).toBeLessThanOrEqual(wallNs)
  })

  it('have none of the time that connecting took in their service time', async () => {
    const pending = burst(await servers.http(tagServer(content)), gets(2), 20)
    const untilMs = performance.now() + 100
    while (performance.now() < untilMs);
    const { serviceTime, wallNs } = await pending
    expect(serviceTime.maxUs * 1000).toBeLessThanOrEqual(wallNs)
  })
})

describe('a server that fails', () => {
  it('by closing in the middle of an answer ends the burst with errors', async () => {
    const origin = await servers.tcp((socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'))
    })
    // autocannon connects again and takes the next head for the rest of the content: some halves make a whole.
    const { requests, errors } = await burst(origin, gets(2), 20, 1)
    expect(requests).toBeLessThan(20)
    expect(errors).toBeGreaterThanOrEqual(20 - requests)
  })

  it('by closing after a whole answer ends the burst with errors', async () => {
    const origin = await servers.http((_request, response) => response.setHeader('connection', 'close').end('ok'))
    const { requests, errors } = await burst(origin, gets(2), 20, 1)
    expect([requests < 20, errors > 0]).toEqual([true, true])
  })

  it('by resetting connections after some answers ends the burst with errors', async () => {
    let count = 0
    const origin = await servers.http((request, response) => (++count > 10 ? request.socket.resetAndDestroy() : response.end('ok')))
    const { requests, errors, statuses } = await burst(origin, gets(2), 200, 1)
    expect(errors).toBeGreaterThan(0)
    expect(statuses['200']).toBe(requests)
    expect(requests).toBeLessThanOrEqual(10)
  })

  it('by never answering ends the burst with time-outs, and nothing is warned of', async () => {
    const warned = vi.spyOn(process, 'emitWarning')
    const origin = await servers.http(() => {})
    const { requests, errors, timeouts, statuses } = await burst(origin, gets(2), 20, 1)
    expect({ requests, statuses, failed: errors > 0, timedOut: timeouts > 0 }).toEqual({ requests: 0, statuses: {}, failed: true, timedOut: true })
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
  })

  it('by falling silent after some answers keeps those', async () => {
    let count = 0
    const origin = await servers.http((_request, response) => void (++count <= 6 && response.end('ok')))
    const { requests, timeouts } = await burst(origin, gets(2), 20, 1)
    expect([requests, timeouts > 0]).toEqual([6, true])
  })

  it('by not listening ends the burst with errors', async () => {
    const origin = await servers.http(() => {})
    await servers.closeAll()
    const { requests, errors } = await burst(origin, gets(2), 20, 1)
    expect([requests, errors > 0]).toEqual([0, true])
  })
})

describe('an abort', () => {
  it('ends a burst that is under way', async () => {
    const abort = new AbortController()
    let count = 0
    const origin = await servers.http((_request, response) => {
      if (++count === 30) abort.abort()
      response.end('ok')
    })
    const traffic = await saturate({ origin, scripts: gets(2), requests: 100_000, timeoutSeconds: 10, signal: abort.signal })
    expect(traffic.requests).toBeLessThan(100_000)
    expect(traffic.errors).toBeGreaterThan(0)
  })

  it('ends a burst whose server is silent', async () => {
    const abort = new AbortController()
    const origin = await servers.http(() => abort.abort())
    const { requests } = await saturate({ origin, scripts: gets(2), requests: 10, timeoutSeconds: 60, signal: abort.signal })
    expect(requests).toBe(0)
  })

  it('before the start ends it too', async () => {
    const origin = await servers.http((_request, response) => response.end('ok'))
    const traffic = await saturate({ origin, scripts: gets(2), requests: 100_000, timeoutSeconds: 10, signal: AbortSignal.abort() })
    expect(traffic.requests).toBeLessThan(100_000)
  })
})
