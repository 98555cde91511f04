import { describe, expect, it } from 'vitest'
import { startServer } from '../../broken/correct-server.ts'
import type { Hooks } from '../../broken/correct-server.ts'
import { writeFaults } from '../../broken/write-faults.ts'
import type { CheckResult } from '../../run-checks.ts'
import { runChecks } from '../../run-checks.ts'
import { openSession } from '../../session.ts'
import { openWriteSession } from '../../open-write-session.ts'
import { writeCheckList, writeChecks } from './index.ts'

interface Run {
  readonly results: readonly CheckResult[]
  readonly requests: number
  readonly restored: string
  readonly contentBefore: string
  readonly contentAfter: string
}

async function runWriteChecks(hooks: Hooks, only?: string): Promise<Run> {
  const server = await startServer(hooks)
  const contentBefore = server.document().content.toString()
  const session = await openSession({ url: server.url, signal: new AbortController().signal, ratePerSecond: 100_000 })
  try {
    const opening = await openWriteSession(session.probe)
    if (opening.kind === 'impossible') throw new Error(opening.because)
    const checks = writeChecks(opening.session).filter(({ id }) => only === undefined || id === only)
    const { results } = await runChecks(checks, session.probe)
    const restored = await opening.session.restore()
    expect(restored.finding).toBe(undefined)
    const contentAfter = server.document().content.toString()
    return { results, requests: session.requests, restored: restored.seen, contentBefore, contentAfter }
  } finally {
    session.close()
    await server.close()
  }
}

function findingIds(results: readonly CheckResult[]): readonly string[] {
  return results.flatMap(({ verdict }) => (verdict.kind === 'findings' ? verdict.findings.map(({ id }) => id) : []))
}

/** One of the faults stores what it showed. */
function withoutVersion(content: string): object {
  return { ...(JSON.parse(content) as object), version: undefined }
}

describe('the correct server', () => {
  it('passes every writing check, within 250 requests, and is left as it was', async () => {
    const { results, requests, restored, contentBefore, contentAfter } = await runWriteChecks({})
    expect(results.map(({ check, verdict }) => [check.id, verdict.kind])).toEqual(writeCheckList.map(({ id }) => [id, 'passed']))
    expect(results.at(-1)?.verdict).toEqual({ kind: 'passed', seen: 'in 50 of 50 rounds exactly one of two PUTs was accepted' })
    expect(requests).toBeLessThan(250)
    expect(restored).toBe('the resource is as it was: GET gives the same 87 bytes as before')
    expect(contentAfter).toBe(contentBefore)
  })
})

describe('a server that', () => {
  it.each(writeFaults)('$does: $findings', async ({ hooks, findings }) => {
    const { results, contentBefore, contentAfter } = await runWriteChecks(hooks())
    expect(findingIds(results)).toEqual(findings)
    expect(results.filter(({ crashed }) => crashed)).toEqual([])
    expect(withoutVersion(contentAfter)).toEqual(withoutVersion(contentBefore))
  })
})

describe('a finding', () => {
  it('shows the heads of the PUT and of the GET after it, and mends for three servers', async () => {
    const { results } = await runWriteChecks({ requirePrecondition: false }, 'unconditional-write')
    const [verdict] = results.map((each) => each.verdict)
    const [finding] = verdict?.kind === 'findings' ? verdict.findings : []
    expect(finding).toMatchObject({
      id: 'unconditional-write',
      severity: 'warning',
      seen: 'PUT without a precondition was answered 204 No Content and overwrote what was there.',
      rfc: 'RFC 6585 §3',
      evidence: [
        { label: 'PUT without a precondition', requestHead: expect.stringContaining('PUT /orders/1 HTTP/1.1') as string },
        { label: 'GET after it', responseHead: expect.stringContaining('HTTP/1.1 200 OK') as string, remark: 'the content that was sent is there' },
      ],
    })
    expect(finding?.snippets?.map((each) => each.for)).toEqual(['express', 'fastify', 'nginx'])
  })
})

describe('every writing check', () => {
  it('fires on a fault of its own', () => {
    const own = new Set(writeFaults.map(({ findings }) => findings[0]))
    expect(writeCheckList.map(({ id }) => id).filter((id) => !own.has(id))).toEqual([])
  })
})
