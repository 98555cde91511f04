import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { dashboard } from '../../scenarios/dashboard.ts'
import { editContended } from '../../scenarios/edit-contended.ts'
import { pollChanging } from '../../scenarios/poll-changing.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { judge } from '../oracle/judge.ts'
import { untouchedDocuments } from '../oracle/document-state.ts'
import { createRandom } from '../stats/random.ts'
import type { Observation } from './observation.ts'
import { ScriptedServer, type ScriptedServerOptions } from './scripted-server.ts'
import { runScript } from './users.ts'

const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

/** The scripted server on a socket: each answer `delayMs` after its request. */
async function serve(options: ScriptedServerOptions, delayMs = 0) {
  const scripted = new ScriptedServer(options)
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const body = Buffer.concat(chunks)
      const answer = scripted.answer({
        kind: request.method === 'PUT' ? 'edit' : 'read',
        method: request.method === 'PUT' ? 'PUT' : 'GET',
        document: Number(request.url?.split('/').at(-1)),
        headers: request.headers as Record<string, string>,
        body,
        editId: body.toString().slice(15, 27),
      }, 0)
      setTimeout(() => response.writeHead(answer.status, answer.headers).end(answer.body), delayMs)
    })
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => {
    listener.closeAllConnections()
    return new Promise(resolve => listener.close(resolve))
  })
  return { scripted, origin: `http://127.0.0.1:${(listener.address() as AddressInfo).port}` }
}

function drive<Settings, User>(
  scenario: Scenario<Settings, User>, settings: Settings, origin: string, connections: number, signal?: AbortSignal,
) {
  const observations: Observation[] = []
  const run = runScript({
    scenario, settings, origin, connections, requestTimeoutMs: 5000,
    seedRandom: index => {
      const random = createRandom(1).fork(`user ${index}`)
      return () => random.next()
    },
    record: observation => observations.push(observation),
    ...(signal !== undefined && { signal }),
  })
  return { run, observations }
}

describe('a script over sockets', () => {
  it('edits contended documents without losing one, and the oracles say so', async () => {
    const { scripted, origin } = await serve({ validators: 'version', documents: 2 }, 1)
    const settings = { ...editContended.defaults, editors: 4, documents: 2, edits: 8 }
    const { run, observations } = drive(editContended, settings, origin, 4)
    expect(await run).toMatchObject({ requests: observations.length, reconnects: 0, interrupted: false })
    const judgement = judge({ writeGuard: 'if-match', observations, before: untouchedDocuments(2), after: scripted.states() })
    expect(judgement.violations).toEqual([])
    expect(judgement.conflicts.committed + judgement.conflicts.giveUps).toBe(32)
    expect(judgement.conflicts.aborts).toBeGreaterThan(0)
  })

  it('counts the same on the wire as on the virtual clock', async () => {
    const { origin } = await serve({ validators: 'version', documents: 2 })
    const { run, observations } = drive(pollChanging, { users: 2, polls: 40, changedFraction: 0.25, thinkMs: 0 }, origin, 2)
    await run
    const notModified = observations.filter(({ outcome }) => outcome === 'not-modified').length
    const committed = observations.filter(({ outcome }) => outcome === 'committed').length
    const fetched = observations.filter(({ kind, outcome }) => kind === 'poll' && outcome === 'fetched').length
    expect(notModified + fetched).toBe(80)
    expect(committed).toBeGreaterThan(5)
    expect([0, 1, 2].map(unseen => fetched - 2 + unseen)).toContain(committed)
  })

  it('shows the wait for a connection in the response time and not in the service time', async () => {
    const { origin } = await serve({ validators: 'version', documents: 4 }, 30)
    const { run, observations } = drive(pollChanging, { users: 4, polls: 1, changedFraction: 0, thinkMs: 0 }, origin, 1)
    expect((await run).lateStarts).toBe(3)
    const waits = observations.map(({ intendedNs, sentNs }) => sentNs - intendedNs)
    const byUser = observations.map(({ user }) => user)
    expect(byUser).toEqual([0, 1, 2, 3])
    expect(waits[3]).toBeGreaterThan(80e6)
    for (const { sentNs, doneNs } of observations) expect(doneNs - sentNs).toBeGreaterThan(25e6)
  })

  it('thinks before it asks again', async () => {
    const { origin } = await serve({ validators: 'version', documents: 1 })
    const { run, observations } = drive(pollChanging, { users: 1, polls: 3, changedFraction: 0, thinkMs: 20 }, origin, 1)
    await run
    const [first, second, third] = observations
    expect((second?.intendedNs ?? 0) - (first?.doneNs ?? 0)).toBe(20_000_000)
    expect((third?.sentNs ?? 0) - (second?.doneNs ?? 0)).toBeGreaterThanOrEqual(20_000_000)
  })

  it('keeps an open rhythm over sockets: every poll is due when the seed says, and is sent or dropped', async () => {
    const { scripted, origin } = await serve({ validators: 'version', documents: 3 })
    const settings = { ...dashboard.defaults, users: 30, everyMs: 100, documents: 3, changesPerMinute: 1200, durationMs: 500 }
    const { run, observations } = drive(dashboard, settings, origin, 4)
    const { requests, dropped, interrupted } = await run
    expect([requests + dropped, interrupted]).toEqual([observations.length, false])
    expect(observations.filter(({ outcome }) => outcome === 'dropped')).toHaveLength(dropped)
    const startNs = Math.min(...observations.map(({ intendedNs }) => intendedNs))
    const polls = observations.filter(({ kind }) => kind === 'poll')
    const dueMs = (user: number) => polls.filter(poll => poll.user === user).map(({ intendedNs }) => (intendedNs - startNs) / 1e6)
    for (let user = 0; user < 30; user += 1) {
      const [first = 0, ...later] = dueMs(user)
      expect(later.length).toBeGreaterThanOrEqual(3)
      for (const [nth, atMs] of later.entries()) expect(Math.abs(atMs - first - 100 * (nth + 1))).toBeLessThanOrEqual(10)
    }
    for (const { intendedNs, sentNs, doneNs } of observations) expect(intendedNs <= sentNs && sentNs <= doneNs).toBe(true)
    const judgement = judge({ writeGuard: 'if-match', observations, before: untouchedDocuments(3), after: scripted.states() })
    expect(judgement.violations).toEqual([])
  })

  it('ends soon after the signal, and records what was under way as without an answer', async () => {
    const { origin } = await serve({ validators: 'version', documents: 2 }, 60_000)
    const controller = new AbortController()
    const { run, observations } = drive(pollChanging, { ...pollChanging.defaults, users: 2 }, origin, 2, controller.signal)
    setTimeout(() => controller.abort(), 50)
    expect(await run).toMatchObject({ requests: 2, interrupted: true })
    expect(observations.map(({ outcome, status }) => [outcome, status])).toEqual([['no-answer', 0], ['no-answer', 0]])
  })

  it('ends with the error of a scenario that throws', async () => {
    const { origin } = await serve({ validators: 'version', documents: 2 })
    const faulty: typeof pollChanging = { ...pollChanging, observe: () => { throw new Error('faulty scenario') } }
    const { run, observations } = drive(faulty, { ...pollChanging.defaults, users: 2 }, origin, 2)
    await expect(run).rejects.toThrow('faulty scenario')
    expect(observations).toEqual([])
  })
})
