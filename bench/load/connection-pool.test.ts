import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { monotonicNs } from './clock.ts'
import { type ConnectionPool, openConnectionPool } from './connection-pool.ts'

const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const serveHttp = (answer: RequestListener): Promise<string> => listen(createHttpServer(answer))
/** Gets what came on a connection so far, at every chunk, and what number the connection has. */
function serveRaw(onData: (socket: Socket, received: string, connection: number) => void): Promise<string> {
  let connections = 0
  return listen(createTcpServer(socket => {
    connections += 1
    const connection = connections
    let received = ''
    socket.on('data', chunk => {
      received += chunk.toString('latin1')
      onData(socket, received, connection)
    })
  }))
}

async function open(origin: string, connections = 1, requestTimeoutMs = 5000): Promise<ConnectionPool> {
  const pool = await openConnectionPool({ origin, connections, requestTimeoutMs, nowNs: monotonicNs })
  cleanUps.push(() => pool.close())
  return pool
}

const get = (path = '/orders/1') => ({ method: 'GET', path, headers: {} })
const put = (body: Buffer) => ({ method: 'PUT', path: '/orders/1', headers: { 'content-type': 'application/json' }, body })

describe('bytes', () => {
  it('are those that a TCP relay counts, per request and in both directions', async () => {
    const origin = await serveHttp((request, response) => {
      request.resume().on('end', () => {
        if (request.method === 'PUT') response.writeHead(204, { etag: '"v2"' }).end()
        else if (request.headers['if-none-match'] !== undefined) response.writeHead(304, { etag: '"v1"' }).end()
        else if (request.url === '/chunked') response.write('a'.repeat(70_000), () => response.end('b'))
        else response.writeHead(200, { etag: '"v1"' }).end(Buffer.alloc(Number(request.url?.slice(1)), 0x20))
      })
    })
    const relayed = { upBytes: 0, downBytes: 0 }
    const relay = await listen(createTcpServer(downstream => {
      const upstream = connect(Number(new URL(origin).port), '127.0.0.1')
      downstream.on('data', chunk => { relayed.upBytes += chunk.length }).pipe(upstream)
      upstream.on('error', () => {}).on('data', chunk => { relayed.downBytes += chunk.length }).pipe(downstream)
    }))
    const pool = await open(relay)
    const slot = await pool.acquire()
    const requests = [
      get('/300'),
      { ...get('/300'), headers: { 'if-none-match': '"v1"' } },
      get('/1000000'),
      put(Buffer.alloc(1_000_000, 0x20)),
      get('/chunked'),
      put(Buffer.from('{}')),
      get('/0'),
    ]
    const statuses: (number | undefined)[] = []
    for (const request of requests) {
      const before = { ...relayed }
      const exchange = await slot.exchange(request)
      statuses.push(exchange.response?.status)
      expect([exchange.sentBytes, exchange.receivedBytes]).toEqual([
        relayed.upBytes - before.upBytes, relayed.downBytes - before.downBytes,
      ])
    }
    expect(statuses).toEqual([200, 304, 200, 204, 200, 204, 200])
    expect(pool.reconnects).toBe(0)
  })

  it('sent are the caller\'s headers, Host, Connection and Content-Length, and no others', async () => {
    const seen: string[] = []
    const origin = await serveRaw((socket, received) => {
      if (seen.push(received) === 1) socket.write('HTTP/1.1 304 Not Modified\r\n\r\n')
      else socket.write('HTTP/1.1 204 No Content\r\n\r\n')
    })
    const slot = await (await open(origin)).acquire()
    await slot.exchange({ ...get(), headers: { 'if-none-match': 'W/"a"' } })
    await slot.exchange({ ...put(Buffer.from('{}')), headers: { 'if-match': '"a"', 'content-type': 'application/json' } })
    const host = origin.slice('http://'.length)
    const first = `GET /orders/1 HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\nif-none-match: W/"a"\r\n\r\n`
    const second = `PUT /orders/1 HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\nif-match: "a"\r\n` +
      'content-type: application/json\r\ncontent-length: 2\r\n\r\n{}'
    expect(seen).toEqual([first, first + second])
  })
})

describe('a request is sent at most once', () => {
  for (const method of ['GET', 'PUT'] as const) {
    const request = method === 'GET' ? get() : put(Buffer.from('{}'))

    it(`${method}: a server that closes before it answers sees it once`, async () => {
      const seen: string[] = []
      const origin = await serveRaw((socket, received) => {
        seen.push(received)
        if (seen.length === 1) socket.write('HTTP/1.1 204 No Content\r\n\r\n')
        else socket.destroy()
      })
      const pool = await open(origin)
      const slot = await pool.acquire()
      expect((await slot.exchange(get('/first'))).response?.status).toBe(204)
      const broken = await slot.exchange(request)
      expect(broken).toMatchObject({ response: undefined, failure: 'broken', receivedBytes: 0 })
      expect(broken.sentBytes).toBeGreaterThan(50)
      expect(seen).toHaveLength(2)
    })

    it(`${method}: a server that resets mid-response sees it once`, async () => {
      let requests = 0
      const origin = await serveRaw(socket => {
        requests += 1
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.resetAndDestroy())
      })
      const pool = await open(origin)
      const slot = await pool.acquire()
      expect(await slot.exchange(request)).toMatchObject({ response: undefined, failure: 'broken' })
      expect([requests, pool.reconnects]).toEqual([1, 0])
    })

    it(`${method}: one that waits too long is given up, and its late answer reaches nobody`, async () => {
      const origin = await serveRaw((socket, _received, connection) => {
        const answer = `HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${connection}`
        if (connection === 1) setTimeout(() => socket.write(answer), 400)
        else socket.write(answer)
      })
      const pool = await open(origin, 1, 300)
      const slot = await pool.acquire()
      expect(await slot.exchange(request)).toMatchObject({ response: undefined, failure: 'timed-out' })
      expect((await slot.exchange(request)).response?.body.toString()).toBe('2')
      expect(pool.reconnects).toBe(1)
    })
  }

  it('a keep-alive connection that the server has closed meanwhile is replaced, and counted', async () => {
    const origin = await serveRaw((socket, _received, connection) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${connection}`, () => { if (connection === 1) socket.end() })
    })
    const pool = await open(origin)
    const slot = await pool.acquire()
    expect((await slot.exchange(get())).response?.body.toString()).toBe('1')
    await new Promise(resolve => setTimeout(resolve, 30))
    const second = await slot.exchange(get())
    expect(second.response?.body.toString()).toBe('2')
    expect(second.failure).toBeUndefined()
    expect(pool.reconnects).toBe(1)
  })

  it('a server that closes together with its answer never sees the next request twice', async () => {
    const connectionsByPath = new Map<string, Set<number>>()
    const origin = await serveRaw((socket, received, connection) => {
      for (const [, path = ''] of received.matchAll(/(?:GET|PUT) (\S+) HTTP/g)) {
        connectionsByPath.set(path, (connectionsByPath.get(path) ?? new Set()).add(connection))
      }
      if (socket.writable) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    })
    const slot = await (await open(origin)).acquire()
    for (let n = 0; n < 40; n += 1) await slot.exchange({ ...(n % 2 === 0 ? get() : put(Buffer.from('{}'))), path: `/${n}` })
    expect(connectionsByPath.size).toBeGreaterThanOrEqual(20)
    expect([...connectionsByPath].filter(([, connections]) => connections.size > 1)).toEqual([])
  })

  it('Connection: close is obeyed', async () => {
    const origin = await serveHttp((_request, response) => response.writeHead(200, { connection: 'close' }).end('x'))
    const pool = await open(origin)
    const slot = await pool.acquire()
    for (let n = 0; n < 3; n += 1) expect((await slot.exchange(get())).response?.status).toBe(200)
    expect(pool.reconnects).toBe(2)
  })
})

describe('answers belong to their requests', () => {
  it('bytes after an answer end the connection instead of answering the next request', async () => {
    const stray = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nstray'
    const origin = await serveRaw((socket, received, connection) => {
      const path = received.split(' ')[1] ?? ''
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${path.length}\r\n\r\n${path}${connection === 1 ? stray : ''}`)
    })
    const pool = await open(origin)
    const slot = await pool.acquire()
    expect((await slot.exchange(get('/a'))).response?.body.toString()).toBe('/a')
    expect((await slot.exchange(get('/b'))).response?.body.toString()).toBe('/b')
    expect(pool.reconnects).toBe(1)
  })

  it.each([
    ['an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nstray'],
    ['an empty line, which HTTP parsers skip', '\r\n'],
  ])('%s that comes while nothing was asked ends the connection too', async (_what, stray) => {
    const written = Promise.withResolvers<void>()
    const origin = await serveRaw((socket, received, connection) => {
      const path = received.split(' ')[1] ?? ''
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${path.length}\r\n\r\n${path}`)
      if (connection !== 1) return
      setTimeout(() => socket.write(stray, () => written.resolve()), 20)
    })
    const pool = await open(origin)
    const slot = await pool.acquire()
    expect((await slot.exchange(get('/a'))).response?.body.toString()).toBe('/a')
    await written.promise
    // Whole turns of the event loop: sockets are read in each.
    for (let turn = 0; turn < 3; turn++) await setImmediate()
    expect((await slot.exchange(get('/b'))).response?.body.toString()).toBe('/b')
    expect(pool.reconnects).toBe(1)
  })

  it('an answer that comes before the request has left is taken, and the connection is not used again', async () => {
    const origin = await serveRaw((socket, _received, connection) => {
      socket.pause()
      socket.write(`HTTP/1.1 412 Precondition Failed\r\ncontent-length: 1\r\n\r\n${connection}`)
    })
    const pool = await open(origin)
    const slot = await pool.acquire()
    const large = put(Buffer.alloc(50_000_000, 0x20))
    expect((await slot.exchange(large)).response?.body.toString()).toBe('1')
    expect((await slot.exchange(large)).response?.body.toString()).toBe('2')
    expect(pool.reconnects).toBe(1)
  })
})

describe('slots', () => {
  it('are handed out in the order of asking, and never two to one', async () => {
    const pool = await open(await serveHttp((_request, response) => response.end()), 2)
    const [first, second] = [await pool.acquire(), await pool.acquire()]
    expect([first.index, second.index]).toEqual([0, 1])
    expect(pool.tryAcquire()).toBeUndefined()
    const order: string[] = []
    const waiting = [pool.acquire().then(() => order.push('third')), pool.acquire().then(() => order.push('fourth'))]
    pool.release(second)
    pool.release(first)
    await Promise.all(waiting)
    expect(order).toEqual(['third', 'fourth'])
  })

  it('are as many as asked for, though they are opened a few at a time', async () => {
    const origin = await serveRaw((socket, _received, connection) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${String(connection).length}\r\n\r\n${connection}`)
    })
    const pool = await open(origin, 300)
    const slots = Array.from({ length: 300 }, () => pool.tryAcquire())
    expect([slots.map(slot => slot?.index), pool.tryAcquire()]).toEqual([Array.from({ length: 300 }, (_, index) => index), undefined])
    const connections = await Promise.all(slots.map(async slot => (await slot?.exchange(get()))?.response?.body.toString()))
    expect(new Set(connections).size).toBe(300)
  })

  it('a pool cannot be opened where nobody listens', async () => {
    const server = createTcpServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise(resolve => server.close(resolve))
    await expect(open(`http://127.0.0.1:${port}`, 3)).rejects.toThrow(
      `no connection to http://127.0.0.1:${port}: is the server running and listening there?`,
    )
  })

  it('closing ends what is under way without an answer, and so what is asked afterwards', async () => {
    const origin = await serveRaw(() => {})
    const pool = await open(origin)
    const slot = await pool.acquire()
    const pending = slot.exchange(get())
    await new Promise(resolve => setTimeout(resolve, 20))
    await pool.close()
    expect(await pending).toMatchObject({ response: undefined, failure: 'broken' })
    expect(await slot.exchange(get())).toMatchObject({ response: undefined, failure: 'unreachable', sentBytes: 0 })
  })
})
