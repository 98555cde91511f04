import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { readBookkeeping } from '../../scenarios/bookkeeping.ts'
import version from '../../servers/strategies/version.ts'
import { startApp } from '../../servers/testing/start-app.ts'
import { LocalServers } from '../load/relay-fixture.ts'
import type { Arm } from '../plan/arm.ts'
import { guardHeaders, pollHeaders, readDocuments } from './document-state.ts'

const arm: Arm = {
  name: 'made-up',
  role: 'strategy',
  summary: 'made for a test',
  writeGuard: 'if-match',
  blindMs: 0,
  asksFor: [],
  strongTag: true,
  classes: ['200', '304', 'put', '412'],
  asksFor200: 'conditionally',
  encoding: 'identity',
  command: { name: 'made-up', command: 'false', args: [], node: false },
}
const settings = { sizesBytes: [10_000, 1_000_000], payloadFile: null, seed: 1 }
/** A server that has written nothing on its standard error, unless told. */
const at = (origin: string, stderr = '') => ({ origin, stderrTail: () => stderr })
const reference: Arm = { ...arm, role: 'reference' }

const servers = new LocalServers()
afterEach(() => servers.closeAll())

const ten = 'Sat, 21 Nov 2026 10:00:00 GMT'
const nine = 'Sat, 21 Nov 2026 09:00:00 GMT'

/** A document that answers what it is told to, and the requests that it got. */
async function scripted(headersOf: (edits: number) => Readonly<Record<string, string>>) {
  const requests: string[] = []
  let edits = 0
  const answer: RequestListener = (request, response) => {
    const { method, url, headers } = request
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const guard = headers['if-match'] ?? headers['if-unmodified-since'] ?? headers['if-none-match'] ?? ''
      requests.push([method, url, guard, Buffer.concat(chunks).toString()].join(' ').trim())
      if (method === 'PUT') edits++
      const content = method === 'GET' ? `{"edit":{"id":"000000000000","tally":1000000},"url":"${url}"}` : ''
      response.writeHead(method === 'GET' ? 200 : 204, headersOf(edits)).end(content)
    })
  }
  return { requests, origin: await servers.http(answer) }
}

async function readOne(asked: Arm, headersOf: (edits: number) => Readonly<Record<string, string>>) {
  const [ofSize] = await readDocuments(asked, at((await scripted(headersOf)).origin), [[1]], settings)
  return ofSize![0]!
}

describe('readDocuments', () => {
  it('reads, edits under a guard and reads again, document by document', async () => {
    const { origin, requests } = await scripted((edits) => ({ etag: `"v${edits}"` }))
    const states = await readDocuments(arm, at(origin), [[1, 3], [2]], settings)
    expect(requests).toEqual([
      'GET /orders/1',
      'PUT /orders/1 "v0" {"edit":{"id":"u00000000001","tally":1000001},"url":"/orders/1"}',
      'GET /orders/1',
      'GET /orders/3',
      'PUT /orders/3 "v1" {"edit":{"id":"u00000000002","tally":1000001},"url":"/orders/3"}',
      'GET /orders/3',
      'GET /orders/2',
      'PUT /orders/2 "v2" {"edit":{"id":"u00000000003","tally":1000001},"url":"/orders/2"}',
      'GET /orders/2',
    ])
    expect(states.map((ofSize) => ofSize.map(({ path }) => path))).toEqual([['/orders/1', '/orders/3'], ['/orders/2']])
  })

  it('says what was seen where the content has no bookkeeping at its root, and edits nothing', async () => {
    const content = `{"data":{"edit":{"id":"000000000000","tally":1000000}},"note":"${'x'.repeat(100)}"}`
    const requests: string[] = []
    const origin = await servers.http((request, response) => {
      requests.push(`${request.method}`)
      response.end(content)
    })
    await expect(readDocuments(arm, at(origin), [[1]], settings)).rejects.toMatchObject({
      code: 'server-start',
      message: `server "made-up" answers GET /orders/1 with content that has no root member "edit" with "id" and "tally": ${JSON.stringify(`${content.slice(0, 80)}...`)}`,
      hint: expect.stringContaining('have every document begin {"edit":{"id":"000000000000","tally":1000000}, ...'),
    })
    expect(requests).toEqual(['GET'])
    expect(await readDocuments(reference, at(origin), [[1]], settings)).toHaveLength(1)
  })

  it('holds the tag that the edit outdated as the stale one', async () => {
    const { current, stale } = await readOne(arm, (edits) => ({ etag: `"v${edits}"` }))
    expect(current).toEqual({ etag: '"v1"', lastModified: undefined })
    expect(stale).toEqual({ etag: '"v0"', lastModified: undefined })
  })

  it('puts the stale date an hour back, for a date of the same second would still hold', async () => {
    const { current, stale } = await readOne(arm, () => ({ 'last-modified': ten }))
    expect(current).toEqual({ etag: undefined, lastModified: ten })
    expect(stale).toEqual({ etag: undefined, lastModified: nine })
  })

  it('remembers no validator where the server sends none', async () => {
    const { current, stale } = await readOne(arm, () => ({}))
    expect(current).toEqual({ etag: undefined, lastModified: undefined })
    expect(stale).toEqual({ etag: undefined, lastModified: undefined })
  })

  it('numbers further edits on from its own', async () => {
    const { nextEditId } = await readOne(arm, () => ({}))
    expect([nextEditId(), nextEditId()]).toEqual(['u00000000002', 'u00000000003'])
  })

  it('writes nothing to a reference', async () => {
    const { origin, requests } = await scripted(() => ({ etag: '"abc"' }))
    await readDocuments(reference, at(origin), [[1]], settings)
    expect(requests).toEqual(['GET /orders/1'])
  })

  it.each([
    ['"1x7k"', '"0x7k"'],
    ['"1x70"', '"0x70"'],
    ['W/"1x7k"', 'W/"0x7k"'],
    ['"abc="', '"0bc="'],
  ])('makes the stale tag of a reference up from %s: %s, of the same length', async (etag, expected) => {
    const { current, stale } = await readOne(reference, () => ({ etag }))
    expect([current.etag, stale.etag]).toEqual([etag, expected])
  })

  it('learns tags that a real server tells apart', async () => {
    const app = await startApp(version)
    try {
      const origin = `http://127.0.0.1:${app.port}`
      const [[first, second] = []] = await readDocuments(arm, at(origin), [[1, 2]], settings)
      expect([first?.current.etag, first?.stale.etag, second?.current.etag]).toEqual(['"v2"', '"v1"', '"v2"'])
      const poll = async (etag: string) => (await fetch(`${origin}/orders/1`, { headers: { 'if-none-match': etag } })).status
      expect([await poll('"v2"'), await poll('"v1"')]).toEqual([304, 200])
      expect(first?.content).toHaveLength(1000)
    } finally {
      await app.close()
    }
  })
})

describe('readDocuments in gzip', () => {
  const compressing: Arm = { ...arm, encoding: 'gzip' }

  it('asks for gzip, decodes it, and remembers the tags of that coding', async () => {
    const app = await startApp(version, undefined, 'gzip')
    try {
      const [[document] = []] = await readDocuments(compressing, at(`http://127.0.0.1:${app.port}`), [[1]], settings)
      expect(document).toMatchObject({ acceptHeaders: { 'accept-encoding': 'gzip' }, current: { etag: '"v2-gzip"' }, stale: { etag: '"v1-gzip"' } })
      expect(document?.content).toHaveLength(1000)
      expect(readBookkeeping(document!.content)).toEqual({ editId: '000000000000', tally: 1_000_000 })
    } finally {
      await app.close()
    }
  })

  it('takes no other coding than the one that is to be measured', async () => {
    const { origin } = await scripted(() => ({}))
    await expect(readDocuments(compressing, at(origin), [[1]], settings)).rejects.toMatchObject({
      code: 'server-start',
      message: 'server "made-up" sent GET /orders/1 with no Content-Encoding while its documents were read (expected gzip)',
      hint: 'try the request by hand: npm run serve -- --strategy made-up --size 10kB --encoding gzip',
    })
    const coded = await scripted(() => ({ 'content-encoding': 'br' }))
    await expect(readDocuments(arm, at(coded.origin), [[1]], settings)).rejects.toMatchObject({
      message: 'server "made-up" sent GET /orders/1 with Content-Encoding br while its documents were read (expected identity)',
    })
  })
})

describe('readDocuments of a server that fails', () => {
  it('names request and status when a read is not answered with 200', async () => {
    const origin = await servers.http((_request, response) => void response.writeHead(500).end())
    await expect(readDocuments(arm, at(origin), [[1]], settings)).rejects.toMatchObject({
      name: 'BenchError',
      code: 'server-start',
      message: 'server "made-up" answered 500 to GET /orders/1 while its documents were read (expected 200)',
      hint: 'try the request by hand: npm run serve -- --strategy made-up --size 10kB',
    })
  })

  it('names request and status when the edit is not answered with 204', async () => {
    const origin = await servers.http((request, response) => {
      request.resume()
      response.writeHead(request.method === 'GET' ? 200 : 412).end('{"edit":{"id":"000000000000","tally":1000000}}')
    })
    await expect(readDocuments(arm, at(origin), [[1]], settings)).rejects.toMatchObject({
      code: 'server-start',
      message: 'server "made-up" answered 412 to PUT /orders/1 while its documents were edited (expected 204)',
    })
  })

  it('quotes what the server wrote, which may come after its answer', async () => {
    let stderr = ''
    const origin = await servers.http((_request, response) => {
      response.writeHead(500).end()
      setTimeout(() => (stderr = 'TypeError: row.tag is undefined\n    at validators (/home/me/mine.ts:9:3)\n'), 20)
    })
    await expect(readDocuments(arm, { origin, stderrTail: () => stderr }, [[1]], settings)).rejects.toMatchObject({
      message:
        'server "made-up" answered 500 to GET /orders/1 while its documents were read (expected 200)\n' +
        'stderr:\n  TypeError: row.tag is undefined\n      at validators (/home/me/mine.ts:9:3)',
    })
  })

  it.each([
    ['v1', {}, 'ETag v1, which is no entity-tag: it takes double quotes around it, and W/ before them if it is weak (RFC 9110 §8.8.3)'],
    ['w/"v1"', {}, 'ETag w/"v1", which is no entity-tag: it takes double quotes around it, and W/ before them if it is weak (RFC 9110 §8.8.3)'],
    ['"v1"', { 'last-modified': 'yesterday' }, 'Last-Modified yesterday, which is no HTTP-date (RFC 9110 §5.6.7)'],
  ])('names a validator of the wrong form, tag %s with %j, before anything is edited', async (etag, others, fault) => {
    const { origin, requests } = await scripted(() => ({ etag, ...others }))
    await expect(readDocuments(arm, at(origin), [[1]], settings)).rejects.toMatchObject({
      code: 'server-start',
      message: `server "made-up" sent GET /orders/1 with ${fault}`,
    })
    expect(requests).toEqual(['GET /orders/1'])
  })

  it('says that no answer came when the connection ends instead', async () => {
    const origin = await servers.http((request) => request.socket.destroy())
    await expect(readDocuments(arm, at(origin), [[1]], settings)).rejects.toMatchObject({
      name: 'BenchError',
      code: 'server-hung',
      message: 'server "made-up" gave no answer to GET /orders/1 while its documents were read: other side closed',
    })
  })

  it('says that no answer came when nobody listens', async () => {
    const origin = await servers.http(() => {})
    await servers.closeAll()
    await expect(readDocuments(arm, at(origin), [[1]], settings)).rejects.toMatchObject({ name: 'BenchError', code: 'server-hung' })
  })
})

describe('pollHeaders', () => {
  it('prefers the tag, weak or strong, to the date', () => {
    expect(pollHeaders({ etag: 'W/"a"', lastModified: ten })).toEqual({ 'if-none-match': 'W/"a"' })
    expect(pollHeaders({ etag: '"a"', lastModified: undefined })).toEqual({ 'if-none-match': '"a"' })
    expect(pollHeaders({ etag: undefined, lastModified: ten })).toEqual({ 'if-modified-since': ten })
  })

  it('sends a made-up tag where the server sent no validator', () => {
    expect(pollHeaders({ etag: undefined, lastModified: undefined })).toEqual({ 'if-none-match': '"no-tag-was-ever-sent"' })
  })
})

describe('guardHeaders', () => {
  it('guards with a strong tag, else the date, else nothing', () => {
    expect(guardHeaders({ etag: '"a"', lastModified: ten })).toEqual({ 'if-match': '"a"' })
    expect(guardHeaders({ etag: undefined, lastModified: ten })).toEqual({ 'if-unmodified-since': ten })
    expect(guardHeaders({ etag: undefined, lastModified: undefined })).toEqual({})
  })

  it('never guards with a weak tag', () => {
    expect(guardHeaders({ etag: 'W/"a"', lastModified: undefined })).toEqual({})
    expect(guardHeaders({ etag: 'W/"a"', lastModified: ten })).toEqual({ 'if-unmodified-since': ten })
  })
})
