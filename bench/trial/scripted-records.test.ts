import { describe, expect, it } from 'vitest'
import type { ScenarioSettings } from '../../scenarios/index.ts'
import { scenarios } from '../../scenarios/index.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { scenarioRecordSchema } from '../archive/scenario-record.ts'
import type { ScriptRun } from '../load/users.ts'
import { judgeScripted } from '../oracle/scripted-case.ts'
import { planArms } from '../plan/arm.ts'
import { createRandom } from '../stats/random.ts'
import { summariseScenario } from './scenario-summary.ts'

const [, , version] = await planArms(['version'], [])

/** A script on the scripted server, each exchange 2 ms, through oracles and recorder; `wallNs` is the last answer. */
function recordOf(scenario: Scenario<ScenarioSettings, unknown>, settings: ScenarioSettings, random: (user: number) => () => number) {
  const { observations, judgement } = judgeScripted({
    scenario, settings, server: { validators: 'version' }, seedRandom: random, travelNs: () => ({ toServerNs: 1e6, backNs: 1e6 }),
  })
  const dropped = observations.filter(({ outcome }) => outcome === 'dropped').length
  const run: ScriptRun = {
    wallNs: Math.max(...observations.map(({ doneNs }) => doneNs)), cpuFraction: 0.1, eventLoopLagP99Ns: 0,
    requests: observations.length - dropped, dropped, lateStarts: 0, reconnects: 0, interrupted: false,
  }
  const plan = { scenario, variant: 'default', settings, arm: version!, sizeBytes: 10_000 }
  return summariseScenario({ plan, serverFlags: {}, run, observations, judgement, closing: { findings: [], violations: [] } })
}

const named = (name: string) => scenarios.find((scenario) => scenario.name === name)!
const third = () => () => 1 / 3
const durations = (count: number, ms: number) => ({ count, p50Ns: expect.closeTo(ms * 1e6, -4), maxNs: expect.closeTo(ms * 1e6, -4) })

describe('the record of a script on a server with chosen nanoseconds', () => {
  it('counts what two pollers of an unchanged document saw', () => {
    expect(recordOf(named('poll-unchanged'), { users: 2, polls: 3, thinkMs: 10 }, third)).toMatchObject({
      wallNs: 26_000_000, requests: 6, statuses: { 200: 2, 304: 4 },
      byKind: { poll: { requests: 6, outcomes: { fetched: 2, 'not-modified': 4 }, responseTime: durations(6, 2), serviceTime: durations(6, 2) } },
      polls: { conditional: 4, notModified: 4, trueNotModified: 4, certainFalse: 0, possibleFalse: 0, uselessOk: 0 },
      edits: null, lostUpdates: { least: 0, most: 0, acknowledged: 0, documentsWithLosses: 0 }, findings: [], violations: [], voidReason: null,
    })
  })

  it('charges the editor who came second with a refused write and the read before it', () => {
    const settings = { editors: 2, documents: 1, edits: 1, thinkMs: 0, attempts: 3, backoff: 'none', backoffBaseMs: 0 }
    expect(recordOf(named('edit-contended'), settings, third)).toMatchObject({
      wallNs: 8_000_000, requests: 6, statuses: { 200: 3, 204: 2, 412: 1 },
      edits: {
        attempts: 3, blindAttempts: 0, aborts: 1, abortRate: 1 / 3, committed: 2, touches: 0, gaveUp: 0, indeterminate: 0,
        wastedRequests: 2, requestsPerCommit: 3, committedPerSecond: 250, goodputPerSecond: 250,
        timeToCommit: { count: 2, p50Ns: expect.closeTo(4e6, -4), maxNs: expect.closeTo(8e6, -4) }, attemptsHistogram: { 1: 1, 2: 1 },
      },
      lostUpdates: { least: 0, most: 0, acknowledged: 2, documentsWithLosses: 0 }, lostByCommitLog: 0, overwritingWrites: 0, violations: [],
    })
  })

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('of %s is valid and its parts add up', (_, scenario) => {
    const record = recordOf(scenario, scenario.defaults, (user) => createRandom(1).fork(`user ${user}`).next)
    expect(scenarioRecordSchema.parse(record)).toEqual(record)
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    expect(sum(Object.values(record.byKind).map(({ requests }) => requests))).toBe(record.requests)
    expect(sum(Object.values(record.statuses))).toBe(record.requests)
    expect([record.violations, record.lostUpdates.most, record.lostByCommitLog]).toEqual([[], 0, 0])
  })
})
