import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { isStrategyFile } from '../servers/strategies/load-strategy.ts'
import { defaultResultsFolder } from './archive/default-results-folder.ts'
import { readEnvironment } from './archive/environment.ts'
import type { RunFile } from './archive/run-file.ts'
import type { RunStart } from './archive/run-recorder.ts'
import { RunRecorder } from './archive/run-recorder.ts'
import { createRunFolder, runId } from './archive/run-writer.ts'
import type { CommandContext } from './cli.ts'
import { BenchError, formatError } from './errors.ts'
import type { Payload } from '../servers/resource/payload.ts'
import type { Arm } from './plan/arm.ts'
import { describeBuiltIn, planArms } from './plan/arm.ts'
import { planDocuments } from './plan/documents.ts'
import type { ScenarioPlan } from './plan/scenarios.ts'
import { planScenarios } from './plan/scenarios.ts'
import type { BenchSettings } from './plan/settings.ts'
import { createProgress } from './report/progress.ts'
import { createRandom } from './stats/random.ts'
import { describeStrategyFile } from './target/describe-strategy-file.ts'
import { startSupervisor } from './target/supervision.ts'
import type { Supervisor } from './target/supervision.ts'
import { playUntilValid } from './trial/scenario-attempts.ts'
import { weighContentsApart } from './trial/content-weights.ts'
import { measureScenario } from './trial/scenario-trial.ts'
import { measureUnitCosts, cellsPerLaunch } from './trial/unit-costs.ts'

export interface BenchRequest {
  readonly settings: BenchSettings
  readonly payload: Payload | null
  readonly resultsFolder: string | undefined
  readonly context: CommandContext
  /** Given what was measured when the run ends early, before the error is thrown. */
  readonly deliverPartial: (run: RunFile, path: string) => Promise<void>
}

/** A whole run: unit costs, unless no class is asked for, then scenarios. Whatever ends it early, the run file holds what was measured and says why. */
export async function runBench(request: BenchRequest): Promise<{ readonly run: RunFile; readonly path: string }> {
  const supervisor = startSupervisor()
  try {
    return await runSupervised(request, supervisor)
  } finally {
    await supervisor.close()
  }
}

async function runSupervised(request: BenchRequest, supervisor: Supervisor): Promise<{ readonly run: RunFile; readonly path: string }> {
  const { settings, context } = request
  const arms = await loadArms(settings, supervisor, context.signal)
  const scenarioPlans = planScenarios(settings, arms)
  const id = runId(new Date(), randomBytes(2).toString('hex'))
  const folder = createRunFolder(resolve(request.resultsFolder ?? defaultResultsFolder), id)
  const perLaunch = settings.classes.length === 0 ? 0 : cellsPerLaunch(settings)
  const recorder = new RunRecorder(folder, describeStart(id, request, arms), (what) => progress.advance(what))
  const progress = createProgress({ total: settings.launches * perLaunch + scenarioPlans.length, perLaunch }, context.stderr)
  try {
    await measureAll(request, arms, scenarioPlans, supervisor, recorder).finally(() => progress.stop())
  } catch (error) {
    await reportPartial(recorder, request)
    throw error
  }
  return { run: recorder.finish(), path: recorder.path }
}

/** Everything into the recorder; when it ends early, the reason too. */
async function measureAll(
  request: BenchRequest,
  arms: readonly Arm[],
  scenarioPlans: readonly ScenarioPlan[],
  supervisor: Supervisor,
  recorder: RunRecorder,
): Promise<void> {
  const { settings, context } = request
  const { signal } = context
  try {
    if (settings.classes.length > 0) await measure(settings, arms, supervisor, recorder, signal)
    else await weighPlayed(request, arms, scenarioPlans, supervisor, recorder)
    for (const plan of scenarioPlans) await playUntilValid(() => measureScenario(plan, { settings, supervisor, signal }), recorder)
  } catch (error) {
    finishPartial(recorder, error, context)
    throw error
  }
}

/** Unit costs weigh contents as they go; a run without them has to do so apart. */
async function weighPlayed({ settings, context }: BenchRequest, arms: readonly Arm[], plans: readonly ScenarioPlan[], supervisor: Supervisor, recorder: RunRecorder) {
  const sizesBytes = [...new Set(plans.map(({ sizeBytes }) => sizeBytes))]
  if (sizesBytes.length === 0) return
  for (const weight of await weighContentsApart(arms[0]!, { ...settings, sizesBytes }, supervisor, context.signal)) recorder.content(weight)
}

/** Must not throw: the error that ended the run is the one to report. */
function finishPartial(recorder: RunRecorder, error: unknown, { stderr }: CommandContext): void {
  try {
    recorder.finish(formatError(error))
  } catch (failure) {
    stderr.write(`\nthe run file could not be brought up to date: ${formatError(failure)}\n`)
  }
}

/** Must not throw either. */
async function reportPartial(recorder: RunRecorder, { context: { stderr }, deliverPartial }: BenchRequest): Promise<void> {
  try {
    await deliverPartial(recorder.run, recorder.path)
  } catch (failure) {
    stderr.write(`\nwhat was measured could not be printed: ${formatError(failure)}\n`)
  }
  stderr.write(`\nthe run ended early; what was measured until then: ${recorder.path}\n`)
}

async function loadArms({ strategies, references, encoding }: BenchSettings, supervisor: Supervisor, signal: AbortSignal): Promise<readonly Arm[]> {
  const describe = (nameOrPath: string) =>
    isStrategyFile(nameOrPath) ? describeStrategyFile(nameOrPath, { supervisor, signal }) : describeBuiltIn(nameOrPath)
  try {
    const arms = await planArms(strategies, references, encoding, describe)
    const twice = arms.find(({ name }, index) => arms.findIndex((arm) => arm.name === name) !== index)
    if (twice !== undefined) throw new Error(`strategy "${twice.name}" is named twice`)
    return arms
  } catch (error) {
    if (error instanceof BenchError) throw error
    throw new BenchError('usage', (error as Error).message, 'nothing was measured; mend the file or the flag and run again', { cause: error })
  }
}

function describeStart(id: string, { settings, payload, context }: BenchRequest, arms: readonly Arm[]): RunStart {
  return {
    id,
    startedAt: new Date().toISOString(),
    command: context.commandLine,
    settings: settings as RunFile['settings'],
    environment: readEnvironment(process.platform === 'linux' ? 'schedstat' : 'ipc'),
    arms,
    payload: payload === null ? null : describePayload(settings.payloadFile!, payload),
  }
}

function measure(settings: BenchSettings, arms: readonly Arm[], supervisor: Supervisor, recorder: RunRecorder, signal: AbortSignal) {
  return measureUnitCosts({
    arms,
    settings,
    plan: planDocuments(settings.sizesBytes.length, settings.connections),
    supervisor,
    random: createRandom(settings.seed),
    signal,
    sink: recorder,
  })
}

function describePayload(file: string, payload: Payload): NonNullable<RunFile['payload']> {
  const { fileBytes, sentBytes, bookkeepingBytes, bookkeeping } = payload
  return { file, fileBytes, sentBytes, bookkeepingBytes, bookkeeping }
}
