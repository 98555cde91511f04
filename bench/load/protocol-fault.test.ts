import { afterEach, describe, expect, it } from 'vitest'
import { monotonicNs } from './clock.ts'
import { type ConnectionPool, openConnectionPool } from './connection-pool.ts'
import { announcesContent, notModifiedFault } from './protocol-fault.ts'
import { LocalServers } from './relay-fixture.ts'

const servers = new LocalServers()
const pools: ConnectionPool[] = []

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close()
  await servers.closeAll()
})

/** Writes, with so many milliseconds before each. */
type Writes = readonly (readonly [delayMs: number, text: string])[]

/** Answers `/odd` with `odd`, all else with 200 and `<number of the connection> <path>`; tells which paths came. */
async function open(odd: Writes, connections = 1) {
  const paths: string[] = []
  let accepted = 0
  const origin = await servers.tcp(socket => {
    accepted += 1
    const connection = accepted
    socket.on('data', chunk => {
      const path = chunk.toString('latin1').split(' ')[1] ?? ''
      paths.push(path)
      const content = `${connection} ${path}`
      const writes = path === '/odd' ? odd : ([[0, `HTTP/1.1 200 OK\r\ncontent-length: ${content.length}\r\n\r\n${content}`]] as const)
      let atMs = 0
      for (const [delayMs, text] of writes) {
        atMs += delayMs
        if (atMs === 0) socket.write(text)
        else setTimeout(() => socket.write(text), atMs)
      }
    })
  })
  const pool = await openConnectionPool({ origin, connections, requestTimeoutMs: 2000, nowNs: monotonicNs })
  pools.push(pool)
  return { pool, slot: await pool.acquire(), paths }
}

const get = (path: string) => ({ method: 'GET', path, headers: {} })
const put = (path: string) => ({ method: 'PUT', path, headers: {}, body: Buffer.from('{}') })
const head = (...fields: readonly string[]): string => ['HTTP/1.1 304 Not Modified', 'etag: "a"', ...fields, '', ''].join('\r\n')
const whole = (text: string): Writes => [[0, text]]
const json = '{"edit":{"id":"000000000000"}}'
const otherAnswer = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nother'

describe('a 304 that is more than a head', () => {
  it.each<[string, string, Writes]>([
    ['content', 'content-in-304', whole(head() + json)],
    ['content that reads like an answer', 'content-in-304', whole(head() + otherAnswer)],
    ['content in a write of its own', 'content-in-304', [[0, head()], [0, json]]],
    ['content as long as it says', 'content-in-304', whole(head(`content-length: ${json.length}`) + json)],
    ['content as long as it says, a little later', 'content-in-304', [[0, head(`content-length: ${json.length}`)], [3, json]]],
    ['chunked content', 'content-in-304', whole(`${head('transfer-encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`)],
    ['a Content-Length and nothing else', 'content-length-in-304', whole(head('content-length: 30'))],
    ['a Content-Length, and closes', 'content-length-in-304', whole(head('content-length: 30', 'connection: close'))],
  ])('with %s is a 304 with the fault %s, and the next answer comes on a new connection', async (_what, fault, writes) => {
    const { pool, slot, paths } = await open(writes)
    const odd = await slot.exchange(get('/odd'))
    expect(odd).toMatchObject({ response: { status: 304, headers: { etag: '"a"' } }, protocolFault: fault })
    expect([odd.failure, odd.response?.body.length]).toEqual([undefined, 0])
    const next = await slot.exchange(put('/next'))
    expect(next).toMatchObject({ response: { status: 200, body: Buffer.from('2 /next') } })
    expect([next.failure, next.protocolFault, pool.reconnects, paths]).toEqual([undefined, undefined, 1, ['/odd', '/next']])
  })

  it('counts the bytes of the content as received', async () => {
    const { slot } = await open(whole(head() + json))
    expect((await slot.exchange(get('/odd'))).receivedBytes).toBe(head().length + json.length)
  })

  it('with a Content-Length of 0 is named, and leaves nothing in doubt: the connection stays', async () => {
    const { pool, slot } = await open(whole(head('content-length: 0')))
    expect((await slot.exchange(get('/odd'))).protocolFault).toBe('content-length-in-304')
    expect((await slot.exchange(get('/next'))).response?.body.toString()).toBe('1 /next')
    expect(pool.reconnects).toBe(0)
  })

  it('is done when its head is there, however long content is waited for', async () => {
    const { slot } = await open(whole(head('content-length: 30')))
    const { sentNs, doneNs } = await slot.exchange(get('/odd'))
    expect(monotonicNs() - doneNs).toBeGreaterThanOrEqual(4_000_000)
    expect(doneNs).toBeGreaterThan(sentNs)
  })
})

describe('an answer without a fault', () => {
  it.each([
    ['304', head()],
    ['304 with several fields', head('cache-control: no-cache', 'last-modified: Thu, 23 May 2024 16:00:00 GMT')],
    ['204', 'HTTP/1.1 204 No Content\r\netag: "b"\r\n\r\n'],
    ['chunked 200', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
  ])('%s keeps its connection', async (_what, text) => {
    const { pool, slot } = await open(whole(text))
    for (let n = 0; n < 20; n += 1) {
      expect(await slot.exchange(get('/odd'))).not.toHaveProperty('protocolFault')
      expect((await slot.exchange(get(`/${n}`))).response?.body.toString()).toBe(`1 /${n}`)
    }
    expect(pool.reconnects).toBe(0)
  })
})

describe('bytes that nobody asked for', () => {
  it.each([
    ['behind a 200', `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}${otherAnswer}`],
    ['behind a 204', `HTTP/1.1 204 No Content\r\n\r\n${json}`],
    ['instead of an answer', json],
  ])('%s are named, and the next answer comes on a new connection', async (_what, text) => {
    const { slot } = await open(whole(text))
    expect((await slot.exchange(get('/odd'))).protocolFault).toBe('unrequested-bytes')
    const next = await slot.exchange(get('/next'))
    expect([next.response?.body.toString(), next.protocolFault]).toEqual(['2 /next', undefined])
  })

  it.each([json, otherAnswer, '\r\n'])('while nothing is asked (%j) are told of once, by the next exchange', async late => {
    const { slot, paths } = await open([[0, head()], [20, late]])
    expect((await slot.exchange(get('/odd'))).protocolFault).toBeUndefined()
    await new Promise(resolve => setTimeout(resolve, 50))
    const next = await slot.exchange(put('/next'))
    expect([next.response?.body.toString(), next.protocolFault]).toEqual(['2 /next', 'unrequested-bytes'])
    expect((await slot.exchange(get('/last'))).protocolFault).toBeUndefined()
    expect(paths).toEqual(['/odd', '/next', '/last'])
  })

  it('are no answer to the request that was sent meanwhile, which has none then', async () => {
    const { pool, slot, paths } = await open([[20, json]])
    expect(await slot.exchange(put('/odd'))).toMatchObject({
      response: undefined, failure: 'broken', protocolFault: 'unrequested-bytes',
    })
    expect([pool.reconnects, paths]).toEqual([0, ['/odd']])
  })

  it('are not what a server sends that merely closes', async () => {
    const { slot } = await open(whole('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}'))
    await slot.exchange(get('/odd'))
    expect(await slot.exchange(get('/next'))).not.toHaveProperty('protocolFault')
  })
})

describe('a server that was caught once', () => {
  it.each([[0, json], [1, json], [2, json], [1, otherAnswer]] as const)(
    'gets a new connection for every request, so that content %d ms late reaches no other: %s',
    async (delayMs, late) => {
      const { pool, slot } = await open([[0, head()], [delayMs, late]])
      await slot.exchange(get('/odd'))
      // So that the first content comes while nothing is asked, and the next exchange tells of it.
      await new Promise(resolve => setTimeout(resolve, 10))
      await slot.exchange(get('/caught'))
      for (let n = 0; n < 40; n += 1) {
        await slot.exchange(get('/odd'))
        const next = await slot.exchange(put(`/${n}`))
        expect(next.response?.body.toString()).toMatch(new RegExp(`^[0-9]+ /${n}$`))
        expect(next.protocolFault).toBeUndefined()
      }
      expect(pool.reconnects).toBe(81)
    },
  )
})

it('a fault of a 304 is told by its fields and by what follows', () => {
  expect(notModifiedFault({}, false)).toBeUndefined()
  expect(notModifiedFault({ 'content-length': '0' }, false)).toBe('content-length-in-304')
  expect(notModifiedFault({ 'content-length': '9' }, true)).toBe('content-in-304')
  expect([{}, { 'content-length': '0' }, { 'content-length': '1' }, { 'transfer-encoding': 'chunked' }].map(announcesContent))
    .toEqual([false, false, true, true])
})
