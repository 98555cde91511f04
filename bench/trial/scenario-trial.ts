import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import type { Observation } from '../load/observation.ts'
import type { ScriptRun } from '../load/users.ts'
import { runScript } from '../load/users.ts'
import { untouchedDocuments } from '../oracle/document-state.ts'
import { judge } from '../oracle/judge.ts'
import type { ScenarioPlan } from '../plan/scenarios.ts'
import type { BenchSettings } from '../plan/settings.ts'
import { createRandom } from '../stats/random.ts'
import { requireOpenFiles } from '../target/open-files.ts'
import type { Server } from '../target/server-process.ts'
import type { Supervisor } from '../target/supervision.ts'
import { runClosingChecks } from './closing-checks.ts'
import { interrupted, serverDied, serverHung } from './endings.ts'
import { requestTimeoutSeconds, startArm } from './running-arm.ts'
import { readFinalStates } from './scenario-final-states.ts'
import { summariseScenario } from './scenario-summary.ts'
import { checkFirstContent } from './starting-check.ts'

export interface ScenarioContext {
  readonly settings: BenchSettings
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
}

const requestTimeoutMs = requestTimeoutSeconds * 1000

/**
 * Plays one script on a fresh server and judges it. CPU is not reported: the server also logs its commits. Throws a
 * BenchError when the server dies or hangs, or when the signal ends it; the server is gone either way.
 */
export async function measureScenario(plan: ScenarioPlan, context: ScenarioContext): Promise<ScenarioRecord> {
  const folder = mkdtempSync(join(context.supervisor.scratchFolder, 'scenario-'))
  try {
    return await measureIn(folder, plan, context)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureIn(folder: string, plan: ScenarioPlan, context: ScenarioContext): Promise<ScenarioRecord> {
  requireOpenFiles(`${plan.scenario.name} (${plan.variant})`, { connections: connectionsOf(plan), servers: 1 })
  const commitLog = join(folder, 'commits')
  const serverFlags = plan.scenario.serverFlags?.(plan.settings) ?? {}
  const server = await startPlayed(plan, context, { 'log-commits': commitLog, ...serverFlags })
  try {
    const documents = plan.scenario.documents(plan.settings)
    await orFailOf(server, plan, checkFirstContent(plan.arm.name, server.origin, requestTimeoutMs))
    const { run, observations } = await play(plan, context, server)
    const after = await orFailOf(server, plan, readFinalStates(server.origin, documents, requestTimeoutMs))
    const judgement = judge({
      writeGuard: plan.arm.writeGuard,
      observations,
      before: untouchedDocuments(documents),
      after,
      commitLog: readIfThere(commitLog),
    })
    const closing = await orFailOf(server, plan, runClosingChecks({ origin: server.origin, path: '/orders/1', requestTimeoutMs }))
    return summariseScenario({ plan, serverFlags, run, observations, judgement, closing })
  } finally {
    await server.stop()
  }
}

function startPlayed(plan: ScenarioPlan, context: ScenarioContext, flags: Readonly<Record<string, string>>): Promise<Server> {
  const { arm, scenario, settings, sizeBytes } = plan
  const args = [...arm.command.args, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])]
  const documents = { documents: scenario.documents(settings), idsBySize: [] }
  const serverSettings = { ...context.settings, sizesBytes: [sizeBytes] }
  return startArm({ ...arm, command: { ...arm.command, args } }, serverSettings, documents, context.supervisor, context.signal)
}

function connectionsOf({ scenario, settings }: ScenarioPlan): number {
  return scenario.connections?.(settings) ?? scenario.users(settings)
}

/** Ends at the first time-out, and when the server does: what comes afterwards would be told of a corpse. */
async function play(
  plan: ScenarioPlan,
  { settings: { seed }, signal }: ScenarioContext,
  server: Server,
): Promise<{ readonly run: ScriptRun; readonly observations: readonly Observation[] }> {
  const { scenario, settings, variant } = plan
  const observations: Observation[] = []
  const random = createRandom(seed)
  const failed = new AbortController()
  let hung = false
  void server.exited.then(() => failed.abort())
  const playing = runScript({
    scenario,
    settings,
    origin: server.origin,
    connections: connectionsOf(plan),
    // The same users, polls and edits on every strategy.
    seedRandom: (index) => random.fork(`${scenario.name} ${variant} user ${index}`).next,
    requestTimeoutMs,
    encoding: plan.arm.encoding,
    signal: AbortSignal.any([signal, failed.signal]),
    record: (observation) => {
      observations.push(observation)
      if (observation.failure !== 'timed-out') return
      hung = true
      failed.abort()
    },
  })
  const run = await orFailOf(server, plan, playing)
  // The exit is reported a moment after the sockets break.
  if (observations.some(({ failure }) => failure !== undefined)) await sleep(100)
  failIfDead(server, plan)
  if (hung) throw serverHung(plan.arm.name, whilePlayed(plan))
  if (run.interrupted) throw interrupted()
  return { run, observations }
}

/** A server that has ended explains a failure better than the failure itself. */
async function orFailOf<T>(server: Server, plan: ScenarioPlan, action: Promise<T | 'timed-out'>): Promise<T> {
  try {
    const result = await action
    if (result === 'timed-out') throw serverHung(plan.arm.name, `after ${plan.scenario.name} was played`)
    return result
  } catch (error) {
    await sleep(100)
    failIfDead(server, plan)
    throw error
  }
}

function failIfDead(server: Server, plan: ScenarioPlan): void {
  if (server.hasExited() !== undefined) throw serverDied(server, plan.arm.name, whilePlayed(plan))
}

function whilePlayed({ scenario }: ScenarioPlan): string {
  return `while ${scenario.name} was played`
}

/** The log comes into being with the first commit. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
