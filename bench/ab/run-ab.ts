import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { readEnvironment } from '../archive/environment.ts'
import { createRunFolder, runId } from '../archive/run-writer.ts'
import type { CommandContext } from '../cli.ts'
import { BenchError, exitCodeOf, formatError } from '../errors.ts'
import { createRandom } from '../stats/random.ts'
import type { Random } from '../stats/random.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { RequestBudget } from '../trial/request-budget.ts'
import { exitCodeOfSuite } from './ab-exit-code.ts'
import type { AbFile, AbSettings, BuildEntry, Injection } from './ab-file.ts'
import type { AbPlan, Comparison } from './ab-options.ts'
import { payloadEntry } from './ab-payload.ts'
import { AbRecorder } from './ab-recorder.ts'
import type { Builds } from './build/builds.ts'
import { prepareBuilds } from './build/builds.ts'
import { collectionShares, collectionWarnings } from './collections.ts'
import { runExactGates } from './exact/run-exact-gates.ts'
import { gaugeInjection } from './measure/injection.ts'
import { measureLaunch } from './measure/measure-launch.ts'
import type { SideArm } from './measure/side-arm.ts'
import type { LaunchOrder } from './run-suite.ts'
import { concludeCells, runSuite } from './run-suite.ts'
import { planSideArms, sourcesOf } from './side-arms.ts'

export interface AbRequest {
  readonly plan: AbPlan
  /** Default: results/ab. */
  readonly resultsFolder: string | undefined
  readonly context: CommandContext
  /** Calibration only: head is slowed by so many per cent of the measured CPU per request, cell by cell. */
  readonly injectPercent?: number
  /** Given what was measured when the suite ends early, before the error is thrown. */
  readonly printPartial: (file: AbFile, path: string) => void
}

/** Of what is compared by equality, on servers that it starts itself, after the launches. */
export interface ExactGatesContext {
  readonly arms: readonly SideArm[]
  readonly settings: AbSettings
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
  /** Told what is not compared, and why. */
  readonly warn: (warning: string) => void
}

export const defaultAbFolder = resolve(import.meta.dirname, '../../results/ab')

/**
 * A whole suite: builds, launches, exact gates, verdicts. Whatever ends it early, the file holds what was measured and says
 * why; before the first launch there is none. No process and no folder of a build is left when this returns or throws.
 */
export async function runAb(request: AbRequest): Promise<{ readonly file: AbFile; readonly path: string }> {
  const supervisor = startSupervisor()
  try {
    const builds = await buildBoth(request, supervisor)
    try {
      return await runOnBuilds(request, builds, supervisor)
    } finally {
      await builds?.discard()
    }
  } finally {
    await supervisor.close()
  }
}

/** Undefined where two commands are compared as they are. */
async function buildBoth({ plan, context }: AbRequest, supervisor: Supervisor): Promise<Builds | undefined> {
  const { comparison } = plan
  if (comparison.kind === 'commands') return undefined
  const { baseRef, headRef, build } = comparison
  const builds = await prepareBuilds({ baseRef, headRef, projectFolder: process.cwd(), buildCommand: build, supervisor, signal: context.signal })
  for (const [name, { commit, dirty, dependencies }] of [['base', builds.base], ['head', builds.head]] as const) {
    context.stderr.write(`${name}: ${commit.slice(0, 10)}${dirty ? ' with changes that are not committed' : ''}; packages: ${dependencies}\n`)
  }
  return builds
}

async function runOnBuilds(request: AbRequest, builds: Builds | undefined, supervisor: Supervisor) {
  const { plan, context } = request
  const id = runId(new Date(), randomBytes(2).toString('hex'))
  const folder = createRunFolder(resolve(request.resultsFolder ?? defaultAbFolder), id)
  const recorder = new AbRecorder(folder, {
    id,
    startedAt: new Date().toISOString(),
    command: context.commandLine,
    settings: plan.settings,
    environment: readEnvironment(process.platform === 'linux' ? 'schedstat' : 'ipc'),
    payload: payloadEntry(plan.settings, plan.payload),
    builds: describeBuilds(plan.comparison, builds),
  })
  try {
    await new Suite(request, builds, supervisor, recorder).run()
  } catch (error) {
    if (recorder.file.launches.length === 0) {
      rmSync(folder, { recursive: true, force: true })
      throw withoutSuite(error)
    }
    finishPartial(recorder, request, error)
    throw error
  }
  const verdicts = concludeCells(plan.settings, recorder.file.launches)
  return { file: recorder.finish(verdicts, exitCodeOfSuite({ ...recorder.file, verdicts: [...verdicts] })), path: recorder.path }
}

class Suite {
  readonly #request: AbRequest
  readonly #builds: Builds | undefined
  readonly #supervisor: Supervisor
  readonly #recorder: AbRecorder
  readonly #random: Random
  readonly #budget = new RequestBudget()

  constructor(request: AbRequest, builds: Builds | undefined, supervisor: Supervisor, recorder: AbRecorder) {
    this.#request = request
    this.#builds = builds
    this.#supervisor = supervisor
    this.#recorder = recorder
    this.#random = createRandom(request.plan.settings.seed)
  }

  async run(): Promise<void> {
    const { plan, context, injectPercent } = this.#request
    if (injectPercent !== undefined) await this.#gauge(injectPercent)
    await runSuite({
      settings: plan.settings,
      launches: () => this.#recorder.file.launches,
      measure: (order) => this.#measure(order),
      report: (line) => void context.stderr.write(`${line}\n`),
    })
    for (const warning of collectionWarnings(collectionShares(this.#recorder.file))) this.#recorder.warn(warning)
    if (!plan.settings.exactGates) return
    const arms = await this.#arms(this.#random.fork('exact gates'), plan.settings.cells.map(({ name }) => name), null)
    const warn = (warning: string) => this.#recorder.warn(warning)
    this.#recorder.exactDone(await runExactGates({ arms, settings: plan.settings, supervisor: this.#supervisor, signal: context.signal, warn }))
  }

  async #gauge(percent: number): Promise<void> {
    const cells = this.#request.plan.settings.cells.map(({ name }) => name)
    const order = { launch: 0, confirmation: false, cells }
    const launch = await this.#planLaunch(order, 'gauge', { percent, waitNs: {} })
    this.#recorder.injected(await gaugeInjection(launch, percent))
  }

  async #measure(order: LaunchOrder): Promise<void> {
    const plan = await this.#planLaunch(order, `launch ${order.launch}${order.confirmation ? ' of the confirmation' : ''}`, this.#recorder.file.injection)
    this.#recorder.launchDone(await measureLaunch(plan))
  }

  async #planLaunch({ launch, confirmation, cells: names }: LaunchOrder, label: string, injection: Injection | null) {
    const { plan, context } = this.#request
    const random = this.#random.fork(label)
    const cells = plan.settings.cells.filter(({ name }) => names.includes(name))
    const arms = await this.#arms(random, names, injection)
    const warn = (warning: string) => this.#recorder.warn(warning)
    const shared = { settings: plan.settings, budget: this.#budget, supervisor: this.#supervisor, signal: context.signal, warn }
    return { launch, confirmation, cells, arms, random, ...shared }
  }

  /** In which folder a build is, is drawn for every launch. */
  async #arms(random: Random, names: readonly string[], injection: Injection | null): Promise<readonly SideArm[]> {
    const { comparison, settings, servers } = this.#request.plan
    const folders = await this.#builds?.place(random)
    const cells = settings.cells.filter(({ name }) => names.includes(name))
    return planSideArms(servers, cells, sourcesOf(comparison, folders), injection)
  }
}

function describeBuilds(comparison: Comparison, builds: Builds | undefined): AbFile['builds'] {
  const entryOf = (side: 'base' | 'head'): BuildEntry => {
    const command = comparison.kind === 'commands' ? comparison[side] : comparison.command
    return { ...(builds?.[side] ?? { ref: null, commit: null, dirty: false, dependencies: 'none' }), command }
  }
  return { base: entryOf('base'), head: entryOf('head') }
}

/** What ends a launch says that what was measured is kept: not so before the first has ended. What keeps a server from starting has a better hint. */
function withoutSuite(error: unknown): unknown {
  if (!(error instanceof BenchError) || error.code === 'server-start') return error
  return new BenchError(error.code, error.message, 'no launch had ended: nothing was compared, and no suite file is kept', { cause: error })
}

/** Must not throw: the error that ended the suite is the one to report. */
function finishPartial(recorder: AbRecorder, { plan, context: { stderr }, printPartial }: AbRequest, error: unknown): void {
  try {
    printPartial(recorder.finish(concludeCells(plan.settings, recorder.file.launches), exitCodeOf(error), formatError(error)), recorder.path)
  } catch (failure) {
    stderr.write(`\nwhat was measured could not be brought up to date or printed: ${formatError(failure)}\n`)
  }
  stderr.write(`\nthe suite ended early; what was measured until then: ${recorder.path}\n`)
}
