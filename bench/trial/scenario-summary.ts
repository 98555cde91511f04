import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { DurationHistogram } from '../load/histogram.ts'
import type { Observation } from '../load/observation.ts'
import type { ScriptRun } from '../load/users.ts'
import { conflictEconomics } from '../oracle/economics.ts'
import type { Charge, Judgement } from '../oracle/judge.ts'
import type { ScenarioPlan } from '../plan/scenarios.ts'
import { findScenarioFault } from './scenario-validity.ts'

export interface PlayedScenario {
  readonly plan: ScenarioPlan
  readonly serverFlags: Readonly<Record<string, string>>
  readonly run: ScriptRun
  readonly observations: readonly Observation[]
  readonly judgement: Judgement
  /** Of the checks made on the same server afterwards. */
  readonly closing: Pick<Judgement, 'findings' | 'violations'>
}

/** Counts and durations of what was played, with what the oracles say: a pure function. */
export function summariseScenario({ plan, serverFlags, run, observations, judgement, closing }: PlayedScenario): ScenarioRecord {
  const { lostUpdates } = judgement
  const sent = observations.filter(({ outcome }) => outcome !== 'dropped')
  return {
    scenario: plan.scenario.name,
    attempt: 1,
    variant: plan.variant,
    strategy: plan.arm.name,
    sizeBytes: plan.sizeBytes,
    settings: { ...plan.settings },
    workload: plan.scenario.workload,
    serverFlags: { ...serverFlags },
    wallNs: run.wallNs,
    requests: run.requests,
    dropped: run.dropped,
    statuses: countBy(sent, ({ status }) => String(status)),
    byKind: Object.fromEntries([...Map.groupBy(sent, ({ kind }) => kind)].map(([kind, ofKind]) => [kind, summariseKind(ofKind)])),
    polls: summarisePolls(sent, judgement),
    edits: summariseEdits(sent, judgement, run.wallNs),
    lostUpdates: {
      least: lostUpdates.lost.atLeast,
      most: lostUpdates.lost.atMost,
      acknowledged: lostUpdates.acknowledged,
      documentsWithLosses: lostUpdates.documentsWithLosses,
    },
    lostByCommitLog: judgement.commitLog?.lost ?? 0,
    overwritingWrites: judgement.commitLog?.overwritingWrites ?? 0,
    findings: [...judgement.findings, ...closing.findings].map(toEntry),
    violations: [...judgement.violations, ...closing.violations].map(toEntry),
    generator: {
      cpuFraction: run.cpuFraction,
      eventLoopLagP99Ns: run.eventLoopLagP99Ns,
      lateStarts: run.lateStarts,
      reconnects: run.reconnects,
    },
    voidReason: findScenarioFault(plan, run),
  }
}

function summarisePolls(sent: readonly Observation[], { notModified, uselessOk }: Judgement): ScenarioRecord['polls'] {
  const polls = sent.filter(({ kind }) => kind === 'poll')
  if (polls.length === 0) return null
  return {
    conditional: polls.filter(({ conditional }) => conditional).length,
    notModified: notModified.notModified,
    trueNotModified: notModified.certainlyTrue + notModified.possiblyFalse,
    certainFalse: notModified.certainlyFalse,
    possibleFalse: notModified.possiblyFalse,
    uselessOk: uselessOk.useless,
  }
}

function summariseEdits(sent: readonly Observation[], { conflicts, lostUpdates }: Judgement, wallNs: number): ScenarioRecord['edits'] {
  const touches = sent.filter(({ kind, outcome }) => kind === 'touch' && outcome === 'committed').length
  if (conflicts.attempts === 0 && touches === 0) return null
  const economics = conflictEconomics(sent)
  const wallSeconds = wallNs / 1e9
  const kept = Math.max(0, conflicts.committed - lostUpdates.lost.atMost)
  return {
    attempts: conflicts.attempts,
    blindAttempts: conflicts.blindAttempts,
    aborts: conflicts.aborts,
    abortRate: conflicts.abortRate,
    committed: conflicts.committed,
    touches,
    gaveUp: conflicts.giveUps,
    indeterminate: conflicts.indeterminate,
    wastedRequests: economics.wastedRequests,
    wastedBytes: economics.wastedBytes,
    requestsPerCommit: economics.requestsPerCommit ?? null,
    bytesPerCommit: economics.bytesPerCommit ?? null,
    committedPerSecond: conflicts.committed / wallSeconds,
    goodputPerSecond: kept / wallSeconds,
    timeToCommit: summariseDurations(economics.timesToCommitNs),
    attemptsHistogram: { ...economics.attemptsHistogram },
  }
}

function summariseKind(observations: readonly Observation[]): ScenarioRecord['byKind'][string] {
  let sentBytes = 0
  let receivedBytes = 0
  for (const observation of observations) {
    sentBytes += observation.sentBytes
    receivedBytes += observation.receivedBytes
  }
  return {
    requests: observations.length,
    outcomes: countBy(observations, ({ outcome }) => outcome),
    sentBytes,
    receivedBytes,
    responseTime: summariseDurations(observations.map(({ intendedNs, doneNs }) => doneNs - intendedNs)),
    serviceTime: summariseDurations(observations.map(({ sentNs, doneNs }) => doneNs - sentNs)),
  }
}

function summariseDurations(durationsNs: readonly number[]) {
  const histogram = new DurationHistogram()
  for (const durationNs of durationsNs) histogram.record(durationNs)
  return { ...histogram.summary(), encoded: histogram.encoded() }
}

const toEntry = ({ kind, count, message }: Charge) => ({ kind, count, message })

function countBy(observations: readonly Observation[], key: (observation: Observation) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const observation of observations) counts[key(observation)] = (counts[key(observation)] ?? 0) + 1
  return counts
}
