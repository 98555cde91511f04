import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { startServer } from './broken/correct-server.ts'
import type { Hooks, StartedServer } from './broken/correct-server.ts'
import { writeChecks } from './checks/write/index.ts'
import type { Exchange, ProbeRequest } from './finding.ts'
import { openWriteSession } from './open-write-session.ts'
import type { WriteOpening } from './open-write-session.ts'
import { runChecks } from './run-checks.ts'
import { openSession } from './session.ts'
import type { ProbeSession, SessionOptions } from './session.ts'
import { TargetError } from './target-error.ts'
import type { WriteSession } from './write-session.ts'

interface Opened {
  readonly server: StartedServer
  readonly probe: ProbeSession['probe']
  readonly session: WriteSession
  readonly savedTo: string
}

const closings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close()
})

async function openOn(hooks: Hooks, options: Partial<SessionOptions> = {}): Promise<{ server: StartedServer; probe: ProbeSession['probe']; opening: WriteOpening }> {
  const server = await startServer(hooks)
  closings.push(() => server.close())
  const { probe, close } = await openSession({ url: server.url, signal: new AbortController().signal, ratePerSecond: 100_000, ...options })
  closings.push(async () => close())
  return { server, probe, opening: await openWriteSession(probe) }
}

async function open(hooks: Hooks = {}, options: Partial<SessionOptions> = {}): Promise<Opened> {
  const { opening, ...rest } = await openOn(hooks, options)
  return { ...rest, ...opened(opening) }
}

function opened(opening: WriteOpening): Pick<Opened, 'session' | 'savedTo'> {
  if (opening.kind === 'impossible') throw new Error(opening.because)
  const savedTo = / in (\S+) until /.exec(opening.session.notice)?.[1] ?? ''
  closings.push(async () => rmSync(dirname(savedTo), { recursive: true, force: true }))
  return { session: opening.session, savedTo }
}

/** The network holds back the very first PUT: to the session it has no answer, and `late` lets it through. */
async function openWithLateWrite(hooks: Hooks): Promise<Opened & { late(): Promise<Exchange> }> {
  const { server, probe, opening } = await openOn(hooks)
  opened(opening)
  const held: ProbeRequest[] = []
  const holding = {
    ...probe,
    send: (request: ProbeRequest) => {
      if (request.method !== 'PUT') return probe.send(request)
      held.push(request)
      return Promise.reject(new TargetError('timed-out', 'PUT: no byte of an answer'))
    },
  }
  const { session, savedTo } = opened(await openWriteSession(holding))
  await expect(session.commit()).rejects.toMatchObject({ kind: 'timed-out' })
  return { server, probe, session, savedTo, late: () => probe.send(held[0] ?? {}) }
}

/** Another editor, in between. */
async function editElsewhere({ url, document }: StartedServer, change: Readonly<Record<string, unknown>>): Promise<void> {
  const content = { ...(JSON.parse(document().content.toString()) as object), ...change }
  const response = await fetch(url, { method: 'PUT', headers: { 'if-match': '*', 'content-type': 'application/json' }, body: JSON.stringify(content) })
  expect(response.ok).toBe(true)
}

function contentOf({ document }: StartedServer): Readonly<Record<string, unknown>> {
  return JSON.parse(document().content.toString()) as Record<string, unknown>
}

const original = '{"id":"1","note":"leave at the door","items":[{"sku":"A-1","quantity":2}],"total":1999}'

describe('opening', () => {
  it('writes nothing, and keeps the content in a file for this user only', async () => {
    const { server, session, savedTo } = await open()
    expect(server.document().version).toBe(1)
    expect(readFileSync(savedTo, 'utf8')).toBe(original)
    expect(statSync(savedTo).mode & 0o777).toBe(0o600)
    expect(session.notice).toBe(`writing to the field "note" of ${server.url.href}; the content before is in ${savedTo} until it is restored`)
    expect(await session.restore()).toEqual({ seen: 'nothing was written' })
    expect(existsSync(savedTo)).toBe(false)
  })

  it('takes the field that was named, within objects and arrays too', async () => {
    const { session, server } = await open({}, { field: 'items.0.sku' })
    expect([session.field, session.fieldWasChosen]).toEqual(['items.0.sku', false])
    await session.commit()
    expect(contentOf(server)['items']).toEqual([{ sku: expect.stringMatching(/^probe [0-9a-f]{4} 0002$/) as string, quantity: 2 }])
    await session.restore()
    expect(server.document().content.toString()).toBe(original)
  })

  it('adds to a number', async () => {
    const { session, server } = await open({}, { field: 'total' })
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
    const { session, server } = await open({
      content: ({ content }) => Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as object), total: (reads += 1) })),
    })
    await session.commit()
    expect((await session.restore()).seen).toMatch(/^the resource is as it was, but for what the server sets itself: total \(was \d+, is \d+\)$/)
    expect(contentOf(server)['note']).toBe('leave at the door')
  })
})

describe('a resource that takes no PUT', () => {
  it('leaves every writing check unchecked, with the answer to the first', async () => {
    const { session, probe, server } = await open({ answer: (answer, { method }) => (method === 'PUT' ? { ...answer, status: 403 } : answer), refused: () => {}, decide: refusePut })
    const { results } = await runChecks(writeChecks(session), probe)
    expect(new Set(results.map(({ verdict }) => (verdict.kind === 'unchecked' ? verdict.because : verdict.kind)))).toEqual(
      new Set(['a PUT of the present content with another note is answered 403 Forbidden; give credentials that may write with --header']),
    )
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was: GET gives the same 87 bytes as before' })
    expect(server.document().version).toBe(1)
  })

  it('is told from one whose GET does not show what PUT stores', async () => {
    const { session } = await open({ content: () => Buffer.from(original) })
    await expect(session.commit()).rejects.toThrow('a PUT is answered 204 No Content, but GET does not show the new note: it is read-only, or a cache or a replica answers')
  })
})

describe('restoring', () => {
  it('happens after Ctrl-C, in the middle of simultaneous writes', async () => {
    const controller = new AbortController()
    let puts = 0
    const beforeCommit = async (): Promise<void> => {
      puts += 1
      if (puts === 60) controller.abort()
    }
    const { session, probe, server } = await open({ beforeCommit }, { signal: controller.signal })
    const { interrupted } = await runChecks(writeChecks(session), probe)
    expect(interrupted).toBe(true)
    expect(contentOf(server)['note']).toMatch(/^probe /)
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was: GET gives the same 87 bytes as before' })
    expect(server.document().content.toString()).toBe(original)
  })

  it('lets a write that has left finish, and takes it back', async () => {
    const controller = new AbortController()
    let commits = 0
    const beforeCommit = async (): Promise<void> => {
      commits += 1
      if (commits !== 2) return
      setTimeout(() => controller.abort(), 20)
      await sleep(1_300)
    }
    const { session, server } = await open({ beforeCommit }, { signal: controller.signal })
    await expect(session.commit()).rejects.toMatchObject({ name: 'AbortError' })
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was: GET gives the same 87 bytes as before' })
    expect(server.document().content.toString()).toBe(original)
  })

  it('makes sure that a write without an answer is refused when it arrives afterwards', async () => {
    const { session, server, savedTo, late } = await openWithLateWrite({})
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was: GET gives the same 87 bytes as before' })
    expect(existsSync(savedTo)).toBe(false)
    expect((await late()).response.status).toBe(412)
    expect(server.document().content.toString()).toBe(original)
  })

  it('keeps the copy, and finds it wrong, where a write without an answer may still be carried out', async () => {
    // A tag of the content alone: it is the same again once the content is.
    const { session, server, savedTo, late } = await openWithLateWrite({
      validators: ({ content }) => ({ etag: `"${createHash('sha256').update(content).digest('hex')}"` }),
    })
    const { seen, finding } = await session.restore()
    const because = 'the resource was restored, but a PUT of the probe got no answer, and nothing shows that it is refused: it may still arrive'
    expect([seen, finding?.id, finding?.severity]).toEqual([`${because}; the content before is in ${savedTo}`, 'not-restored', 'error'])
    expect([server.document().content.toString(), readFileSync(savedTo, 'utf8')]).toEqual([original, original])
    expect((await late()).response.status).toBe(204)
    expect(contentOf(server)['note']).toMatch(/^probe /)
  })

  it('happens past the bound on requests', async () => {
    const { session, probe, server } = await open({}, { maxRequests: 20 })
    const { results } = await runChecks(writeChecks(session), probe)
    expect(results.at(-1)?.verdict).toEqual({ kind: 'unchecked', because: 'the bound of 20 requests is used up; raise it with --max-requests' })
    await session.restore()
    expect(server.document().content.toString()).toBe(original)
  })

  it('tries again while the server is busy or cuts connections', async () => {
    let troubles = 0
    let restoring = false
    const { session, server } = await open({
      answer: (answer) => {
        if (!restoring || troubles >= 3) return answer
        troubles += 1
        return troubles === 2 ? { status: 200, headers: { 'content-length': '9' }, content: Buffer.from('{'), asIs: true } : { ...answer, status: 503, headers: { 'retry-after': '0' } }
      },
    })
    await session.commit()
    restoring = true
    await session.restore()
    expect([troubles, server.document().content.toString()]).toEqual([3, original])
  })

  it('says what the server sets itself', async () => {
    const { session } = await open({
      content: ({ content, version }) => Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as object), version })),
    })
    await session.commit()
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was, but for what the server sets itself: version (was 1, is 4)' })
  })

  it('is the same, however often it is asked for', async () => {
    const { session, server } = await open()
    await session.commit()
    const [first, second] = [session.restore(), session.restore()]
    expect(await first).toBe(await second)
    expect(server.document().version).toBe(4)
  })
})

describe('where somebody else edits meanwhile', () => {
  it('nothing more is written, their edit stays, and only the field is put back', async () => {
    const { session, probe, server, savedTo } = await open()
    await session.commit()
    await editElsewhere(server, { total: 5 })
    const { results } = await runChecks(writeChecks(session).slice(0, 1), probe)
    expect(results[0]?.verdict).toEqual({
      kind: 'unchecked',
      because: 'somebody else changed the resource meanwhile (total), and the probe does not write over it; try again on a resource of its own',
    })
    expect(await session.restore()).toEqual({
      seen: `somebody else changed the resource meanwhile (total): their changes were left alone; the content before the probe is in ${savedTo}`,
    })
    expect(contentOf(server)).toMatchObject({ note: 'leave at the door', total: 5 })
  })

  it('what they wrote into the field stays', async () => {
    const { session, server } = await open()
    await session.commit()
    await editElsewhere(server, { note: 'ring twice' })
    const { version } = server.document()
    expect(await session.restore()).toMatchObject({ seen: expect.stringContaining('somebody else changed the resource meanwhile (note)') as string })
    expect([contentOf(server)['note'], server.document().version]).toEqual(['ring twice', version])
  })

  it('nothing is put back without a tag to guard it by, and that is a finding', async () => {
    const { session, server, savedTo } = await open({ validators: ({ lastModifiedMs }) => ({ lastModifiedMs }) })
    await session.commit()
    await editElsewhere(server, { total: 5 })
    const { version } = server.document()
    const { finding } = await session.restore()
    expect(finding).toMatchObject({
      id: 'not-restored',
      severity: 'error',
      seen: 'somebody else changed the resource meanwhile (total): their changes were left alone, and with them a value of the probe in "note"',
    })
    expect(server.document().version).toBe(version)
    expect(readFileSync(savedTo, 'utf8')).toBe(original)
  })

  it('an edit between the last look and the write that restores is not overwritten', async () => {
    let [restoring, edited] = [false, false]
    const { session, server } = await open({
      // The edit comes just before the first PUT of the restoration is decided upon, which its tag does not survive.
      decide: ({ method }) => {
        if (!restoring || edited || method !== 'PUT') return 'proceed'
        edited = true
        return 'precondition-failed'
      },
      content: ({ content }) => (edited ? Buffer.from(content.toString().replace('1999', '7')) : content),
      validators: ({ version }) => ({ etag: `"v${version}${edited ? '-edited' : ''}"` }),
    })
    await session.commit()
    restoring = true
    expect(await session.restore()).toMatchObject({ seen: expect.stringContaining('(total): their changes were left alone') as string })
    expect(contentOf(server)).toMatchObject({ note: 'leave at the door', total: 7 })
  })
})

describe('a restoration that fails', () => {
  it('is an error that tells why, and where the content is', async () => {
    let locked = false
    const { session, server, savedTo } = await open({
      decide: (request) => (locked && request.method === 'PUT' ? 'malformed-precondition' : 'proceed'),
    })
    await session.commit()
    locked = true
    const { seen, finding } = await session.restore()
    expect(seen).toBe(`the resource was not restored: the PUT that restores it is answered 400 Bad Request; the content before is in ${savedTo}`)
    expect(finding).toMatchObject({
      id: 'not-restored',
      severity: 'error',
      mend: expect.stringContaining(`curl -X PUT -H 'Content-Type: application/json' --data-binary @${savedTo} '${server.url.href}'`) as string,
      evidence: [{ label: 'the PUT that was to restore the resource', responseHead: expect.stringContaining('400') as string }],
    })
    expect(readFileSync(savedTo, 'utf8')).toBe(original)
  })

  it('is foreseen where a PUT loses members: one write, and no more', async () => {
    let puts = 0
    const { session, probe } = await open({
      content: ({ content, version }) => {
        const { total, ...rest } = JSON.parse(content.toString()) as Record<string, unknown>
        return Buffer.from(JSON.stringify(version === 1 ? { ...rest, total } : rest))
      },
      beforeCommit: async () => {
        puts += 1
      },
    })
    const { results } = await runChecks(writeChecks(session), probe)
    expect(new Set(results.map(({ verdict }) => (verdict.kind === 'unchecked' ? verdict.because : verdict.kind)))).toEqual(
      new Set(['a PUT of what GET gave loses total: no further write was made']),
    )
    expect(puts).toBe(1)
    expect((await session.restore()).finding).toMatchObject({ id: 'not-restored', seen: 'PUT of the content before does not bring back total' })
    expect(puts).toBe(2)
  })
})

function refusePut(request: { readonly method: string }): 'proceed' | 'malformed-precondition' {
  return request.method === 'PUT' ? 'malformed-precondition' : 'proceed'
}
