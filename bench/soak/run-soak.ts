import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { defaultResultsFolder } from '../archive/default-results-folder.ts'
import { readEnvironment } from '../archive/environment.ts'
import type { RunFile } from '../archive/run-file.ts'
import { RunRecorder } from '../archive/run-recorder.ts'
import { createRunFolder, runId } from '../archive/run-writer.ts'
import type { CommandContext } from '../cli.ts'
import { formatError } from '../errors.ts'
import type { Arm } from '../plan/arm.ts'
import { planArms } from '../plan/arm.ts'
import type { BenchSettings } from '../plan/settings.ts'
import { createProgress } from '../report/progress.ts'
import { startSupervisor } from '../target/supervision.ts'
import type { ScenarioContext } from '../trial/scenario-trial.ts'
import { measureScenario } from '../trial/scenario-trial.ts'
import { planSlice } from './soak-plan.ts'

export interface SoakRequest {
  readonly settings: BenchSettings
  /** Acknowledged ones that each strategy has to reach. */
  readonly edits: number
  /** Of which one fresh server gets so many. */
  readonly editsPerSlice: number
  readonly resultsFolder: string | undefined
  readonly context: CommandContext
  /** Given what was played when the soak ends early, before the error is thrown. */
  readonly printPartial: (run: RunFile, path: string) => void
}

export interface Soaked {
  readonly run: RunFile
  readonly path: string
}

/**
 * Contended edits on one strategy after the other, in slices: each plays on a fresh server, is judged and then
 * forgotten but for its record, so that memory does not grow with the number of edits. Whatever ends it early, the run
 * file holds every finished slice.
 */
export async function runSoak(request: SoakRequest): Promise<Soaked> {
  const { settings, edits, editsPerSlice, context } = request
  const arms = await planArms(settings.strategies, [])
  const played = arms.filter(({ name, role }) => role !== 'control-again' && settings.strategies.includes(name))
  const id = runId(new Date(), randomBytes(2).toString('hex'))
  const recorder = new RunRecorder(createRunFolder(resolve(request.resultsFolder ?? defaultResultsFolder), id), {
    id,
    startedAt: new Date().toISOString(),
    command: context.commandLine,
    settings: settings as RunFile['settings'],
    environment: readEnvironment(process.platform === 'linux' ? 'schedstat' : 'ipc'),
    arms: played,
    payload: null,
  }, (what) => progress.advance(what))
  const progress = createProgress({ total: played.length * Math.ceil(edits / editsPerSlice), perLaunch: 1 }, context.stderr)
  const supervisor = startSupervisor()
  try {
    for (const arm of played) await soakArm(arm, request, { settings, supervisor, signal: context.signal }, recorder)
  } catch (error) {
    keepPartial(recorder, error, request)
    throw error
  } finally {
    progress.stop()
    await supervisor.close()
  }
  return { run: recorder.finish(), path: recorder.path }
}

/** Must not throw: the error that ended the soak is the one to report. */
function keepPartial(recorder: RunRecorder, error: unknown, { context, printPartial }: SoakRequest): void {
  try {
    recorder.finish(formatError(error))
    printPartial(recorder.run, recorder.path)
  } catch (failure) {
    context.stderr.write(`\nwhat was played could not be kept: ${formatError(failure)}\n`)
  }
}

/** Edits that were given up are made up for by another slice. One without any acknowledged edit would be repeated for ever. */
async function soakArm(arm: Arm, request: SoakRequest, context: ScenarioContext, recorder: RunRecorder): Promise<void> {
  let missing = request.edits
  for (let nth = 1; missing > 0; nth += 1) {
    const record = await measureScenario(planSlice(arm, nth, Math.min(missing, request.editsPerSlice)), context)
    await recorder.scenarioDone(record)
    if (record.lostUpdates.acknowledged === 0) return
    missing -= record.lostUpdates.acknowledged
  }
}
