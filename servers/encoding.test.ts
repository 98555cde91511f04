import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultyServerCommand, serverCommand } from './index.ts'
import { strategies } from './strategies/index.ts'
import type { Strategy } from './strategies/strategy.ts'
import { request as send } from './testing/raw-http.ts'
import type { RawResponse } from './testing/raw-http.ts'
import { startApp } from './testing/start-app.ts'
import type { StartedApp } from './testing/start-app.ts'
import { startProcess } from './testing/start-process.ts'

type Header = readonly [string, string]

const json: Header = ['Content-Type', 'application/json']
const gzip: Header = ['Accept-Encoding', 'gzip']
const epoch = 'Thu, 01 Jan 1970 00:00:00 GMT'

const shared = { 'cache-control': 'private, no-cache', 'content-type': 'application/json', connection: 'keep-alive' }
const withoutValidators = ({ headers: { date: _date, etag: _etag, 'last-modified': _lastModified, ...others } }: RawResponse) => others
const tagOf = ({ headers }: RawResponse) => headers['etag'] ?? ''
const edited = (text: string) => text.replace('"tally":1000000', '"tally":1000001')

const asked = (...names: readonly string[]) => strategies.filter(({ name }) => names.includes(name))

describe.each(strategies)('a server with strategy $name and --encoding gzip', (strategy: Strategy) => {
  let app: StartedApp
  beforeAll(async () => {
    app = await startApp(strategy, undefined, 'gzip')
  })
  afterAll(() => app.close())
  const get = (id: string, ...headers: Header[]) => send(app.port, `/orders/${id}`, { headers })

  it('sends the coding that was negotiated, and Vary with either (RFC 9110 §12.5.5)', async () => {
    const [plain, coded] = [await get('1'), await get('1', gzip)]
    expect(withoutValidators(plain)).toEqual({ ...shared, vary: 'Accept-Encoding', 'content-length': '1000' })
    expect(withoutValidators(coded)).toEqual({
      ...shared,
      vary: 'Accept-Encoding',
      'content-encoding': 'gzip',
      'content-length': String(zlib.gzipSync(plain.content).length),
    })
    expect(zlib.gunzipSync(coded.content).toString()).toBe(plain.body)
    expect((await get('1', ['Accept-Encoding', 'gzip;q=0.5, identity'])).headers).not.toHaveProperty('content-encoding')
    expect((await get('1', ['Accept-Encoding', 'x-gzip'])).headers['content-encoding']).toBe('gzip')
  })

  it('answers HEAD as GET, without the content', async () => {
    const [viaGet, viaHead] = [await get('1', gzip), await send(app.port, '/orders/1', { method: 'HEAD', headers: [gzip] })]
    expect({ ...viaHead.headers, date: '' }).toEqual({ ...viaGet.headers, date: '' })
    expect(viaHead.body).toBe('')
  })

  it('answers 406 where no coding is acceptable, whatever the preconditions (RFC 9110 §13.2.1), and 404 where nothing is', async () => {
    const none: Header = ['Accept-Encoding', 'identity;q=0']
    for (const condition of [['If-None-Match', '*'], ['If-Match', '"other"'], ['If-Unmodified-Since', epoch]] as const) {
      const { status, headers } = await get('1', none, condition)
      expect([status, headers['content-type'], headers['content-encoding']]).toEqual([406, 'application/problem+json', undefined])
    }
    expect((await get('1', none)).status).toBe(406)
    expect((await get('99', none)).status).toBe(404)
    expect((await get('99', gzip)).headers).not.toHaveProperty('content-encoding')
  })

  it('tells the codings apart by strong tags, and by no weak ones and no dates (RFC 9110 §8.8.3.3)', async () => {
    const [plain, coded] = [await get('1'), await get('1', gzip)]
    const isStrong = tagOf(plain).startsWith('"')
    expect(coded.headers['etag']).toBe(isStrong ? tagOf(plain).replace(/"$/, '-gzip"') : plain.headers['etag'])
    expect(coded.headers['last-modified']).toBe(plain.headers['last-modified'])
  })

  it('repeats tag and Vary in a 304, which has no coding (RFC 9110 §15.4.5)', async () => {
    const coded = await get('1', gzip)
    const condition: Header = coded.headers['etag'] === undefined ? ['If-None-Match', '*'] : ['If-None-Match', tagOf(coded)]
    const answer = await get('1', gzip, condition)
    const { 'content-type': _type, 'content-length': _length, 'content-encoding': _coding, ...repeated } = coded.headers
    expect([answer.status, answer.body]).toEqual([304, ''])
    expect({ ...answer.headers, date: '' }).toEqual({ ...repeated, date: '' })
  })
})

describe.each(asked('version', 'sha256', 'sha256-stored', 'sha256-canonical'))('tags of $name with --encoding gzip', strategy => {
  let app: StartedApp
  beforeAll(async () => {
    app = await startApp(strategy, undefined, 'gzip')
  })
  afterAll(() => app.close())
  const get = (id: string, ...headers: Header[]) => send(app.port, `/orders/${id}`, { headers })
  const put = (id: string, body: string, ...headers: Header[]) => send(app.port, `/orders/${id}`, { method: 'PUT', headers: [json, ...headers], body })

  it('are compared by If-None-Match with that of the selected representation only (RFC 9110 §13.1.2)', async () => {
    const [plainTag, codedTag] = [tagOf(await get('1')), tagOf(await get('1', gzip))]
    const statuses = async (tag: string) => [
      (await get('1', ['If-None-Match', tag])).status,
      (await get('1', gzip, ['If-None-Match', tag])).status,
    ]
    expect(await statuses(plainTag)).toEqual([304, 200])
    expect(await statuses(codedTag)).toEqual([200, 304])
    expect(await statuses(`W/${codedTag}`)).toEqual([200, 304])
    expect(await statuses(`${plainTag}, ${codedTag}`)).toEqual([304, 304])
    expect(await statuses('*')).toEqual([304, 304])
  })

  it('satisfy If-Match whatever their coding is, as long as the state is current (RFC 9110 §13.1.1)', async () => {
    let body = (await get('2')).body
    for (const [nth, by, accepts] of [[1, [], []], [2, [gzip], []], [3, [], [gzip]], [4, [gzip], [gzip]]] as const) {
      const tag = tagOf(await get('2', ...by))
      expect((await put('2', body, ...accepts, ['If-Match', `W/${tag}`])).status).toBe(412)
      body = body.replace(/"tally":\d+/, `"tally":${1_000_000 + nth}`)
      expect((await put('2', body, ...accepts, ['If-Match', tag])).status).toBe(204)
      expect((await put('2', body, ...accepts, ['If-Match', tag])).status).toBe(412)
      expect((await get('2', ['If-Match', tag])).status).toBe(412)
      expect((await get('2', ['If-Match', tagOf(await get('2', ...accepts))])).status).toBe(200)
    }
  })

  it('on the answer to a PUT are those of a GET with the same Accept-Encoding (RFC 9110 §9.3.4)', async () => {
    const body = edited((await get('3')).body)
    const answer = await put('3', body, gzip, ['If-Match', tagOf(await get('3'))])
    const [plain, coded] = [await get('3'), await get('3', gzip)]
    expect([answer.status, answer.headers['etag']]).toEqual([204, tagOf(coded)])
    expect((await get('3', gzip, ['If-None-Match', tagOf(answer)])).status).toBe(304)
    expect(plain.body).toBe(body)
    const refusing = await put('3', body, ['Accept-Encoding', 'identity;q=0'], ['If-Match', tagOf(coded)])
    expect([refusing.status, refusing.headers['etag']]).toEqual([204, tagOf(await get('3'))])
  })

  it('keep If-None-Match on PUT to the selected representation too', async () => {
    const [plain, coded] = [await get('4'), await get('4', gzip)]
    expect((await put('4', '{"half":', gzip, ['If-None-Match', tagOf(coded)])).status).toBe(412)
    expect((await put('4', '{"half":', gzip, ['If-None-Match', tagOf(plain)])).status).toBe(400)
    expect((await put('4', '{"half":', ['If-None-Match', tagOf(plain)])).status).toBe(412)
    expect((await put('4', '{"half":', gzip, ['If-None-Match', '*'])).status).toBe(412)
  })
})

describe('a server without --encoding', () => {
  it('sends identity and no Vary to everybody', async () => {
    const app = await startApp(asked('version')[0]!)
    const plain = await send(app.port, '/orders/1')
    for (const accepted of ['gzip', 'identity;q=0', '*']) {
      const answer = await send(app.port, '/orders/1', { headers: [['Accept-Encoding', accepted]] })
      expect({ ...answer, headers: { ...answer.headers, date: '' } }).toEqual({ ...plain, headers: { ...plain.headers, date: '' } })
    }
    await app.close()
    expect(plain.headers).not.toHaveProperty('vary')
  })
})

it('a faulty server that compresses is as sound as any other, but for its fault', async () => {
  const server = await startProcess([...faultyServerCommand('useless-ok', 'version').args, '--size', '1kB', '--encoding', 'gzip'])
  const statuses = []
  for (let nth = 1; nth <= 10; nth += 1) {
    statuses.push((await send(server.port, '/orders/1', { headers: [gzip, ['If-None-Match', '"v1-gzip"']] })).status)
  }
  statuses.push((await send(server.port, '/orders/1', { headers: [gzip, ['If-None-Match', '"v1"']] })).status)
  await server.stop()
  expect(statuses).toEqual([304, 304, 304, 304, 304, 304, 304, 304, 304, 200, 200])
})

describe('a narrow 304 of a server that compresses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'etag-bench-encoding-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each([['version', ''], ['last-modified', ''], ['sha256-stored', ', digest']])('by %s reads no document', async (strategy, more) => {
    const log = join(folder, `${strategy}.sql`)
    const server = await startProcess([...serverCommand(strategy, 'gzip').args, '--size', '1kB', '--log-statements', log])
    const { headers } = await send(server.port, '/orders/1', { headers: [gzip] })
    const before = readFileSync(log, 'utf8')
    const condition: Header = headers['etag'] === undefined
      ? ['If-Modified-Since', headers['last-modified'] ?? '']
      : ['If-None-Match', headers['etag']]
    const { status } = await send(server.port, '/orders/1', { headers: [gzip, condition] })
    const statements = readFileSync(log, 'utf8').slice(before.length)
    await server.stop()
    expect([headers['content-encoding'], status]).toEqual(['gzip', 304])
    expect(statements).toBe(`SELECT version, updated_at AS updatedAtMs${more} FROM documents WHERE id = '1'\n`)
  })
})
