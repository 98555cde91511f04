import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alwaysAnswer, startScriptedTarget } from './fixtures/scripted-target.ts'
import type { Script, ScriptedTarget } from './fixtures/scripted-target.ts'
import { ProbeBoundError } from './probe-bound-error.ts'
import { openSession } from './session.ts'
import type { ProbeSession, SessionOptions } from './session.ts'
import { TargetError } from './target-error.ts'

const ok = 'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: 2\r\n\r\n{}'
const answerOk: Script = (socket, request) => {
  socket.write(ok)
  if (request.includes('Connection: close')) socket.end()
}

let target: ScriptedTarget
let session: ProbeSession | undefined
let abort: AbortController
beforeEach(() => {
  abort = new AbortController()
})
afterEach(async () => {
  session?.close()
  session = undefined
  await target.close()
})

async function open(script: Script, options: Partial<SessionOptions> = {}): Promise<ProbeSession> {
  target = await startScriptedTarget(script)
  session = await openSession({ url: target.url, signal: abort.signal, ...options })
  return session
}

/** The parts of a message that a port of the day is in are left out. */
async function errorOf(promise: Promise<unknown>): Promise<readonly unknown[]> {
  const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason)
  return error instanceof TargetError ? [error.kind, error.message.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')] : [error]
}

it('the resource is read twice at the start, without Accept-Encoding', async () => {
  const { probe, requests } = await open(answerOk)
  expect([requests, target.requests.length]).toEqual([2, 2])
  expect(target.requests.join('')).not.toMatch(/accept-encoding/i)
  expect([probe.baseline.first, probe.baseline.second].map(({ response }) => response.header('etag'))).toEqual(['"v1"', '"v1"'])
})

describe('a target whose plain GET gives nothing to check', () => {
  const url = 'http://HOST/orders/1'
  it.each<[string, string, string]>([
    ['301 Moved Permanently\r\nLocation: /orders/1/', 'redirecting', `301 Moved Permanently, Location: /orders/1/; probe that: npm run probe -- 'http://HOST/orders/1/'`],
    ['302 Found\r\nLocation: https://a.example/', 'redirecting', "302 Found, Location: https://a.example/; probe that: npm run probe -- 'https://a.example/'"],
    ["302 Found\r\nLocation: https://a.example/it's?a=1&b=\x9b2J", 'redirecting', "302 Found, Location: https://a.example/it's?a=1&b=\\x9b2J; probe that: npm run probe -- 'https://a.example/it'\\''s?a=1&b=%C2%9B2J'"],
    ['307 Temporary Redirect', 'redirecting', '307 Temporary Redirect without a Location; probe the resource that it stands for'],
    ['304 Not Modified', 'unusable', '304 Not Modified although it has no precondition: whoever has no copy gets no content (RFC 9110 §15.4.5); look for a cache that adds one'],
    ['401 Unauthorized\r\nWWW-Authenticate: Bearer', 'unauthorized', "401 Unauthorized, WWW-Authenticate: Bearer; give credentials with --header 'Authorization: ...' or --header @file"],
    ['403 Forbidden', 'unauthorized', "403 Forbidden; give credentials with --header 'Authorization: ...' or --header @file"],
    ['404 Not Found', 'missing', '404 Not Found; check the path, and that the resource exists for the credentials given'],
    ['429 Too Many Requests\r\nRetry-After: 30', 'limited', '429 Too Many Requests, Retry-After: 30; wait, then probe gently with --rate 5/s'],
    ['503 Busy\r\nRetry-After: 30', 'limited', '503 Busy, Retry-After: 30; wait, then probe gently with --rate 5/s'],
    ['503 Busy', 'unusable', '503 Busy; the probe needs a resource that answers a plain GET with 200; look into the log of the server'],
    ['204 No Content', 'unusable', '204 No Content; the probe needs a resource that answers a plain GET with 200: a GET without content has nothing to revalidate'],
    ['500', 'unusable', '500; the probe needs a resource that answers a plain GET with 200; look into the log of the server'],
  ])('%j is told as %s', async (head, kind, message) => {
    expect(await errorOf(open(alwaysAnswer(`HTTP/1.1 ${head}\r\nContent-Length: 0\r\n\r\n`)))).toEqual([kind, `GET ${url} is answered ${message}`])
    expect(target.requests).toHaveLength(1)
  })

  it('is told also when only the second read fails', async () => {
    const second: Script = (socket, request, number) => (number === 1 ? answerOk(socket, request, number) : void socket.end())
    expect((await errorOf(open(second)))[0]).toBe('reset')
  })
})

describe('credentials', () => {
  const headers = [['Authorization', 'Bearer hunter2hunter2']] as const
  const echo = 'HTTP/1.1 200 OK\r\nX-You-Said: hunter2hunter2\r\nSet-Cookie: sid=fresh\r\nContent-Length: 2\r\n\r\n{}'

  it('are sent and in no evidence, also when the target sends them back', async () => {
    const { probe } = await open(alwaysAnswer(echo), { headers })
    const exchange = await probe.send({ headers: [['X-Again', 'hunter2hunter2']] })
    expect(target.requests.every((request) => request.includes('Authorization: Bearer hunter2hunter2\r\n'))).toBe(true)
    expect(exchange.evidence('what was seen', 'a remark')).toEqual({
      label: 'what was seen',
      requestHead: `GET /orders/1 HTTP/1.1\r\nHost: ${target.url.host}\r\nAuthorization: (redacted)\r\nUser-Agent: etag-bench-probe\r\nAccept: */*\r\nX-Again: (redacted)\r\nConnection: close`,
      responseHead: 'HTTP/1.1 200 OK\r\nX-You-Said: (redacted)\r\nSet-Cookie: (redacted)\r\nContent-Length: 2',
      remark: 'a remark',
    })
  })

  it('are in no error', async () => {
    const [, message] = await errorOf(open(alwaysAnswer('hunter2hunter2 is no HTTP\r\n'), { headers }))
    expect(message).toMatch(/it begins "\(redacted\) is no HTTP/)
  })
})

it('requests of one key go over one connection, others over connections of their own', async () => {
  const { probe } = await open(answerOk)
  await Promise.all([probe.send({ connection: 'a' }), probe.send({ connection: 'a' }), probe.send({ connection: 'b' }), probe.send({})])
  expect(target.connections).toBe(2 + 3)
})

it('a kept connection that the server closed is opened again, and what changes something is never sent twice', async () => {
  const closeOnReuse: Script = (socket, _request, number) => (number % 2 === 0 && number > 2 ? void socket.end() : void socket.write(ok))
  const { probe } = await open(closeOnReuse)
  await probe.send({ connection: 'a' })
  // Sent a second time: the first is answered by closing.
  expect((await probe.send({ connection: 'a' })).response.status).toBe(200)
  const [kind] = await errorOf(probe.send({ method: 'PUT', connection: 'a', body: Buffer.from('{}') }))
  expect([kind, target.requests.filter((request) => request.startsWith('PUT')).length]).toEqual(['reset', 1])
})

it('bytes that come unasked between two requests are not taken for the next answer', async () => {
  const { probe } = await open((socket, request, number) => {
    answerOk(socket, request, number)
    if (number === 3) setTimeout(() => socket.write('HTTP/1.1 500 Stray\r\n\r\n'), 5)
  })
  await probe.send({ connection: 'a' })
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect((await probe.send({ connection: 'a' })).response.status).toBe(200)
})

it('a read that is answered 500 is sent once more, and what changes something is not', async () => {
  const failing = 'HTTP/1.1 500 Sometimes\r\nContent-Length: 0\r\n\r\n'
  const { probe } = await open((socket, request, number) => (number % 2 === 1 && number > 2 ? void socket.end(failing) : answerOk(socket, request, number)))
  expect((await probe.send({})).response.status).toBe(200)
  expect(target.requests).toHaveLength(4)
  expect((await probe.send({ method: 'PUT', body: Buffer.from('{}') })).response.status).toBe(500)
  expect(target.requests).toHaveLength(5)
})

it('nothing is sent past the bound, but for what must be restored', async () => {
  const { probe } = await open(answerOk, { maxRequests: 3 })
  await probe.send({})
  const error: unknown = await probe.send({}).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ProbeBoundError)
  expect((error as Error).message).toBe('the bound of 3 requests is used up; raise it with --max-requests')
  expect(target.requests).toHaveLength(3)
  expect((await probe.sendAlways({})).response.status).toBe(200)
})

it('an interruption ends what is under way at once, but for what must be restored', async () => {
  const { probe } = await open((socket, request, number) => (number <= 2 || request.startsWith('PUT') ? answerOk(socket, request, number) : undefined))
  const sending = probe.send({})
  const waiting = probe.send({ connection: 'a' })
  abort.abort()
  await expect(sending).rejects.toBe(abort.signal.reason)
  await expect(waiting).rejects.toBe(abort.signal.reason)
  await expect(probe.send({})).rejects.toBe(abort.signal.reason)
  expect((await probe.sendAlways({ method: 'PUT', body: Buffer.from('{}') })).response.status).toBe(200)
})

it('429 in the middle is told as a limit, and is an answer like any other while restoring', async () => {
  const { probe } = await open((socket, request, number) =>
    number <= 2 ? answerOk(socket, request, number) : void socket.end('HTTP/1.1 429 Slow Down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n'),
  )
  expect(await errorOf(probe.send({}))).toEqual([
    'limited',
    'request 3 of this probe, to http://HOST/orders/1, was answered 429 Slow Down, Retry-After: 1; probe more gently with --rate 5/s, or fewer things with --checks',
  ])
  expect((await probe.sendAlways({})).response.status).toBe(429)
})
