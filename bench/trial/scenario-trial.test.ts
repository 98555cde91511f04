import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planArms } from '../plan/arm.ts'
import { planScenarios } from '../plan/scenarios.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { childProcesses } from './child-processes-fixture.ts'
import { measureScenario } from './scenario-trial.ts'
import { tinySettings } from './tiny-settings-fixture.ts'

let supervisor: Supervisor
beforeAll(() => void (supervisor = startSupervisor()))
afterAll(() => supervisor.close())

/** Three editors read one document at once, and write after they have thought for 10 to 30 ms. */
const contention = { editors: 3, documents: 1, edits: 4, thinkMs: 20, attempts: 5, backoff: 'exponential', backoffBaseMs: 5 }
const changes = { users: 2, documents: 2, polls: 10, thinkMs: 0, changedFraction: 0.5 }

type Encoding = Parameters<typeof planArms>[2]

async function play(scenario: string, strategy: string, settings: Readonly<Record<string, number | string>>, signal = new AbortController().signal, encoding?: Encoding) {
  const plans = planScenarios({ ...tinySettings, scenarios: [scenario] }, await planArms([strategy], [], encoding))
  const plan = plans.find(({ arm }) => arm.name === strategy)!
  return measureScenario({ ...plan, settings: { ...plan.settings, ...settings } }, { settings: tinySettings, supervisor, signal })
}

describe('measureScenario', () => {
  it('loses no edit under strong tags, and the server\'s own log agrees', async () => {
    const record = await play('edit-contended', 'version', contention)
    expect(record).toMatchObject({ scenario: 'edit-contended', strategy: 'version', sizeBytes: 1000, requests: expect.any(Number) })
    expect(record.edits).toMatchObject({ gaveUp: 12 - record.lostUpdates.acknowledged, indeterminate: 0 })
    expect(record.edits?.aborts).toBeGreaterThan(0)
    expect(record.edits?.committed).toBe(record.lostUpdates.acknowledged)
    expect(record).toMatchObject({ lostUpdates: { least: 0, most: 0 }, overwritingWrites: 0, findings: [], violations: [] })
  })

  it('counts what is lost without a guard as a finding, not as a violation', async () => {
    const record = await play('edit-contended', 'none', contention)
    const { least } = record.lostUpdates
    expect(record.lostUpdates).toEqual({ least, most: least, acknowledged: 12, documentsWithLosses: 1 })
    expect(least).toBeGreaterThan(0)
    const message = expect.stringContaining(`${least} of 12 acknowledged edits are lost`) as string
    expect(record.findings).toEqual([{ kind: 'lost-updates', count: least, message }])
    expect(record.violations).toEqual([])
    expect(record.overwritingWrites).toBeGreaterThan(0)
    expect(record.edits).toMatchObject({
      attempts: 12, blindAttempts: 12, aborts: 0, committed: 12, touches: 0, gaveUp: 0, indeterminate: 0, wastedRequests: 0, wastedBytes: 0, requestsPerCommit: 2,
      timeToCommit: { count: 12 }, attemptsHistogram: { '1': 12 },
    })
    expect(record.edits!.goodputPerSecond / record.edits!.committedPerSecond).toBeCloseTo((12 - least) / 12, 10)
    expect([record.requests, record.statuses]).toEqual([24, { 200: 12, 204: 12 }])
  })

  it('charges what refusals cost to the edits that were accepted', async () => {
    const { edits, requests, byKind } = await play('edit-contended', 'version', contention)
    const { committed, attempts, wastedRequests, bytesPerCommit, attemptsHistogram } = edits!
    expect(wastedRequests).toBe(requests - 2 * committed)
    const sum = (of: (kind: (typeof byKind)[string]) => number) => Object.values(byKind).reduce((total, kind) => total + of(kind), 0)
    expect(bytesPerCommit).toBeCloseTo(sum(({ sentBytes, receivedBytes }) => sentBytes + receivedBytes) / committed, 6)
    expect(Object.values(attemptsHistogram).reduce((total, count) => total + count)).toBe(committed)
    expect(Object.entries(attemptsHistogram).reduce((total, [tries, count]) => total + Number(tries) * count, 0)).toBeLessThanOrEqual(attempts)
  })

  it('plays an open workload, and says what its schedule came to', async () => {
    const record = await play('edit-burst', 'version', { bursts: 2, editors: 2, apartMs: 20, thinkMs: 30, everyMs: 10 })
    expect(record).toMatchObject({ workload: 'open', dropped: 0, serverFlags: {}, lostUpdates: { least: 0, most: 0, acknowledged: 4 }, violations: [] })
  })

  it('starts the server with the flags that a scenario asks for', async () => {
    const record = await play('drift', 'sha256', { users: 1, polls: 4, drift: 'server-time' })
    expect(record).toMatchObject({ serverFlags: { drift: 'server-time' }, polls: { conditional: 3, notModified: 0, uselessOk: 3 }, edits: null, violations: [] })
  })

  it('tells writes that change nothing from edits', async () => {
    const record = await play('touch', 'version', { users: 1, polls: 5, changedFraction: 1, touchFraction: 1 })
    expect(record).toMatchObject({
      edits: { attempts: 0, committed: 0, touches: 4, wastedRequests: 0, requestsPerCommit: null, attemptsHistogram: {} },
      polls: { conditional: 4, notModified: 0, uselessOk: 4 },
      lostUpdates: { acknowledged: 0 },
      violations: [],
    })
  })

  it('accounts for every request by its kind', async () => {
    const { byKind, requests, statuses } = await play('edit-contended', 'none', contention)
    expect(Object.keys(byKind).toSorted()).toEqual(['edit', 'read'])
    expect(byKind['read']).toMatchObject({ requests: 12, outcomes: { fetched: 12 }, responseTime: { count: 12 }, serviceTime: { count: 12 } })
    expect(byKind['edit']).toMatchObject({ requests: 12, outcomes: { committed: 12 } })
    expect(Object.values(statuses).reduce((total, count) => total + count)).toBe(requests)
  })

  it('finds no false 304 under strong tags, and only useless 200s without a tag', async () => {
    const tagged = await play('poll-changing', 'version', changes)
    expect(tagged).toMatchObject({ polls: { certainFalse: 0, possibleFalse: 0, uselessOk: 0 }, violations: [] })
    expect(tagged.polls?.notModified).toBeGreaterThan(0)
    const plain = await play('poll-changing', 'none', changes)
    expect(plain).toMatchObject({ polls: { notModified: 0, certainFalse: 0 }, violations: [] })
  })

  it('judges contents, tags and the commit log of a server that compresses as of any other', async () => {
    const compressed = (scenario: string, strategy: string, settings: typeof contention | typeof changes) => play(scenario, strategy, settings, undefined, 'gzip')
    const kept = await compressed('edit-contended', 'version', contention)
    expect(kept).toMatchObject({ lostUpdates: { least: 0, most: 0 }, overwritingWrites: 0, findings: [], violations: [] })
    expect([kept.edits?.committed, kept.edits!.aborts > 0]).toEqual([kept.lostUpdates.acknowledged, true])
    const lost = await compressed('edit-contended', 'none', contention)
    expect(lost.lostUpdates.least).toBeGreaterThan(0)
    expect([lost.lostUpdates.most, lost.findings.map(({ kind }) => kind), lost.violations]).toEqual([lost.lostUpdates.least, ['lost-updates'], []])
    const [coded, plain] = [await compressed('poll-changing', 'sha256', changes), await play('poll-changing', 'sha256', changes)]
    expect(coded).toMatchObject({ polls: plain.polls, statuses: plain.statuses, findings: [], violations: [] })
    expect(coded.byKind['poll']!.receivedBytes).toBeLessThan(plain.byKind['poll']!.receivedBytes * 0.8)
  })

  it('is interrupted by its signal and leaves no server', async () => {
    const interruption = new AbortController()
    const playing = play('edit-contended', 'version', { ...contention, thinkMs: 60_000 }, interruption.signal)
    setTimeout(() => interruption.abort(), 700)
    await expect(playing).rejects.toMatchObject({ name: 'BenchError', code: 'interrupted' })
    expect(childProcesses().filter((child) => child.includes('/servers/'))).toEqual([])
  })
})
