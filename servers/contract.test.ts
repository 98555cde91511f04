import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Validators } from './http/preconditions.ts'
import { strategies } from './strategies/index.ts'
import type { Strategy } from './strategies/strategy.ts'
import { request as send } from './testing/raw-http.ts'
import type { RawRequest, RawResponse } from './testing/raw-http.ts'
import { startApp } from './testing/start-app.ts'
import type { StartedApp } from './testing/start-app.ts'

type Header = readonly [string, string]

const json: Header = ['Content-Type', 'application/json']
const epoch = 'Thu, 01 Jan 1970 00:00:00 GMT'

/** What the strategy itself makes of a content as sent. Of columns only their form can be told: when the row was written is the server's to know. */
function validatorsOf(strategy: Strategy, content: string, writtenMs: number): Validators {
  const bytes = Buffer.from(content)
  const row = { version: 1, updatedAtMs: writtenMs }
  switch (strategy.needs) {
    case 'nothing':
      return {}
    case 'columns':
      return strategy.validators(row)
    case 'digest':
      return strategy.validators({ ...row, digest: strategy.digest(bytes) })
    case 'content':
      return strategy.validators(bytes)
  }
}

const hasDate = (strategy: Strategy) => validatorsOf(strategy, '{}', 0).lastModifiedMs !== undefined

/** RFC 9110 §8.8.3: `opaque-tag`, marked weak or not. */
const tagForms = { strong: /^"[\x21\x23-\x7e]+"$/, weak: /^W\/"[\x21\x23-\x7e]+"$/, none: /^no tag$/ }

describe.each(strategies)('a server with strategy $name', (strategy: Strategy) => {
  let app: StartedApp
  beforeAll(async () => {
    app = await startApp(strategy)
  })
  afterAll(() => app.close())

  const request = (path: string, options?: RawRequest) => send(app.port, path, options)
  const get = (id: string, ...headers: Header[]) => request(`/orders/${id}`, { headers })
  const head = (id: string, ...headers: Header[]) => request(`/orders/${id}`, { method: 'HEAD', headers })
  const put = (id: string, body: string, ...headers: Header[]) =>
    request(`/orders/${id}`, { method: 'PUT', headers: [json, ...headers], body })

  /** What a client sends to revalidate what it has; nothing where the strategy has no validator. */
  function pollHeaders({ headers }: RawResponse): Header[] {
    if (headers['etag'] !== undefined) return [['If-None-Match', headers['etag']]]
    return headers['last-modified'] === undefined ? [] : [['If-Modified-Since', headers['last-modified']]]
  }

  /** What an editor sends to guard its write. */
  function guardHeaders({ headers }: RawResponse): Header[] {
    if (strategy.writeGuard === 'if-match') return [['If-Match', headers['etag'] ?? '']]
    return strategy.writeGuard === 'none' ? [] : [['If-Unmodified-Since', headers['last-modified'] ?? '']]
  }
  const staleGuard: Header = strategy.writeGuard === 'if-unmodified-since' ? ['If-Unmodified-Since', epoch] : ['If-Match', '"stale"']

  /** The same content with another tally, in the bytes that the server sends. */
  function edited({ body }: RawResponse): string {
    return body.replace(/"tally":(\d+)/, (_, tally: string) => `"tally":${Number(tally) + 1}`)
  }

  /** The status of a refusal, which must be problem details without validators and leave the document as it was. */
  async function refusal(id: string, act: () => Promise<RawResponse>): Promise<number> {
    const withoutDate = (response: RawResponse) => ({ ...response, headers: { ...response.headers, date: '' } })
    const before = await get(id)
    const { status, headers } = await act()
    expect(withoutDate(await get(id))).toEqual(withoutDate(before))
    expect(headers['content-type']).toBe('application/problem+json')
    expect(headers).not.toHaveProperty('etag')
    expect(headers).not.toHaveProperty('last-modified')
    return status
  }

  describe('on GET and HEAD', () => {
    it('sends the content with the strategy\'s validators and the headers that all strategies share', async () => {
      const { status, headers, body } = await get('1')
      const { date, etag, 'last-modified': lastModified, ...shared } = headers
      expect(status).toBe(200)
      expect(shared).toEqual({
        'cache-control': 'private, no-cache',
        'content-type': 'application/json',
        'content-length': '1000',
        connection: 'keep-alive',
      })
      expect(JSON.parse(body)).toMatchObject({ edit: { id: '000000000000', tally: 1_000_000 }, id: '1' })
      expect(Date.parse(date ?? '')).not.toBeNaN()
      const expected = validatorsOf(strategy, body, Date.parse(lastModified ?? epoch))
      expect(etag ?? 'no tag').toMatch(expected.etag === undefined ? tagForms.none : tagForms[strategy.strength])
      // A tag over the bytes is that of the very bytes that were sent; a time of writing is not known here.
      const isOfBytes = strategy.needs === 'content' || strategy.needs === 'digest'
      expect(isOfBytes ? etag : 'of columns').toBe(isOfBytes ? expected.etag : 'of columns')
      expect(lastModified !== undefined).toBe(hasDate(strategy))
    })

    it('has a validator unless it needs nothing', async () => {
      const { etag, 'last-modified': lastModified } = (await get('1')).headers
      expect(etag !== undefined || lastModified !== undefined).toBe(strategy.needs !== 'nothing')
    })

    it('answers HEAD as GET, without the content', async () => {
      const [viaGet, viaHead] = [await get('1'), await head('1')]
      expect({ ...viaHead.headers, date: '' }).toEqual({ ...viaGet.headers, date: '' })
      expect([viaHead.status, viaHead.body]).toEqual([200, ''])
    })

    it('answers a revalidation with at most 200 bytes that repeat the validators (RFC 9110 §15.4.5)', async () => {
      const full = await get('1')
      const conditions: Header[] = strategy.needs === 'nothing' ? [['If-None-Match', '*']] : pollHeaders(full)
      for (const response of [await get('1', ...conditions), await head('1', ...conditions)]) {
        const { 'content-type': _type, 'content-length': _length, ...repeated } = full.headers
        expect(response.status).toBe(304)
        expect(response.body).toBe('')
        expect({ ...response.headers, date: '' }).toEqual({ ...repeated, date: '' })
        expect(response.wireBytes).toBeLessThanOrEqual(200)
      }
    })

    it('finds its tag in a list, over several lines, weak or strong (RFC 9110 §13.1.2)', async () => {
      const { etag } = (await get('1')).headers
      const status = etag === undefined ? 200 : 304
      const tag = etag ?? '"some"'
      const other = tag.startsWith('W/') ? tag.slice(2) : `W/${tag}`
      expect((await get('1', ['If-None-Match', `"a,b", ,${tag} , W/"c"`])).status).toBe(status)
      expect((await get('1', ['If-None-Match', '"first"'], ['If-None-Match', tag])).status).toBe(status)
      expect((await get('1', ['If-None-Match', other])).status).toBe(status)
      expect((await get('1', ['If-None-Match', '"other"'])).status).toBe(200)
      expect((await get('1', ['If-None-Match', '*'])).status).toBe(304)
    })

    it('lets If-None-Match, even a malformed one, silence If-Modified-Since (RFC 9110 §13.1.3)', async () => {
      const future: Header = ['If-Modified-Since', 'Fri, 01 Jan 2100 00:00:00 GMT']
      expect((await get('1', future)).status).toBe(hasDate(strategy) ? 304 : 200)
      expect((await get('1', ['If-Modified-Since', epoch])).status).toBe(200)
      expect((await get('1', ['If-Modified-Since', 'yesterday'])).status).toBe(200)
      expect((await get('1', ['If-None-Match', '"other"'], future)).status).toBe(200)
      expect((await get('1', ['If-None-Match', 'unquoted'], future)).status).toBe(200)
    })

    it('answers 412 to an If-Match that no current tag satisfies (RFC 9110 §13.1.1)', async () => {
      const answer = await get('1', ['If-Match', '"other"'])
      expect([answer.status, answer.headers['content-type']]).toEqual([412, 'application/problem+json'])
      expect((await get('1', ['If-Match', '*'])).status).toBe(200)
    })

    it('answers 404 for an unknown document whatever the preconditions', async () => {
      for (const header of [['If-None-Match', '*'], ['If-Match', '"v1"'], ['If-Unmodified-Since', epoch]] as const) {
        expect((await get('99', header)).status).toBe(404)
      }
      expect((await head('99')).status).toBe(404)
    })

    it('never sends a Last-Modified later than Date, even when the clock was set back (RFC 9110 §8.8.2.1)', async () => {
      const { headers } = await get('1')
      const writtenMs = Date.parse(headers['last-modified'] ?? headers['date'] ?? '')
      const clock = vi.spyOn(Date, 'now').mockReturnValue(writtenMs - 3_600_000)
      try {
        const earlier = (await get('1')).headers
        expect(Date.parse(earlier['date'] ?? '')).toBe(writtenMs - 3_600_000)
        expect(earlier['last-modified']).toBe(headers['last-modified'] === undefined ? undefined : earlier['date'])
      } finally {
        clock.mockRestore()
      }
    })
  })

  describe('on PUT', () => {
    it('takes a guarded edit, and what it answers is what the next GET sends (RFC 9110 §9.3.4)', async () => {
      const before = await get('2')
      const answer = await put('2', edited(before), ...guardHeaders(before))
      const after = await get('2')
      expect([answer.status, answer.body]).toEqual([204, ''])
      expect(answer.headers).not.toHaveProperty('content-length')
      expect(after.body).toBe(edited(before))
      expect(answer.headers['etag']).toBe(after.headers['etag'])
      expect(answer.headers['last-modified']).toBe(after.headers['last-modified'])
    })

    it('sends no validator when a GET will send other bytes than it received (RFC 9110 §9.3.4)', async () => {
      const before = await get('2')
      const answer = await put('2', ` ${edited(before)}`, ...guardHeaders(before))
      expect(answer.status).toBe(204)
      expect(answer.headers).not.toHaveProperty('etag')
      expect(answer.headers).not.toHaveProperty('last-modified')
      expect((await get('2')).body).toBe(edited(before))
    })

    it('requires a precondition where the strategy has a guard, and names it (RFC 6585 §3)', async () => {
      const before = await get('3')
      const answer = await put('3', edited(before))
      const after = await get('3')
      const detail = answer.status === 428 ? JSON.parse(answer.body).detail : ''
      const create = 'or If-None-Match: * to create it.'
      const expected = {
        none: [204, edited(before), ''],
        'if-match': [428, before.body, `This request must be conditional: send If-Match with the ETag of the document, ${create}`],
        'if-unmodified-since': [
          428,
          before.body,
          `This request must be conditional: send If-Unmodified-Since with the Last-Modified of the document, ${create}`,
        ],
      }
      expect([answer.status, after.body, detail]).toEqual(expected[strategy.writeGuard])
    })

    it('refuses a stale guard and a matching If-None-Match, and changes nothing', async () => {
      const current = await get('3')
      const tag = current.headers['etag'] ?? '"some"'
      const weak = tag.startsWith('W/') ? tag : `W/${tag}`
      expect(await refusal('3', () => put('3', edited(current), staleGuard))).toBe(412)
      expect(await refusal('3', () => put('3', edited(current), ['If-None-Match', '*']))).toBe(412)
      const known = current.headers['etag'] === undefined ? '*' : `"other", ${tag}`
      expect(await refusal('3', () => put('3', edited(current), ['If-None-Match', known]))).toBe(412)
      expect(await refusal('3', () => put('3', edited(current), ['If-Match', weak]))).toBe(412)
    })

    it('does not count an ignored or malformed precondition', async () => {
      const body = edited(await get('3'))
      const isGuarded = strategy.writeGuard !== 'none'
      expect(await refusal('3', () => put('3', body, ['If-Match', 'unquoted']))).toBe(isGuarded ? 428 : 400)
      const ignored: Header[] = [
        ['If-Unmodified-Since', 'yesterday'],
        ['If-None-Match', ','],
        ['If-Modified-Since', epoch],
      ]
      for (const header of isGuarded ? ignored : []) {
        expect(await refusal('3', () => put('3', body, header))).toBe(428)
      }
    })

    it('evaluates preconditions before it looks at the content (RFC 9110 §13.2.1)', async () => {
      const current = await get('3')
      expect(await refusal('3', () => put('3', '{"half":', staleGuard))).toBe(412)
      expect(await refusal('3', () => put('3', '{"half":', ...guardHeaders(current)))).toBe(400)
      expect(await refusal('3', () => put('3', '{"half":'))).toBe(strategy.writeGuard === 'none' ? 400 : 428)
    })

    it('creates a document with If-None-Match: *, once', async () => {
      expect((await put('new', '{"a":1}', ['If-Match', '*'])).status).toBe(412)
      expect((await put('new', '{"a":1}', ['If-Match', '"v1"'])).status).toBe(412)
      expect((await get('new')).status).toBe(404)
      const created = await put('new', '{"a":1}', ['If-None-Match', '*'])
      const content = await get('new')
      expect([created.status, created.headers['etag'], content.body]).toEqual([201, content.headers['etag'], '{"a":1}'])
      expect((await put('new', '{"a":2}', ['If-None-Match', '*'])).status).toBe(412)
      expect((await put('newer', '{"a":1}')).status).toBe(strategy.writeGuard === 'none' ? 201 : 428)
    })

    it('tells two edits of one millisecond apart where it is strong (RFC 9110 §8.8.1)', async () => {
      const before = await get('4')
      const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.parse(before.headers['date'] ?? '') + 60_000)
      try {
        const first = await put('4', edited(before), ...guardHeaders(before))
        const between = await get('4')
        const second = await put('4', edited(between), ...guardHeaders(between))
        const after = await get('4')
        expect([first.status, second.status]).toEqual([204, 204])
        expect(after.body).not.toBe(between.body)
        const differs = after.headers['etag'] !== between.headers['etag']
        // A tag over the bytes tells edits apart even where it is marked weak; a date or a time stamp does not.
        expect(differs).toBe(strategy.strength === 'strong' || strategy.needs === 'content')
      } finally {
        clock.mockRestore()
      }
    })

    it('moves versions and dates on every accepted write, hashes only with the content', async () => {
      const before = await get('1')
      const later = vi.spyOn(Date, 'now').mockReturnValue(Date.parse(before.headers['date'] ?? '') + 120_000)
      try {
        await put('1', before.body, ...guardHeaders(before))
        const after = await get('1', ...pollHeaders(before))
        const notModified = strategy.needs === 'content' || strategy.needs === 'digest'
        expect(after.status).toBe(notModified ? 304 : 200)
      } finally {
        later.mockRestore()
      }
    })
  })
})
