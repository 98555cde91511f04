import { METHODS } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentLimitBytes } from './resource/size.ts'
import { strategies } from './strategies/index.ts'
import type { Strategy } from './strategies/strategy.ts'
import { exchange, parseResponse, request } from './testing/raw-http.ts'
import type { RawRequest, RawResponse } from './testing/raw-http.ts'
import { startApp } from './testing/start-app.ts'
import type { StartedApp } from './testing/start-app.ts'

type Header = readonly [string, string]

const json: Header = ['Content-Type', 'application/json']
const anyState: Header = ['If-Match', '*']
const one = 'GET /orders/1 HTTP/1.1\r\n'

const asked = ['none', 'sha256', 'version', 'last-modified', 'sha256-stored', 'sha256-canonical']

describe.each(strategies.filter(({ name }) => asked.includes(name)))('a server with strategy $name', (strategy: Strategy) => {
  let app: StartedApp
  let untouched: RawResponse
  const withoutDate = (response: RawResponse) => ({ ...response, headers: { ...response.headers, date: '' } })

  beforeAll(async () => {
    app = await startApp(strategy)
    untouched = withoutDate(await request(app.port, '/orders/1'))
  })
  afterAll(() => app.close())

  /** Whatever is asked of document 1, it is the same afterwards. */
  async function ask(options: RawRequest, path = '/orders/1'): Promise<RawResponse> {
    const response = await request(app.port, path, options)
    expect(withoutDate(await request(app.port, '/orders/1'))).toEqual(untouched)
    return response
  }
  /** The status of an answer that must be problem details. */
  function refusal({ status, headers, body }: RawResponse): number {
    const isProblem = headers['content-type'] === 'application/problem+json' && JSON.parse(body).status === status
    if (!isProblem) throw new Error(`answer ${status} is no problem details: ${JSON.stringify(headers)} ${body.slice(0, 80)}`)
    return status
  }
  const put = (body: string | Uint8Array, ...headers: Header[]) => ask({ method: 'PUT', headers: [anyState, ...headers], body })

  it.each([
    ['half a document', '{"a":'],
    ['two documents', '{} {}'],
    ['text that is no JSON', 'hello'],
    ['white space', ' '],
    ['a byte order mark', '\uFEFF{}'],
    ['a hundred thousand brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects a hundred thousand deep', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['a hundred thousand brackets that nobody closes', '['.repeat(100_000)],
  ])('answers 400 to %s', async (_, body) => {
    expect(refusal(await put(body, json))).toBe(400)
  })

  it('answers 400 to bytes that are not UTF-8, and to no content at all', async () => {
    expect(refusal(await put(new Uint8Array([0x22, 0xff, 0xfe, 0x22]), json))).toBe(400)
    expect(refusal(await put('', json))).toBe(400)
    expect(refusal(await ask({ method: 'PUT', headers: [anyState] }))).toBe(400)
  })

  it('answers 415 to what is not plain JSON, by the headers alone (RFC 9110 §15.5.16)', async () => {
    for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'json', ';', '']) {
      expect(refusal(await put('{}', ['Content-Type', type]))).toBe(415)
    }
    expect(refusal(await put('{}'))).toBe(415)
    expect(refusal(await put('{}', json, ['Content-Encoding', 'gzip']))).toBe(415)
  })

  it('takes every JSON media type, with parameters', async () => {
    for (const [index, type] of ['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.order+json'].entries()) {
      const headers: Header[] = [['If-None-Match', '*'], ['Content-Type', type]]
      expect((await ask({ method: 'PUT', headers, body: '{}' }, `/orders/type-${index}`)).status).toBe(201)
    }
  })

  it('answers 400 to a part of a document (RFC 9110 §14.5)', async () => {
    expect(refusal(await put('{}', json, ['Content-Range', 'bytes 0-1/1000']))).toBe(400)
  })

  it('answers 413 over the limit, announced or in chunks', async () => {
    const head = `PUT /orders/1 HTTP/1.1\r\nHost: test\r\nIf-Match: *\r\nContent-Type: application/json\r\nConnection: close\r\n`
    const announced = await exchange(app.port, `${head}Content-Length: ${contentLimitBytes + 1}\r\n\r\n`)
    expect(refusal(parseResponse(announced))).toBe(413)
    const chunk = Buffer.alloc(contentLimitBytes + 1, ' ')
    const chunked = Buffer.concat([
      Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n0\r\n\r\n'),
    ])
    expect(refusal(parseResponse(await exchange(app.port, chunked)))).toBe(413)
  })

  it('answers 404 where nothing is, and 400 where the URL cannot be read', async () => {
    for (const path of ['/orders/99', '/orders/', '/orders', '/', '/orders/1/items', `/orders/${'x'.repeat(900)}`, '/orders/%00']) {
      expect(refusal(await ask({}, path))).toBe(404)
    }
    expect(refusal(await ask({}, '/orders/%zz'))).toBe(400)
    expect(refusal(await ask({}, '/orders/%ff'))).toBe(400)
    const tooLong = await ask({}, `/orders/${'x'.repeat(5000)}`)
    expect(refusal(tooLong)).toBe(414)
    expect(JSON.parse(tooLong.body)).toMatchObject({ title: 'URI Too Long', detail: expect.stringMatching(/^The URL is too long: /) })
    const unreadable = await ask({}, `/orders/%zz${'x'.repeat(5000)}`)
    expect(refusal(unreadable)).toBe(400)
    expect(unreadable.body.length).toBeLessThan(250)
  })

  const methods = METHODS.filter(method => !['GET', 'HEAD', 'PUT'].includes(method))
  it('answers 405 with Allow to other methods, whatever they carry (RFC 9110 §15.5.6)', async () => {
    const contents: readonly RawRequest[] = [
      {},
      { body: 'x', headers: [['Content-Type', 'text/plain']] },
      { body: '{}', headers: [json] },
      { body: 'x', headers: [['Content-Type', ';']] },
      { body: 'x' },
      { body: 'x', headers: [json, ['Content-Encoding', 'gzip']] },
    ]
    for (const method of ['POST', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY', 'PROPFIND']) {
      for (const content of contents) {
        const response = await ask({ method, ...content })
        expect(refusal(response)).toBe(405)
        expect(response.headers['allow']).toBe('GET, HEAD, PUT')
      }
    }
    for (const method of methods) expect((await ask({ method })).headers['allow']).toBe('GET, HEAD, PUT')
    expect(refusal(await ask({ method: 'DELETE' }, '/elsewhere'))).toBe(404)
    expect(refusal(await ask({ method: 'QUERY', body: 'x' }, '/elsewhere'))).toBe(404)
  })

  it('answers 405 before a content over the limit, which it does not read', async () => {
    const head = `DELETE /orders/1 HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: ${contentLimitBytes + 1}\r\n\r\n`
    expect(refusal(parseResponse(await exchange(app.port, head)))).toBe(405)
  })

  it('takes no dot segment (RFC 3986 §6.2.2.3) and no empty one for a document, whatever the method', async () => {
    for (const path of ['/orders/', '/orders/?x=1', '/orders/..', '/orders/.', '/orders/%2e%2E', '/orders/../orders/1', '/../orders/1']) {
      for (const method of ['GET', 'DELETE']) expect(refusal(await ask({ method }, path))).toBe(404)
      expect(refusal(await ask({ method: 'PUT', headers: [json, ['If-None-Match', '*']], body: '{}' }, path))).toBe(404)
    }
  })

  const members = Array.from({ length: 700 }, (_, index) => `"member-${index}"`).join(', ')
  it.each([
    ['hundreds of members', members],
    ['bare commas', ',,,,,'],
    ['an unquoted tag', 'v1'],
    ['a tag that does not end', '"v1'],
    ['* within a list', '"a", *'],
    ['a lower-case weakness', 'w/"v1"'],
    ['nothing', ''],
    ['fourteen thousand quotes', '"'.repeat(14_000)],
    ['bytes beyond ASCII', '"\u00e4\u00ff"'],
  ])('answers GET by %s in If-None-Match with 200, in If-Match with 200 or 412', async (_, value) => {
    expect((await ask({ headers: [['If-None-Match', value]] })).status).toBe(200)
    const status = (await ask({ headers: [['If-Match', value]] })).status
    expect([200, 412]).toContain(status)
  })

  it.each([
    ['hundreds of members', members, 412],
    ['bare commas', ',,,,,', strategy.writeGuard === 'none' ? 400 : 428],
    ['* within a list', '"a", *', strategy.writeGuard === 'none' ? 400 : 428],
    ['an unquoted tag', 'v1', strategy.writeGuard === 'none' ? 400 : 428],
  ])('refuses a PUT guarded by %s', async (_, value, status) => {
    expect(refusal(await ask({ method: 'PUT', headers: [json, ['If-Match', value]], body: '{}' }))).toBe(status)
  })

  it('ignores dates that are none', async () => {
    for (const date of ['', '0', 'Sun, 99 Foo 2024 00:00:00 GMT', '2024-01-01T00:00:00Z', 'x'.repeat(10_000)]) {
      expect((await ask({ headers: [['If-Modified-Since', date]] })).status).toBe(200)
      expect((await ask({ headers: [['If-Unmodified-Since', date]] })).status).toBe(200)
    }
  })

  it('outlives what Node refuses, and a content that breaks off', async () => {
    expect(parseResponse(await exchange(app.port, `${one}\r\n`)).status).toBe(400)
    expect(parseResponse(await exchange(app.port, 'nonsense\r\n\r\n')).status).toBe(400)
    const endless = `${one}Host: test\r\nIf-None-Match: ${'"a",'.repeat(10_000)}\r\n\r\n`
    expect(parseResponse(await exchange(app.port, endless)).status).toBe(431)
    const head = 'PUT /orders/1 HTTP/1.1\r\nHost: test\r\nIf-Match: *\r\nContent-Type: application/json\r\n'
    const answer = await exchange(app.port, `${head}Content-Length: 100\r\n\r\n{}`, { end: true })
    expect(answer.toString()).toMatch(/^($|HTTP\/1\.1 400 )/)
    expect((await ask({})).status).toBe(200)
  })
})
