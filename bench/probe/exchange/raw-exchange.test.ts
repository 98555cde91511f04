import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { alwaysAnswer, startScriptedTarget } from '../fixtures/scripted-target.ts'
import type { Script, ScriptedTarget } from '../fixtures/scripted-target.ts'
import type { ExchangeLimits } from './limits.ts'
import { openConnection } from './open-connection.ts'
import { exchangeRaw } from './raw-exchange.ts'
import type { RawAnswer } from './raw-exchange.ts'
import { TargetError } from '../target-error.ts'

const shortLimits: ExchangeLimits = { connectMs: 2_000, firstByteMs: 120, answerMs: 150, answerBytes: 100_000 }
const patientLimits: ExchangeLimits = { ...shortLimits, firstByteMs: 5_000, answerMs: 5_000 }

let target: ScriptedTarget | undefined
afterEach(async () => {
  await target?.close()
  target = undefined
})

async function exchangeWith(script: Script, { method = 'GET', limits = patientLimits, awaitSurplus = true } = {}): Promise<RawAnswer> {
  target = await startScriptedTarget(script)
  const { signal } = new AbortController()
  const socket = await openConnection(target.url, limits.connectMs, signal)
  const bytes = Buffer.from(`${method} /orders/1 HTTP/1.1\r\nHost: x\r\n\r\n`)
  try {
    return await exchangeRaw(socket, { method, bytes, where: `${method} ${target.url.href}`, awaitSurplus }, limits, signal)
  } finally {
    socket.destroy()
  }
}

async function errorWith(script: Script, limits = patientLimits): Promise<TargetError> {
  const error: unknown = await exchangeWith(script, { limits }).catch((reason: unknown) => reason)
  if (!(error instanceof TargetError)) throw new Error('no TargetError was thrown', { cause: error })
  return error
}

const notModified = 'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'

describe('a whole answer', () => {
  it.each<[string, string, string, string, number]>([
    ['with Content-Length', 'GET', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', '{}', 0],
    ['in chunks', 'GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n', '{}', 0],
    ['in chunks with a trailer', 'GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: y\r\n\r\n', '{}', 0],
    ['ended by closing', 'GET', 'HTTP/1.1 200 OK\r\n\r\n{\r\n\r\n\r\n\r\n}', '{\r\n\r\n\r\n\r\n}', 0],
    ['of HTTP/1.0', 'GET', 'HTTP/1.0 200 OK\r\n\r\n{}', '{}', 0],
    ['with empty lines in its content', 'GET', 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\r\n\r\n\r\n\r\n', '\r\n\r\n\r\n\r\n', 0],
    ['after interim answers', 'GET', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', '{}', 0],
    ['without content', 'GET', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', '', 0],
    ['longer than its Content-Length', 'GET', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"a":1}', '{"', 5],
    ['in chunks, with more behind', 'GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nmore', '{}', 4],
    ['304', 'GET', notModified, '', 0],
    ['304 with the Content-Length of its 200', 'GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n', '', 0],
    ['304 with content', 'GET', `${notModified}{}`, '', 2],
    ['304 with content that looks like an answer', 'GET', notModified + notModified, '', notModified.length],
    ['304 with chunks', 'GET', 'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n', '', 12],
    ['304 with the Content-Length of a 200 beyond the bound', 'GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 99999999\r\n\r\n', '', 0],
    ['204 with content', 'GET', 'HTTP/1.1 204 No Content\r\n\r\n{}', '', 2],
    ['to HEAD', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n', '', 0],
    ['to HEAD with content', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', '', 2],
  ])('%s: body and surplus are told apart', async (_what, method, bytes, body, surplusBytes) => {
    const answer = await exchangeWith(alwaysAnswer(bytes), { method })
    expect([answer.body.toString('latin1'), answer.surplusBytes]).toEqual([body, surplusBytes])
  })

  it('is the same when its bytes come one at a time', async () => {
    const bytes = `HTTP/1.1 103 Early Hints\r\n\r\n${notModified}!`
    const answer = await exchangeWith((socket) => {
      void (async () => {
        for (const byte of bytes) {
          socket.write(byte)
          await new Promise(setImmediate)
        }
        socket.end()
      })()
    })
    expect([answer.status, answer.head, answer.surplusBytes]).toEqual([304, notModified, 1])
  })

  it('has its header lines and its head as received: order, case, repetition, bytes beyond ASCII', async () => {
    const head = 'HTTP/1.1 200 Fine by me\r\netag: "v\xe91"\r\nVary: A\r\nX-Empty:\r\nvARY:  B \r\nContent-Length: 2\r\n\r\n'
    const answer = await exchangeWith(alwaysAnswer(`${head}{}`))
    expect(answer.head).toBe(head)
    expect(answer.headerLines).toEqual([['etag', '"v\xe91"'], ['Vary', 'A'], ['X-Empty', ''], ['vARY', 'B'], ['Content-Length', '2']])
    expect([answer.status, answer.reason, answer.httpVersion]).toEqual([200, 'Fine by me', '1.1'])
  })

  it('of a body larger than any buffer on the way comes whole', async () => {
    const limits = { ...patientLimits, answerBytes: 8_000_000 }
    const content = 'x'.repeat(3_000_000)
    const chunk = `${content.length.toString(16)}\r\n${content}\r\n`
    const answer = await exchangeWith(alwaysAnswer(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\nmore`), { limits })
    expect([answer.body.length, answer.surplusBytes]).toEqual([6_000_000, 4])
  })

  it('has the surplus that comes a moment after a 304', async () => {
    const late: Script = (socket) => {
      socket.write(notModified)
      void sleep(20).then(() => socket.write('{}'))
    }
    expect((await exchangeWith(late)).surplusBytes).toBe(2)
    await target?.close()
    expect((await exchangeWith(late, { awaitSurplus: false })).surplusBytes).toBe(0)
  })

  it.each<[string, string, boolean]>([
    ['HTTP/1.1', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', true],
    ['HTTP/1.1 that says it closes', 'HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n{}', false],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}', false],
    ['surplus', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}x', false],
  ])('of %s leaves a socket that is reusable or not', async (_what, bytes, reusable) => {
    expect((await exchangeWith((socket) => void socket.write(bytes))).reusable).toBe(reusable)
  })

  it('needs the request exactly as it was given', async () => {
    target = await startScriptedTarget(alwaysAnswer(notModified))
    const { signal } = new AbortController()
    const socket = await openConnection(target.url, 2_000, signal)
    const request = 'GET /a b HTTP/1.1\r\nif-none-match:  , "\xe9,\t\r\nIf-None-Match:\r\nHOST:x\r\n\r\n'
    await exchangeRaw(socket, { method: 'GET', bytes: Buffer.from(request, 'latin1'), where: 'GET', awaitSurplus: false }, patientLimits, signal)
    socket.destroy()
    expect(target.requests).toEqual([request])
  })
})

describe('no whole answer', () => {
  const url = () => target?.url.href
  const endless: Script = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const more = () => void (socket.writable && socket.write('x'.repeat(30_000), more))
    more()
  }

  it.each<[string, string, Script, string]>([
    ['nothing', 'timed-out', () => {}, 'no byte of an answer within 120 ms; try it with curl, or allow it more with --timeout 30s'],
    ['half a head', 'slow', (socket) => void socket.write('HTTP/1.1 2'), 'an answer began, and it had not ended 150 ms later, after 10 bytes; allow it more with --timeout 30s'],
    [
      'a head and half a body', 'slow', (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'),
      'an answer with status 200 began, and it had not ended 150 ms later, after 1 of 9 bytes of content; allow it more with --timeout 30s',
    ],
    [
      'interim answers only', 'slow', (socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
      'an answer began, and it had not ended 150 ms later, after 25 bytes; allow it more with --timeout 30s',
    ],
    [
      'an event stream', 'slow', (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n'),
      'an answer with status 200 began, and it had not ended 150 ms later, after 9 bytes of content; it is an event stream, which has no end: probe the resource that it tells of',
    ],
    ['a body without end', 'endless', endless, 'an answer with status 200 began, and more than 100,000 bytes with no end in sight; probe a resource of a smaller size'],
    [
      'a Content-Length beyond the bound', 'too-large', alwaysAnswer('HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n{'),
      'Content-Length is 100,001 bytes, and the probe takes 100,000 bytes at most, since it reads the content again and again; probe a resource of a smaller size',
    ],
    [
      'less than Content-Length', 'truncated', alwaysAnswer('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'),
      'an answer with status 200 began, and the connection was closed in the middle of the answer, after 1 of 9 bytes of content; look for a crash or a time limit in the log of the server or its proxy',
    ],
    [
      'chunks without the last', 'truncated', alwaysAnswer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'),
      'an answer with status 200 began, and the connection was closed in the middle of the answer, after 2 bytes of content, without the last chunk; look for a crash or a time limit in the log of the server or its proxy',
    ],
    [
      'half a head, closed', 'truncated', alwaysAnswer('HTTP/1.1 200 O'),
      'an answer began, and the connection was closed in the middle of the answer, after 14 bytes; look for a crash or a time limit in the log of the server or its proxy',
    ],
    ['a closed connection', 'reset', (socket) => void socket.end(), 'the connection was closed before any byte of an answer; look for a crash in the log of the server, or check scheme and port'],
    ['a reset connection', 'reset', (socket) => void socket.resetAndDestroy(), 'the connection was closed before any byte of an answer; look for a crash in the log of the server, or check scheme and port'],
  ])('%s is told as %s', async (_what, kind, script, message) => {
    const error = await errorWith(script, kind === 'timed-out' ? shortLimits : { ...patientLimits, ...(kind === 'slow' ? { answerMs: 150 } : {}) })
    expect([error.kind, error.message]).toEqual([kind, `GET ${url()}: ${message}`])
  })

  it.each<[string, string, RegExp]>([
    ['a mail server', '220 mail.example ESMTP\r\n', /: the answer is not valid HTTP\/1\.1 \(.+\), it begins "220 mail\.example ESMTP\\r\\n"; check the port$/],
    ['HTTP/0.9', '{"id":1}', /, it begins "\{\\"id\\":1\}"; check the port$/],
    ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46', /; that is a TLS alert: try https:\/\/$/],
    ['HTTP/2 alone', '\x00\x00\x12\x04\x00\x00\x00\x00\x00', /; that looks like HTTP\/2, which the probe does not speak: let it answer HTTP\/1\.1 too$/],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', /; mend its head: caches and proxies refuse it too$/],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}', /; mend its head/],
    ['a length beside chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /; mend its head/],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nETag : "a"\r\n\r\n', /; mend its head/],
    ['a control character in a header', 'HTTP/1.1 200 OK\r\nX: \x1b[2J\r\nContent-Length: 0\r\n\r\n', /; mend its head/],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n', /; mend its head/],
    ['another protocol after 101', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', /\(it switched protocols \(101\)\)/],
  ])('%s is told as not-http', async (_what, bytes, message) => {
    const error = await errorWith(alwaysAnswer(bytes))
    expect(error.kind).toBe('not-http')
    expect(error.message).toMatch(message)
  })

  it('that is interrupted throws the reason of the signal at once', async () => {
    target = await startScriptedTarget(() => {})
    const abort = new AbortController()
    const socket = await openConnection(target.url, 2_000, abort.signal)
    const exchange = exchangeRaw(socket, { method: 'GET', bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n'), where: 'GET', awaitSurplus: false }, patientLimits, abort.signal)
    abort.abort()
    await expect(exchange).rejects.toBe(abort.signal.reason)
    expect(socket.destroyed).toBe(true)
  })
})

describe('no connection', () => {
  const { signal } = new AbortController()
  const kindOf = (url: string, limitMs = 2_000) =>
    openConnection(new URL(url), limitMs, signal).then(
      (socket) => socket.destroy() && 'connected',
      (error: unknown) => (error instanceof TargetError ? [error.kind, error.message] : error),
    )

  it('to a port where nobody listens is told as refused', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    expect(await kindOf(`http://127.0.0.1:${port}/`)).toEqual([
      'refused', `cannot connect to 127.0.0.1:${port} (ECONNREFUSED): start the server, or check host and port`,
    ])
  })

  it('to a name without an address is told as dns', async () => {
    expect(await kindOf('http://no-such-host.invalid/', 15_000)).toEqual([
      'dns', expect.stringMatching(/^the host of no-such-host\.invalid:80 has no address \((?:ENOTFOUND|EAI_AGAIN)\): /),
    ])
  })

  it('by TLS to a server without it is told as tls', async () => {
    target = await startScriptedTarget(alwaysAnswer('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const { port } = target.url
    // A server that speaks no TLS sees no empty line in a ClientHello; it is the time limit that ends this.
    expect(await kindOf(`https://127.0.0.1:${port}/`, 300)).toEqual(['timed-out', expect.stringContaining('within 300 ms')])
    const greeting = createServer((socket) => void socket.on('error', () => {}).end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1')
    await once(greeting, 'listening')
    const address = greeting.address() as AddressInfo
    expect(await kindOf(`https://127.0.0.1:${address.port}/`)).toEqual([
      'tls', expect.stringMatching(/^TLS with 127\.0\.0\.1:\d+ failed \(.*wrong version number\): give http:\/\/ if the port has no TLS$/),
    ])
    greeting.close()
  })
})
