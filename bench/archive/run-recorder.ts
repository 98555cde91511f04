import { join } from 'node:path'
import { estimateRun } from '../estimate/estimates.ts'
import { checkModel } from '../model/check-model.ts'
import type { Arm } from '../plan/arm.ts'
import type { BurstRecord, ConnectionCost, ContentWeight, MixedBurstRecord, UnitCostSink } from '../trial/unit-cost-run.ts'
import type { WarmUp } from '../trial/warm-up.ts'
import type { RunFile } from './run-file.ts'
import { schemaVersion } from './run-file.ts'
import { writeRunFile } from './run-writer.ts'
import type { ScenarioRecord } from './scenario-record.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What is known before the first trial. */
export type RunStart = Pick<RunFile, 'id' | 'startedAt' | 'command' | 'settings' | 'environment' | 'payload'> & {
  readonly arms: readonly Arm[]
}

/** Collects a run and writes it after every trial: what was measured is on disk whatever happens next. */
export class RunRecorder implements UnitCostSink {
  readonly path: string
  readonly #run: Mutable<RunFile>
  readonly #onCell: (what: string) => void

  constructor(folder: string, start: RunStart, onCell: (what: string) => void) {
    this.path = join(folder, 'run.json')
    this.#onCell = onCell
    const arms = start.arms.map(({ name, role, summary, caveat, writeGuard, strongTag, blindMs, asksFor, classes, encoding }) => {
      return { name, role, summary, caveat: caveat ?? null, writeGuard, strongTag, blindMs, asksFor: [...asksFor], classes: [...classes], encoding }
    })
    this.#run = {
      schema: schemaVersion,
      kind: 'etag-bench run',
      ...start,
      finishedAt: null,
      status: 'partial',
      endedBy: null,
      arms,
      contents: [],
      warmUps: [],
      connectionCosts: [],
      bursts: [],
      mixedBursts: [],
      scenarios: [],
      estimates: null,
      modelCheck: null,
      warnings: [],
    }
    writeRunFile(this.path, this.#run)
  }

  get run(): RunFile {
    return this.#run
  }

  burst(record: BurstRecord): void {
    this.#run.bursts.push(record)
  }

  mixedBurst(record: MixedBurstRecord): void {
    this.#run.mixedBursts?.push(record)
  }

  connectionCost(cost: ConnectionCost): void {
    this.#run.connectionCosts.push(cost)
  }

  content(weight: ContentWeight): void {
    this.#run.contents.push(weight)
  }

  warmUp(launch: number, warmUp: WarmUp): void {
    this.#run.warmUps.push({ launch, ...warmUp })
  }

  warn(warning: string): void {
    if (!this.#run.warnings.includes(warning)) this.#run.warnings.push(warning)
  }

  cellDone(what: string): void {
    this.#onCell(what)
  }

  async trialDone(): Promise<void> {
    writeRunFile(this.path, this.#run)
  }

  /** `repeated`: it was void and is played again, so its cell is not done yet. */
  async scenarioDone(record: ScenarioRecord, { repeated = false }: { readonly repeated?: boolean } = {}): Promise<void> {
    this.#run.scenarios.push(record)
    if (!repeated) this.cellDone(`${record.scenario} ${record.strategy}`)
    await this.trialDone()
  }

  /** Computes the estimates from what there is. `endedBy`: why the run ends early; undefined: it is complete. */
  finish(endedBy?: string): RunFile {
    this.#run.estimates = this.#run.bursts.length > 0 ? estimateRun(this.#run) : null
    this.#run.modelCheck = checkModel(this.#run)
    this.#run.finishedAt = new Date().toISOString()
    this.#run.status = endedBy === undefined ? 'complete' : 'partial'
    this.#run.endedBy = endedBy ?? null
    writeRunFile(this.path, this.#run)
    return this.#run
  }
}
