import type { ScenarioRecord } from '../archive/scenario-record.ts'

const durations = { count: 10, p50Ns: 1e6, p90Ns: 2e6, p99Ns: 12_340_000, maxNs: 4e6, encoded: '' }

/** 300 commits, 2 s of play. */
export const editFigures: NonNullable<ScenarioRecord['edits']> = {
  attempts: 400,
  blindAttempts: 0,
  aborts: 100,
  abortRate: 0.25,
  committed: 300,
  touches: 0,
  gaveUp: 20,
  indeterminate: 0,
  wastedRequests: 240,
  wastedBytes: 2_700_000,
  requestsPerCommit: 2.8,
  bytesPerCommit: 20_000,
  committedPerSecond: 150,
  goodputPerSecond: 150,
  timeToCommit: durations,
  attemptsHistogram: { '1': 200, '2': 100 },
}

/** The record of a scenario in which little happened; give what matters. */
export function buildRecord(given: Partial<ScenarioRecord>): ScenarioRecord {
  return {
    scenario: 'poll-changing',
    attempt: 1,
    variant: '1 % changed',
    strategy: 'sha256',
    sizeBytes: 10_000,
    settings: {},
    workload: 'closed',
    serverFlags: {},
    wallNs: 1e9,
    requests: 10,
    dropped: 0,
    statuses: { '200': 10 },
    byKind: {},
    polls: null,
    edits: null,
    lostUpdates: { least: 0, most: 0, acknowledged: 0, documentsWithLosses: 0 },
    lostByCommitLog: 0,
    overwritingWrites: 0,
    findings: [],
    violations: [],
    generator: { cpuFraction: 0.1, eventLoopLagP99Ns: 1e6, lateStarts: 0, reconnects: 0 },
    voidReason: null,
    ...given,
  }
}

/** 1,000 polls of which `notModified` came back as 304. */
export function buildPolls(given: Partial<ScenarioRecord>, notModified: number, certainFalse: number, bytesPerPoll: number): ScenarioRecord {
  const sentBytes = 100 * 1000
  const receivedBytes = (bytesPerPoll - 100) * 1000
  return buildRecord({
    byKind: { poll: { requests: 1000, outcomes: { fetched: 1000 - notModified, 'not-modified': notModified }, sentBytes, receivedBytes, responseTime: durations, serviceTime: durations } },
    polls: {
      conditional: 990, notModified, trueNotModified: notModified - certainFalse, certainFalse, possibleFalse: 0, uselessOk: 0,
    },
    ...given,
  })
}

export function buildEdits(given: Partial<ScenarioRecord>): ScenarioRecord {
  return buildRecord({
    scenario: 'edit-contended',
    variant: 'default',
    byKind: { edit: { requests: 400, outcomes: {}, sentBytes: 1, receivedBytes: 1, responseTime: durations, serviceTime: durations } },
    edits: editFigures,
    lostUpdates: { least: 0, most: 0, acknowledged: 300, documentsWithLosses: 0 },
    ...given,
  })
}
