import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readEnvironment } from '../archive/environment.ts'
import { replaceFile } from '../archive/replace-file.ts'
import { createRunFolder, runId } from '../archive/run-writer.ts'
import type { CommandContext } from '../cli.ts'
import { formatError } from '../errors.ts'
import { createProgress } from '../report/progress.ts'
import { createRandom } from '../stats/random.ts'
import { formatSize } from '../../servers/resource/size.ts'
import type { ChildAnswer, ChildJob } from './child-job.ts'
import { withCompileCache } from './compile-cache.ts'
import { warnOfDoubts } from './doubts.ts'
import { estimateMicro } from './estimate-micro.ts'
import { usualContentBytes } from './material.ts'
import type { MicroFile, MicroSettings } from './micro-file.ts'
import { microKind, microSchemaVersion } from './micro-file.ts'
import type { MicroCell } from './plan.ts'
import { planInHandler, planMicro } from './plan.ts'
import type { InHandlerAnswer, InHandlerJob } from './in-handler-job.ts'
import { runChild, runInHandlerChild } from './run-child.ts'
import { microTasks } from './tasks/index.ts'

export interface MicroRequest {
  readonly settings: MicroSettings
  readonly resultsFolder: string
  readonly context: CommandContext
  /** Given what was measured when the run ends early, before the error is thrown. */
  readonly printPartial: (micro: MicroFile, path: string) => void
  /** One task at one size in a process of its own, unless a test says otherwise. */
  readonly measure?: (job: ChildJob) => Promise<ChildAnswer>
  /** One hash at every size in a server of its own, likewise. */
  readonly measureInHandler?: (job: InHandlerJob) => Promise<InHandlerAnswer>
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The whole run, written after every process: whatever ends it early, the file holds what was measured and says why. */
export async function runMicro(request: MicroRequest): Promise<{ readonly micro: MicroFile; readonly path: string }> {
  const { context, printPartial } = request
  const id = runId(new Date(), randomBytes(2).toString('hex'))
  const path = join(createRunFolder(request.resultsFolder, id), 'micro.json')
  const micro: Mutable<MicroFile> = describeStart(id, request)
  writeMicroFile(path, micro)
  try {
    await withCompileCache((compileCacheFolder) =>
      measureAll(
        { measure: (job) => runChild(job, { compileCacheFolder }), measureInHandler: (job) => runInHandlerChild(job, { compileCacheFolder }), ...request },
        micro,
        path,
      ))
  } catch (error) {
    close(micro, formatError(error))
    if (micro.measurements.length > 0) printPartial(micro, path)
    context.stderr.write(`${writePartial(micro, path)}\n`)
    throw error
  }
  close(micro, null)
  writeMicroFile(path, micro)
  return { micro, path }
}

/** What became of it. Must not throw: the error that ended the run is the one to report. */
function writePartial(micro: MicroFile, path: string): string {
  try {
    writeMicroFile(path, micro)
    return `\nthe run ended early; what was measured until then: ${path}`
  } catch (failure) {
    return `\nthe micro file could not be brought up to date: ${formatError(failure)}`
  }
}

function close(micro: Mutable<MicroFile>, endedBy: string | null): void {
  micro.estimates = micro.measurements.length > 0 ? estimateMicro(micro.measurements, micro.inHandler) : null
  micro.warnings = warnOfDoubts(micro)
  micro.finishedAt = new Date().toISOString()
  micro.status = endedBy === null ? 'complete' : 'partial'
  micro.endedBy = endedBy
}

function writeMicroFile(path: string, micro: MicroFile): void {
  replaceFile(path, `${JSON.stringify(micro)}\n`)
}

async function measureAll(request: Required<MicroRequest>, micro: MicroFile, path: string): Promise<void> {
  const { settings, context, measure, measureInHandler } = request
  const launches = planMicro(settings, createRandom(settings.seed))
  const inHandlerJobs = planInHandler(settings)
  const perLaunch = (launches[0]?.length ?? 0) + inHandlerJobs.length
  const progress = createProgress({ total: launches.length * perLaunch, perLaunch }, context.stderr)
  try {
    for (const [launch, cells] of launches.entries()) {
      for (const cell of cells) {
        context.signal.throwIfAborted()
        const answer = await measure(jobOf(cell, settings))
        // What was measured while the user said stop may have been disturbed.
        context.signal.throwIfAborted()
        micro.measurements.push({ launch, ...cell, ...answer })
        writeMicroFile(path, micro)
        progress.advance(cell.sizeBytes === null ? cell.task : `${cell.task} ${formatSize(cell.sizeBytes)}`)
      }
      for (const job of inHandlerJobs) {
        context.signal.throwIfAborted()
        const { figures } = await measureInHandler(job)
        context.signal.throwIfAborted()
        micro.inHandler?.push(...figures.map((each) => ({ launch, hash: job.hash, ...each })))
        writeMicroFile(path, micro)
        progress.advance(`${job.hash} in a handler`)
      }
    }
  } finally {
    progress.stop()
  }
}

function jobOf({ task, sizeBytes }: MicroCell, { seed, payloadFile, warmupMs, sampleMs, samples }: MicroSettings): ChildJob {
  return { task, sizeBytes: sizeBytes ?? usualContentBytes, seed, payloadFile, warmupMs, sampleMs, samples }
}

function describeStart(id: string, { settings, context }: MicroRequest): MicroFile {
  const { tasks, sizesBytes } = settings
  return {
    schema: microSchemaVersion,
    kind: microKind,
    id,
    startedAt: new Date().toISOString(),
    finishedAt: null,
    status: 'partial',
    endedBy: null,
    command: context.commandLine,
    settings: { ...settings, tasks: [...tasks], sizesBytes: [...sizesBytes], inHandler: [...(settings.inHandler ?? [])] },
    environment: readEnvironment('process.cpuUsage'),
    tasks: microTasks.filter(({ name }) => tasks.includes(name)).map(({ name, summary }) => ({ name, summary })),
    measurements: [],
    inHandler: [],
    estimates: null,
    warnings: [],
  }
}
