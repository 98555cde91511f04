import { describe, expect, it } from 'vitest'
import { initialEditId } from '../../scenarios/bookkeeping.ts'
import { scenarios } from '../../scenarios/index.ts'
import { DurationHistogram } from '../load/histogram.ts'
import type { Observation } from '../load/observation.ts'
import type { ScriptRun } from '../load/users.ts'
import { untouchedDocuments } from '../oracle/document-state.ts'
import type { Charge } from '../oracle/judge.ts'
import { judge } from '../oracle/judge.ts'
import { edit, notModified, poll, refused, touch } from '../oracle/observed.ts'
import { planArms } from '../plan/arm.ts'
import { scenarioRecordSchema } from '../archive/scenario-record.ts'
import { summariseScenario } from './scenario-summary.ts'

const [, , version] = await planArms(['version'], [])
const run = {
  wallNs: 2e9, cpuFraction: 0.25, eventLoopLagP99Ns: 3, requests: 9, dropped: 1, lateStarts: 0, reconnects: 0, interrupted: false,
} as ScriptRun
const first = '000100000001'

/** User 1 edits after one refusal, user 2 touches, user 0 polls: the last poll never left. */
const observations: readonly Observation[] = [
  poll(initialEditId, { sentNs: 1_000_000, doneNs: 3_000_000, conditional: false, sentBytes: 60, receivedBytes: 500 }),
  read(1, { sentNs: 10_000_000, doneNs: 12_000_000, intendedNs: 9_000_000 }),
  edit(first, initialEditId, { user: 1, logicalEdit: 1, sentNs: 13_000_000, doneNs: 14_000_000, ...refused }),
  read(1, { sentNs: 15_000_000, doneNs: 16_000_000, intendedNs: 15_000_000 }),
  edit('000100000002', initialEditId, { user: 1, logicalEdit: 1, sentNs: 17_000_000, doneNs: 19_000_000 }),
  read(2, { sentNs: 20_000_000, doneNs: 21_000_000 }),
  touch('000100000002', { user: 2, logicalEdit: 1, sentNs: 22_000_000, doneNs: 23_000_000 }),
  poll('000100000002', { readTally: 1_000_001, sentNs: 30_000_000, doneNs: 31_000_000, intendedNs: 25_000_000 }),
  notModified({ sentNs: 40_000_000, doneNs: 41_000_000, intendedNs: 40_000_000, receivedBytes: 100 }),
  { ...notModified({ sentNs: 50_000_000, doneNs: 50_000_000 }), outcome: 'dropped', status: 0, sentBytes: 0, receivedBytes: 0 },
]

function read(user: number, chosen: Pick<Observation, 'sentNs' | 'doneNs'> & Partial<Observation>): Observation {
  const { readTally: _, ...rest } = poll(initialEditId, { conditional: false, ...chosen })
  return { ...rest, user, kind: 'read', logicalEdit: 1, readEditId: user === 1 ? initialEditId : '000100000002' }
}

function summarise(closing: Partial<Record<'findings' | 'violations', readonly Charge[]>> = {}) {
  const judgement = judge({
    writeGuard: 'if-match', observations, before: untouchedDocuments(1), after: [{ document: 1, editId: '000100000002', tally: 1_000_001 }],
    commitLog: `1 ${initialEditId} 000100000002\n1 000100000002 000100000002\n`,
  })
  const scenario = scenarios.find(({ name }) => name === 'dashboard')!
  const plan = { scenario, variant: 'default', settings: scenario.defaults, arm: version!, sizeBytes: 10_000 }
  return summariseScenario({ plan, serverFlags: { drift: 'key-order' }, run, observations, judgement, closing: { findings: [], violations: [], ...closing } })
}

describe('summariseScenario', () => {
  it('names what was played, and how', () => {
    expect(summarise()).toMatchObject({
      scenario: 'dashboard', attempt: 1, variant: 'default', strategy: 'version', workload: 'open', serverFlags: { drift: 'key-order' }, wallNs: 2e9,
      generator: { cpuFraction: 0.25, eventLoopLagP99Ns: 3, lateStarts: 0, reconnects: 0 },
      voidReason: '1 of 10 requests were dropped, since they could not leave in time: fewer --users, a longer --every',
    })
  })

  it('counts what was sent, and what was dropped apart from it', () => {
    const { requests, dropped, statuses, byKind } = summarise()
    expect({ requests, dropped, statuses }).toEqual({ requests: 9, dropped: 1, statuses: { '200': 5, '204': 2, '304': 1, '412': 1 } })
    expect(Object.entries(byKind).map(([kind, of]) => [kind, of.requests, of.outcomes])).toEqual([
      ['poll', 3, { fetched: 2, 'not-modified': 1 }],
      ['read', 3, { fetched: 3 }],
      ['edit', 2, { aborted: 1, committed: 1 }],
      ['touch', 1, { committed: 1 }],
    ])
    expect(byKind['poll']).toMatchObject({ sentBytes: 260, receivedBytes: 1600 })
  })

  it('has response times from the intended start and service times from the send', () => {
    const { responseTime, serviceTime } = summarise().byKind['poll']!
    expect([responseTime.count, serviceTime.count]).toEqual([3, 3])
    expect(DurationHistogram.decode(serviceTime.encoded).summary().maxNs).toBe(serviceTime.maxNs)
    // Due at 25 ms, answered at 31; sent at 1 ms, answered at 3.
    expect([responseTime.maxNs / 6_000_000, serviceTime.maxNs / 2_000_000].map((ratio) => ratio >= 1 && ratio < 1.001)).toEqual([true, true])
  })

  it('has the economics of the edits, in which touches are not', () => {
    expect(summarise().edits).toMatchObject({
      attempts: 2,
      blindAttempts: 0,
      aborts: 1,
      abortRate: 0.5,
      committed: 1,
      touches: 1,
      gaveUp: 0,
      indeterminate: 0,
      wastedRequests: 2,
      wastedBytes: 2200,
      requestsPerCommit: 4,
      bytesPerCommit: 4400,
      committedPerSecond: 0.5,
      goodputPerSecond: 0.5,
      timeToCommit: { count: 1 },
      attemptsHistogram: { '2': 1 },
    })
  })

  it('has the polls as the oracles see them', () => {
    expect(summarise().polls).toEqual({ conditional: 2, notModified: 1, trueNotModified: 1, certainFalse: 0, possibleFalse: 0, uselessOk: 0 })
  })

  it('charges what the oracles and the closing checks charge', () => {
    const weak = { kind: 'weak-if-match', count: 1, message: 'a weak tag was accepted' } as const
    expect(summarise()).toMatchObject({ findings: [], violations: [], lostUpdates: { least: 0, most: 0, acknowledged: 1, documentsWithLosses: 0 } })
    expect(summarise({ violations: [weak], findings: [{ ...weak, kind: 'no-answer' }] })).toMatchObject({ findings: [{ kind: 'no-answer' }], violations: [weak] })
  })

  it('makes a record that the run file takes', () => {
    expect(scenarioRecordSchema.strict().parse(summarise())).toEqual(summarise())
  })
})
