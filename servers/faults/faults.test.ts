import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultyServerCommand, serverCommand } from '../index.ts'
import { exchange, parseResponse } from '../testing/raw-http.ts'
import type { RawResponse } from '../testing/raw-http.ts'
import { runToEnd, startProcess } from '../testing/start-process.ts'
import type { StartedProcess } from '../testing/start-process.ts'
import { faults } from './index.ts'

type Headers = Readonly<Record<string, string>>
type Send = (method: 'GET' | 'PUT', headers?: Headers, body?: string) => Promise<RawResponse>

const flags = ['--documents', '30', '--size', '300B']
const current = { 'If-None-Match': '"v1"' }
const outdated = { 'If-None-Match': '"v0"' }
const afterAnything = { 'If-Match': '*' }

let sound: StartedProcess
beforeAll(async () => {
  sound = await startProcess([...serverCommand('version').args, ...flags])
})
afterAll(() => sound.stop())

function requestText(document: string, method: string, headers: Headers, body = ''): string {
  const length = body === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }
  const lines = Object.entries({ Host: 'test', ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} /orders/${document} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** One request, and everything that came for it. */
const sender = (port: number, document: string): Send => async (method, headers = {}, body) =>
  parseResponse(await exchange(port, requestText(document, method, { ...headers, Connection: 'close' }, body)))

/** The content after the nth edit of a test. */
const edited = (nth: number) => `{"edit":{"id":"${String(nth).padStart(12, '0')}","tally":${1_000_000 + nth}}}`

async function repeat<T>(times: number, act: (nth: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  for (let nth = 1; nth <= times; nth += 1) results.push(await act(nth))
  return results
}

/** `[200, 200, 304]` as `['200 x 2', '304 x 1']`. */
function inRuns(statuses: readonly number[]): readonly string[] {
  const runs: { readonly status: number; length: number }[] = []
  for (const status of statuses) {
    const last = runs.at(-1)
    if (last?.status === status) last.length += 1
    else runs.push({ status, length: 1 })
  }
  return runs.map(({ status, length }) => `${status} x ${length}`)
}

const statusesOf = (responses: readonly RawResponse[]) => inRuns(responses.map(({ status }) => status))
const poll = (send: Send, times: number, headers: Headers) => repeat(times, () => send('GET', headers))
const write = (send: Send, times: number, headers: Headers = afterAnything) =>
  repeat(times, nth => send('PUT', headers, edited(nth)))

interface Play {
  readonly fault: string
  /** What a client does and sees. */
  readonly see: (send: Send, port: number, document: string) => Promise<unknown>
  readonly onFaulty: unknown
  readonly onSound: unknown
}

const plays: readonly Play[] = [
  {
    fault: 'drops-writes',
    see: async send => [statusesOf(await write(send, 50)), (await send('GET')).body],
    onFaulty: [['204 x 50'], edited(49)],
    onSound: [['204 x 50'], edited(50)],
  },
  {
    fault: 'non-atomic-write',
    // Both are in the server before it turns to anything else.
    see: async (send, port, document) => {
      const guard = { 'If-Match': '"v1"' }
      const first = requestText(document, 'PUT', guard, edited(1))
      const second = requestText(document, 'PUT', { ...guard, Connection: 'close' }, edited(2))
      const received = (await exchange(port, first + second)).toString()
      return [...received.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status).concat((await send('GET')).headers['etag'])
    },
    onFaulty: ['204', '204', '"v3"'],
    onSound: ['204', '412', '"v2"'],
  },
  {
    fault: 'refused-but-written',
    see: async send => [statusesOf(await write(send, 5, { 'If-Match': '"v0"' })), (await send('GET')).headers['etag']],
    onFaulty: [['412 x 5'], '"v2"'],
    onSound: [['412 x 5'], '"v1"'],
  },
  {
    fault: 'weak-if-match',
    see: async send => statusesOf(await write(send, 1, { 'If-Match': 'W/"v1"' })),
    onFaulty: ['204 x 1'],
    onSound: ['412 x 1'],
  },
  {
    fault: 'stale-not-modified',
    see: async send => {
      const responses = await poll(send, 5, outdated)
      return [statusesOf(responses), responses.at(-1)?.headers['etag']]
    },
    onFaulty: [['200 x 4', '304 x 1'], '"v0"'],
    onSound: [['200 x 5'], '"v1"'],
  },
  {
    fault: 'foreign-tag',
    see: async send => {
      const responses = await poll(send, 10, current)
      return [statusesOf(responses), responses.at(-2)?.headers['etag'], responses.at(-1)?.headers['etag']]
    },
    onFaulty: [['304 x 10'], '"v1"', '"of-another-representation"'],
    onSound: [['304 x 10'], '"v1"', '"v1"'],
  },
  {
    fault: 'useless-ok',
    see: async send => statusesOf(await poll(send, 11, current)),
    onFaulty: ['304 x 9', '200 x 1', '304 x 1'],
    onSound: ['304 x 11'],
  },
  {
    fault: 'not-modified-content-length',
    see: async (_send, port, document) => {
      const received = await exchange(port, requestText(document, 'GET', { ...current, Connection: 'close' }))
      const { status, headers, wireBytes } = parseResponse(received)
      return [status, headers['content-length'], received.length - wireBytes]
    },
    onFaulty: [304, '300', 0],
    onSound: [304, undefined, 0],
  },
  {
    fault: 'not-modified-content',
    see: (_send, port, document) =>
      repeat(2, async () => {
        const received = await exchange(port, requestText(document, 'GET', { ...current, Connection: 'close' }))
        const { status, headers, wireBytes } = parseResponse(received)
        return [status, headers['content-length'], received.length - wireBytes]
      }),
    onFaulty: [[304, undefined, 300], [304, '300', 300]],
    onSound: [[304, undefined, 0], [304, undefined, 0]],
  },
  {
    fault: 'closes-mid-response',
    see: async (send, port, document) => {
      const reads = await poll(send, 10, outdated)
      await write(send, 9)
      const answer = (await exchange(port, requestText(document, 'PUT', { ...afterAnything, Connection: 'close' }, edited(10)))).toString()
      return [reads.map(({ body }) => body.length).slice(-2), answer.slice(0, 20).trim(), (await send('GET')).body]
    },
    onFaulty: [[300, 150].map(bytes => expect.toSatisfy(closeTo(bytes))), 'HTTP/1.1 204 No Con', edited(10)],
    onSound: [[300, 300].map(bytes => expect.toSatisfy(closeTo(bytes))), 'HTTP/1.1 204 No Cont', edited(10)],
  },
  {
    fault: 'wrong-response',
    see: async (send, port, document) => {
      const ownDocument = ({ status, body }: RawResponse) => [status, (JSON.parse(body) as { id?: string }).id === document]
      const untouched = await poll(send, 20, outdated)
      await sender(port, '1')('PUT', afterAnything, edited(1))
      const responses = await poll(send, 10, outdated)
      return [...new Set(untouched.map(response => ownDocument(response).join(' '))), ...responses.slice(-2).map(ownDocument)]
    },
    onFaulty: ['200 true', [200, true], [200, false]],
    onSound: ['200 true', [200, true], [200, true]],
  },
  {
    fault: 'unknown-edit-id',
    see: async send => (await poll(send, 10, outdated)).slice(-2).map(({ body }) => body.slice(0, 29)),
    onFaulty: ['{"edit":{"id":"000000000000",', '{"edit":{"id":"zzzy00000001",'],
    onSound: ['{"edit":{"id":"000000000000",', '{"edit":{"id":"000000000000",'],
  },
  {
    fault: 'impossible-tally',
    see: async send => [statusesOf(await write(send, 20)), (await send('GET')).body],
    onFaulty: [['204 x 20'], '{"edit":{"id":"000000000020","tally":1001020}}'],
    onSound: [['204 x 20'], '{"edit":{"id":"000000000020","tally":1000020}}'],
  },
  {
    fault: 'fails-now-and-then',
    see: async send => statusesOf(await poll(send, 26, current)),
    onFaulty: ['304 x 24', '500 x 1', '304 x 1'],
    onSound: ['304 x 26'],
  },
  {
    fault: 'clock-steps-back',
    see: async send => {
      const before = await write(send, 20)
      const after = await send('GET')
      const steppedMs = Date.parse(after.headers['date'] ?? '') - Date.parse(before.at(-2)?.headers['date'] ?? '')
      return Math.round(steppedMs / 3_600_000)
    },
    onFaulty: -1,
    onSound: 0,
  },
]

/** Contents are cut by bytes and have characters of several. */
function closeTo(bytes: number): (length: number) => boolean {
  return length => Math.abs(length - bytes) <= 10
}

/** Ends the process whatever `act` does. */
async function withFaulty<T>(args: readonly string[], act: (server: StartedProcess) => Promise<T>): Promise<T> {
  const server = await startProcess(args)
  try {
    return await act(server)
  } finally {
    await server.stop()
  }
}

describe.concurrent('a server with a fault', () => {
  it.each(plays.map((play, index) => ({ ...play, document: String(index + 2) })))(
    'does as told: $fault; the sound one does not',
    async ({ fault, see, onFaulty, onSound, document }) => {
      const seen = await withFaulty([...faultyServerCommand(fault, 'version').args, ...flags], ({ port }) =>
        see(sender(port, document), port, document))
      expect(seen).toEqual(onFaulty)
      expect(await see(sender(sound.port, document), sound.port, document)).toEqual(onSound)
    },
  )

  it('sets back the time of change too: clock-steps-back', async () => {
    const args = [...faultyServerCommand('clock-steps-back', 'last-modified').args, ...flags]
    const stepped = await withFaulty(args, async ({ port }) => {
      const send = sender(port, '1')
      const before = await send('GET')
      await write(send, 21, { 'If-Unmodified-Since': 'Fri, 01 Jan 2100 00:00:00 GMT' })
      const after = await send('GET')
      return Date.parse(after.headers['last-modified'] ?? '') - Date.parse(before.headers['last-modified'] ?? '')
    })
    expect(Math.round(stepped / 3_600_000)).toBe(-1)
  })

  it('takes requests after its hundredth without an answer, and still ends when told to: stops-answering', async () => {
    const server = await startProcess([...faultyServerCommand('stops-answering', 'version').args, ...flags])
    expect(statusesOf(await poll(sender(server.port, '1'), 100, {}))).toEqual(['200 x 100'])
    let received = 0
    const socket = connect(server.port, '127.0.0.1', () => socket.write(requestText('1', 'GET', {})))
    socket.on('data', chunk => (received += chunk.length))
    socket.on('error', () => {})
    await sleep(300)
    expect([received, socket.readyState]).toEqual([0, 'open'])
    expect(await server.stop()).toBe(0)
    socket.destroy()
  })

  it('ends with code 7 at its hundred-and-first request: dies', async () => {
    const server = await startProcess([...faultyServerCommand('dies', 'version').args, ...flags])
    const exited = once(server.child, 'exit')
    expect(statusesOf(await poll(sender(server.port, '1'), 100, {}))).toEqual(['200 x 100'])
    await sender(server.port, '1')('GET').catch(() => {})
    expect(await exited).toEqual([7, null])
  })

  it('stands still for 2 s, once, so long after its first request: stalls-once', async () => {
    const args = [...faultyServerCommand('stalls-once', 'version').args, ...flags, '--stall-at', '50']
    const took = await withFaulty(args, async ({ port }) => {
      const send = sender(port, '1')
      const tookMs: number[] = []
      const endMs = performance.now() + 2_500
      while (performance.now() < endMs) {
        const startMs = performance.now()
        await send('GET')
        tookMs.push(performance.now() - startMs)
        await sleep(5)
      }
      return tookMs
    })
    expect(took.filter(ms => ms > 1_500)).toHaveLength(1)
  })
})

describe('the list of faults', () => {
  it('has each of them shown here', () => {
    const shown = [...plays.map(({ fault }) => fault), 'stops-answering', 'dies', 'stalls-once']
    expect(faults.map(({ name }) => name).toSorted()).toEqual(shown.toSorted())
  })

  it.each([
    [['--fault', 'drops-write'], 'unknown fault "drops-write": did you mean "drops-writes"?'],
    [[], 'name one with --fault'],
    [['--fault', 'dies', '--stall-at=-1'], '--stall-at must be a whole number from 0 to 600000, not "-1"'],
    [['--fault', 'dies', '--stall-at', 'soon'], '--stall-at must be a whole number from 0 to 600000, not "soon"'],
  ])('is in the sentence that faulty.ts ends with on %j', async (args, sentence) => {
    const [file = ''] = faultyServerCommand('dies', 'version').args
    const { code, stderr } = await runToEnd([file, ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })
})
