import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type FixedRateOptions, runAtFixedRate } from './fixed-rate.ts'

const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function rated(origin: string, options: Partial<FixedRateOptions> = {}) {
  return runAtFixedRate({
    origin, connections: 2, ratePerSecond: 200, requests: 40, requestTimeoutMs: 5000,
    makeRequest: () => ({ method: 'GET', path: '/orders/1', headers: {}, expectStatus: 200 }),
    ...options,
  })
}

const ok: RequestListener = (_request, response) => response.writeHead(200, { 'content-length': 2 }).end('{}')

describe('an open workload', () => {
  it('sends every request, not before it is due, and counts its bytes', async () => {
    const run = await rated(await serve(ok))
    expect(run).toMatchObject({
      answered: 40, noAnswer: 0, unexpected: 0, dropped: 0, statuses: { 200: 40 }, reconnects: 0, interrupted: false,
    })
    expect(run.wallNs).toBeGreaterThanOrEqual(39 * 5_000_000)
    expect([run.responseTime.summary().count, run.serviceTime.summary().count]).toEqual([40, 40])
    expect(run.sentBytes % 40).toBe(0)
    expect(run.receivedBytes % 40).toBe(0)
  })

  it('does not wait for answers while a connection is free', async () => {
    const held: (() => void)[] = []
    const origin = await serve((request, response) => {
      held.push(() => ok(request, response))
      if (held.length === 5) for (const answer of held) answer()
    })
    expect(await rated(origin, { connections: 5, requests: 5 })).toMatchObject({ answered: 5, noAnswer: 0 })
  })

  it('lets arrivals wait for a connection, counts them late and charges them the wait', async () => {
    const origin = await serve((request, response) => setTimeout(() => ok(request, response), 40))
    const run = await rated(origin, { connections: 1, requests: 6 })
    expect(run.answered).toBe(6)
    expect(run.late).toBeGreaterThanOrEqual(5)
    expect(run.responseTime.summary().maxNs).toBeGreaterThan(180e6)
  })

  it('drops arrivals beyond the queue limit, and says how many', async () => {
    const origin = await serve((request, response) => setTimeout(() => ok(request, response), 300))
    const run = await rated(origin, { connections: 1, requests: 20, queueLimit: 2 })
    expect(run).toMatchObject({ answered: 3, noAnswer: 0, dropped: 17 })
  })

  it('tells unexpected statuses from expected ones, and hands every answer to the request\'s maker', async () => {
    const origin = await serve((request, response) => {
      const notModified = request.headers['if-none-match'] === '"a"'
      response.writeHead(notModified ? 304 : 200, { etag: '"a"' }).end()
    })
    const tags: Record<number, string> = {}
    const run = await rated(origin, {
      makeRequest: (_index, slot) => ({
        method: 'GET', path: '/', expectStatus: 304,
        headers: tags[slot] === undefined ? {} : { 'if-none-match': tags[slot] },
        onResponse: (_status, headers) => {
          if (headers['etag'] !== undefined) tags[slot] = headers['etag']
        },
      }),
    })
    expect(run).toMatchObject({ answered: 40, unexpected: 2, statuses: { 200: 2, 304: 38 } })
  })

  it('counts requests without an answer, and goes on', async () => {
    let requests = 0
    const origin = await serve((request, response) => {
      requests += 1
      if (requests % 10 === 0) request.socket.destroy()
      else ok(request, response)
    })
    expect(await rated(origin)).toMatchObject({ answered: 36, noAnswer: 4, statuses: { 200: 36 } })
  })

  it('stops with the signal', async () => {
    const controller = new AbortController()
    let received = 0
    const origin = await serve((request, response) => {
      received++
      if (received === 1) ok(request, response)
      else controller.abort()
    })
    const run = await rated(origin, { ratePerSecond: 5, requests: 1000, signal: controller.signal })
    expect(run).toMatchObject({ answered: 1, interrupted: true })
  })

  it('ends with the error of a maker that throws', async () => {
    const origin = await serve(ok)
    const makeRequest = (): never => {
      throw new Error('no tag yet')
    }
    await expect(rated(origin, { makeRequest })).rejects.toThrow('no tag yet')
  })
})
