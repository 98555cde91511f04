import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { writeChecks } from './checks/write/index.ts'
import { closeOpened, contentOf, editElsewhere, openToWrite, openWithLateWrite, original } from './fixtures/opened-write-session.ts'
import { runChecks } from './run-checks.ts'

afterEach(closeOpened)

describe('restoring', () => {
  it('happens after Ctrl-C, in the middle of simultaneous writes', async () => {
    const controller = new AbortController()
    let puts = 0
    const beforeCommit = async (): Promise<void> => {
      puts += 1
      if (puts === 60) controller.abort()
    }
    const { session, probe, server } = await openToWrite({ beforeCommit }, { signal: controller.signal })
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
    const { session, server } = await openToWrite({ beforeCommit }, { signal: controller.signal })
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
    const { session, probe, server } = await openToWrite({}, { maxRequests: 20 })
    const { results } = await runChecks(writeChecks(session), probe)
    expect(results.at(-1)?.verdict).toEqual({ kind: 'unchecked', because: 'the bound of 20 requests is used up; raise it with --max-requests' })
    await session.restore()
    expect(server.document().content.toString()).toBe(original)
  })

  it('tries again while the server is busy or cuts connections', async () => {
    let troubles = 0
    let restoring = false
    const warned = vi.spyOn(process, 'emitWarning')
    const { session, server } = await openToWrite({
      answer: (answer) => {
        if (!restoring || troubles >= 3) return answer
        troubles += 1
        return troubles === 2 ? { status: 200, headers: { 'content-length': '9' }, content: Buffer.from('{'), asIs: true } : { ...answer, status: 503, headers: { 'retry-after': troubles === 1 ? '0' : '-5' } }
      },
    })
    await session.commit()
    restoring = true
    await session.restore()
    expect([troubles, server.document().content.toString()]).toEqual([3, original])
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
  })

  it('says what the server sets itself', async () => {
    const { session } = await openToWrite({
      content: ({ content, version }) => Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as object), version })),
    })
    await session.commit()
    expect(await session.restore()).toEqual({ seen: 'the resource is as it was, but for what the server sets itself: version (was 1, is 4)' })
  })

  it('is the same, however often it is asked for', async () => {
    const { session, server } = await openToWrite()
    await session.commit()
    const [first, second] = [session.restore(), session.restore()]
    expect(await first).toBe(await second)
    expect(server.document().version).toBe(4)
  })
})

describe('where somebody else edits meanwhile', () => {
  it('nothing more is written, their edit stays, and only the field is put back', async () => {
    const { session, probe, server, savedTo } = await openToWrite()
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
    const { session, server } = await openToWrite()
    await session.commit()
    await editElsewhere(server, { note: 'ring twice' })
    const { version } = server.document()
    expect(await session.restore()).toMatchObject({ seen: expect.stringContaining('somebody else changed the resource meanwhile (note)') as string })
    expect([contentOf(server)['note'], server.document().version]).toEqual(['ring twice', version])
  })

  it('nothing is put back without a tag to guard it by, and that is a finding', async () => {
    const { session, server, savedTo } = await openToWrite({ validators: ({ lastModifiedMs }) => ({ lastModifiedMs }) })
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
    const { session, server } = await openToWrite({
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
    const { session, server, savedTo } = await openToWrite({
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
    const { session, probe } = await openToWrite({
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
