import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { monotonicNs } from '../load/clock.ts'
import { openConnectionPool } from '../load/connection-pool.ts'
import { DurationHistogram } from '../load/histogram.ts'
import type { Observation } from '../load/observation.ts'
import type { ScriptRun } from '../load/users.ts'
import { runScript } from '../load/users.ts'
import type { DocumentState } from '../oracle/document-state.ts'
import { untouchedDocuments } from '../oracle/document-state.ts'
import type { Judgement } from '../oracle/judge.ts'
import { judge } from '../oracle/judge.ts'
import type { ScenarioPlan } from '../plan/scenarios.ts'
import type { BenchSettings } from '../plan/settings.ts'
import { createRandom } from '../stats/random.ts'
import type { Server } from '../target/server-process.ts'
import type { Supervisor } from '../target/supervision.ts'
import { readBookkeeping } from '../../scenarios/bookkeeping.ts'
import { generatorCpuFractionLimit } from './burst.ts'
import { interrupted, serverDied, serverHung } from './endings.ts'
import { requestTimeoutSeconds, startArm } from './running-arm.ts'

export interface ScenarioContext {
  readonly settings: BenchSettings
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
}

/** Plays one script on a fresh server and judges it. CPU is not reported: the server also logs its commits. */
export async function measureScenario(plan: ScenarioPlan, context: ScenarioContext): Promise<ScenarioRecord> {
  const { scenario, settings, arm, sizeBytes } = plan
  const folder = mkdtempSync(join(tmpdir(), 'etag-bench-'))
  const commitLog = join(folder, 'commits')
  const documents = { documents: scenario.documents(settings), idsBySize: [] }
  const logged = { ...arm, command: { ...arm.command, args: [...arm.command.args, '--log-commits', commitLog] } }
  const serverSettings = { ...context.settings, sizesBytes: [sizeBytes] }
  const server = await startArm(logged, serverSettings, documents, context.supervisor, context.signal)
  try {
    const observations: Observation[] = []
    const random = createRandom(context.settings.seed)
    const hung = new AbortController()
    const run = await runScript({
      scenario,
      settings,
      origin: server.origin,
      connections: scenario.users(settings),
      // The same users, polls and edits on every strategy.
      seedRandom: (index) => random.fork(`${scenario.name} ${plan.variant} user ${index}`).next,
      requestTimeoutMs: requestTimeoutSeconds * 1000,
      signal: AbortSignal.any([context.signal, hung.signal]),
      record: (observation) => {
        observations.push(observation)
        if (observation.failure === 'timed-out') hung.abort()
      },
    })
    const where = `while ${scenario.name} was played`
    if (server.hasExited() !== undefined) throw serverDied(server, arm.name, where)
    if (hung.signal.aborted) throw serverHung(arm.name, where)
    if (run.interrupted) throw interrupted()
    const before = untouchedDocuments(documents.documents)
    const after = await readStates(server, documents.documents)
    const log = existingText(commitLog)
    const judgement = judge({ writeGuard: arm.writeGuard, observations, before, after, ...log })
    return toRecord(plan, run, observations, judgement)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the documents hold once everybody has stopped. */
async function readStates(server: Server, documents: number): Promise<readonly DocumentState[]> {
  const pool = await openConnectionPool({
    origin: server.origin,
    connections: 1,
    requestTimeoutMs: requestTimeoutSeconds * 1000,
    nowNs: monotonicNs,
  })
  try {
    const slot = await pool.acquire()
    const states: DocumentState[] = []
    for (let document = 1; document <= documents; document++) {
      const { response } = await slot.exchange({ method: 'GET', path: `/orders/${document}`, headers: {} })
      const read = response?.status === 200 ? readBookkeeping(response.body) : undefined
      // An unreadable document is left out: the oracle then calls its tally impossible.
      if (read !== undefined) states.push({ document, ...read })
    }
    return states
  } finally {
    await pool.close()
  }
}

/** The log comes into being with the first commit. */
function existingText(path: string): { commitLog: string } {
  try {
    return { commitLog: readFileSync(path, 'utf8') }
  } catch {
    return { commitLog: '' }
  }
}

function toRecord(plan: ScenarioPlan, run: ScriptRun, observations: readonly Observation[], judgement: Judgement): ScenarioRecord {
  const { lostUpdates, notModified, uselessOk, conflicts } = judgement
  const polls = observations.filter(({ kind }) => kind === 'poll')
  return {
    scenario: plan.scenario.name,
    variant: plan.variant,
    strategy: plan.arm.name,
    sizeBytes: plan.sizeBytes,
    settings: plan.settings,
    wallNs: run.wallNs,
    requests: run.requests,
    statuses: countBy(observations, ({ status }) => String(status)),
    byKind: Object.fromEntries([...Map.groupBy(observations, ({ kind }) => kind)].map(([kind, ofKind]) => [kind, summarise(ofKind)])),
    polls:
      polls.length === 0
        ? null
        : {
            conditional: polls.filter(({ conditional }) => conditional).length,
            notModified: notModified.notModified,
            trueNotModified: notModified.certainlyTrue + notModified.possiblyFalse,
            certainFalse: notModified.certainlyFalse,
            possibleFalse: notModified.possiblyFalse,
            uselessOk: uselessOk.useless,
          },
    edits:
      conflicts.attempts === 0
        ? null
        : {
            attempts: conflicts.attempts,
            aborts: conflicts.aborts,
            abortRate: conflicts.abortRate,
            committed: conflicts.committed,
            gaveUp: conflicts.giveUps,
            indeterminate: conflicts.indeterminate,
            bytesPerCommit: conflicts.bytesPerCommit ?? null,
          },
    lostUpdates: { least: lostUpdates.lost.atLeast, most: lostUpdates.lost.atMost, acknowledged: lostUpdates.acknowledged },
    overwritingWrites: judgement.commitLog?.overwritingWrites ?? 0,
    findings: judgement.findings.map(({ message }) => message),
    violations: judgement.violations.map(({ message }) => message),
    generator: {
      cpuFraction: run.cpuFraction,
      eventLoopLagP99Ns: run.eventLoopLagP99Ns,
      lateStarts: run.lateStarts,
      reconnects: run.reconnects,
    },
    voidReason: findVoidReason(plan, run),
  }
}

/** Without think time the generator is meant to be busy; where users think, a busy generator bends their timing. */
function findVoidReason(plan: ScenarioPlan, run: ScriptRun): string | null {
  const thinks = (plan.settings['thinkMs'] ?? 0) > 0
  if (thinks && run.lateStarts > run.requests * lateStartsLimit) {
    return `${run.lateStarts} of ${run.requests} requests left more than 10 ms late`
  }
  if (thinks && run.cpuFraction > generatorCpuFractionLimit) {
    return `the generator used ${(run.cpuFraction * 100).toFixed(0)} % of a core (limit ${generatorCpuFractionLimit * 100} %)`
  }
  return null
}

/** Of all requests. */
const lateStartsLimit = 0.01

function summarise(observations: readonly Observation[]): ScenarioRecord['byKind'][string] {
  const response = new DurationHistogram()
  const service = new DurationHistogram()
  let sentBytes = 0
  let receivedBytes = 0
  for (const observation of observations) {
    response.record(observation.doneNs - observation.intendedNs)
    service.record(observation.doneNs - observation.sentNs)
    sentBytes += observation.sentBytes
    receivedBytes += observation.receivedBytes
  }
  return {
    requests: observations.length,
    outcomes: countBy(observations, ({ outcome }) => outcome),
    sentBytes,
    receivedBytes,
    responseTime: { ...response.summary(), encoded: response.encoded() },
    serviceTime: { ...service.summary(), encoded: service.encoded() },
  }
}

function countBy(observations: readonly Observation[], key: (observation: Observation) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const observation of observations) counts[key(observation)] = (counts[key(observation)] ?? 0) + 1
  return counts
}
