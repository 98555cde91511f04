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
const contention = { editors: 3, documents: 1, edits: 4, thinkMs: 20, attempts: 5, backoffBaseMs: 5 }
const changes = { users: 2, documents: 2, polls: 10, thinkMs: 0, changedFraction: 0.5 }

async function play(scenario: string, strategy: string, settings: Readonly<Record<string, number>>, signal = new AbortController().signal) {
  const plans = planScenarios({ ...tinySettings, scenarios: [scenario] }, await planArms([strategy], []))
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
    expect(record.lostUpdates).toEqual({ least, most: least, acknowledged: 12 })
    expect(least).toBeGreaterThan(0)
    expect(record.findings).toEqual([`${least} of 12 acknowledged edits are lost`])
    expect(record.violations).toEqual([])
    expect(record.overwritingWrites).toBeGreaterThan(0)
    expect(record.edits).toMatchObject({ attempts: 12, aborts: 0, committed: 12, gaveUp: 0, indeterminate: 0 })
    expect([record.requests, record.statuses]).toEqual([24, { 200: 12, 204: 12 }])
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

  it('is interrupted by its signal and leaves no server', async () => {
    const interruption = new AbortController()
    const playing = play('edit-contended', 'version', { ...contention, thinkMs: 60_000 }, interruption.signal)
    setTimeout(() => interruption.abort(), 700)
    await expect(playing).rejects.toMatchObject({ name: 'BenchError', code: 'interrupted' })
    expect(childProcesses().filter((child) => child.includes('/servers/'))).toEqual([])
  })
})
