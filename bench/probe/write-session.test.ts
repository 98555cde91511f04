import { existsSync, readFileSync, statSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { writeChecks } from './checks/write/index.ts'
import { closeOpened, contentOf, openOn, openToWrite, original } from './fixtures/opened-write-session.ts'
import { runChecks } from './run-checks.ts'

afterEach(closeOpened)

describe('opening', () => {
  it('writes nothing, and keeps the content in a file for this user only', async () => {
    const { server, session, savedTo } = await openToWrite()
    expect(server.document().version).toBe(1)
    expect(readFileSync(savedTo, 'utf8')).toBe(original)
    expect(statSync(savedTo).mode & 0o777).toBe(0o600)
    expect(session.notice).toBe(`writing to the field "note" of ${server.url.href}; the content before is in ${savedTo} until it is restored`)
    expect(await session.restore()).toEqual({ seen: 'nothing was written' })
    expect(existsSync(savedTo)).toBe(false)
  })

  it('takes the field that was named, within objects and arrays too', async () => {
    const { session, server } = await openToWrite({}, { field: 'items.0.sku' })
    expect([session.field, session.fieldWasChosen]).toEqual(['items.0.sku', false])
    await session.commit()
    expect(contentOf(server)['items']).toEqual([{ sku: expect.stringMatching(/^probe [0-9a-f]{4} 0002$/) as string, quantity: 2 }])
    await session.restore()
    expect(server.document().content.toString()).toBe(original)
  })

  it('adds to a number', async () => {
    const { session, server } = await openToWrite({}, { field: 'total' })
    await session.commit()
    expect(contentOf(server)['total']).toBe(2001)
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was: GET gives the same 87 bytes as before' })
  })

  it('throws a usage error for a field that is not there, and names those that are', async () => {
    await expect(openOn({}, { field: 'remark' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^--field remark: http:\S+ has no string or number there$/) as string,
      hint: 'it has: id, note, total',
    })
  })

  it.each([
    ['nothing that may be changed at will', '{"id":"1","status":"paid"}', 'no string member of the root looks as if it may be changed at will; name one with --field (id, status)'],
    ['no JSON', 'leave at the door', 'the content is not JSON (application/json)'],
    ['content that nests too deep', `{"note":"","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'the content nests too deep to be edited'],
    ['too much to send it again and again', `{"note":"${'a'.repeat(2_000_000)}"}`, 'the content has 2000011 bytes, and the writing checks send it some 150 times: use a resource of at most 2000000'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), 'the content is not UTF-8'],
  ])('is impossible where there is %s', async (_what, content, because) => {
    const { opening, server } = await openOn({ content: () => Buffer.from(content) })
    expect(opening).toEqual({ kind: 'impossible', because })
    expect(server.document().version).toBe(1)
  })
})

describe('a field that drifts', () => {
  it('is not written to', async () => {
    let reads = 0
    const { opening } = await openOn({ content: () => Buffer.from(`{"note":"read ${(reads += 1)}"}`) })
    expect(opening).toEqual({ kind: 'impossible', because: '"note" is another one at each read; name another field with --field' })
  })

  it('is no obstacle where another one is written to', async () => {
    let reads = 0
    const { session, server } = await openToWrite({
      content: ({ content }) => Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as object), total: (reads += 1) })),
    })
    await session.commit()
    expect((await session.restore()).seen).toMatch(/^the resource is as it was, but for what the server sets itself: total \(was \d+, is \d+\)$/)
    expect(contentOf(server)['note']).toBe('leave at the door')
  })
})

describe('a resource that takes no PUT', () => {
  it.each([
    [403, '403 Forbidden; give credentials that may write with --header'],
    [422, '422 Unprocessable Entity; try another field with --field'],
    [405, '405 Method Not Allowed'],
  ])('leaves every writing check unchecked, with the answer to the first: %i', async (status, told) => {
    const { session, probe, server } = await openToWrite({ answer: (answer, { method }) => (method === 'PUT' ? { ...answer, status } : answer), refused: () => {}, decide: refusePut })
    const { results } = await runChecks(writeChecks(session), probe)
    expect(new Set(results.map(({ verdict }) => (verdict.kind === 'unchecked' ? verdict.because : verdict.kind)))).toEqual(
      new Set([`a PUT of the present content with another note is answered ${told}`]),
    )
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was: GET gives the same 87 bytes as before' })
    expect(server.document().version).toBe(1)
  })

  it('is told from one whose GET does not show what PUT stores', async () => {
    const { session } = await openToWrite({ content: () => Buffer.from(original) })
    await expect(session.commit()).rejects.toThrow('a PUT is answered 204 No Content, but GET does not show the new note: it is read-only, or a cache or a replica answers')
  })
})

function refusePut(request: { readonly method: string }): 'proceed' | 'malformed-precondition' {
  return request.method === 'PUT' ? 'malformed-precondition' : 'proceed'
}
