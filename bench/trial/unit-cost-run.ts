import type { Arm } from '../plan/arm.ts'
import type { DocumentPlan } from '../plan/documents.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { BenchSettings, MixedLoad } from '../plan/settings.ts'
import type { Random } from '../stats/random.ts'
import type { Supervisor } from '../target/supervision.ts'
import type { MeteredBurst } from './burst.ts'
import type { WarmUp } from './warm-up.ts'

/** A burst with its place in the matrix. */
export interface BurstRecord extends MeteredBurst {
  readonly launch: number
  readonly arm: string
  readonly responseClass: ResponseClass
  readonly sizeBytes: number
  /** 0-based, within the launch. */
  readonly round: number
  /** 1, or more where earlier attempts were void and the burst was repeated. */
  readonly attempt: number
}

/** A burst of several classes at once. */
export interface MixedBurstRecord extends MeteredBurst {
  readonly launch: number
  readonly arm: string
  readonly sizeBytes: number
  readonly round: number
  readonly attempt: number
  /** null: saturated. */
  readonly requestsPerSecond: number | null
  /** Proportions of the classes. */
  readonly mix: MixedLoad['mix']
}

/** What opening the connections of one burst costs the server, measured apart so that it can be subtracted. */
export interface ConnectionCost {
  readonly launch: number
  readonly arm: string
  readonly connections: number
  /** Per burst; at least 0. */
  readonly cpuNs: number
  /** Of one unconditional GET: what a client without a validator sends. */
  readonly plainGetSentBytes: number
}

/** A content as sent, and what gzip makes of it at the default level. */
export interface ContentWeight {
  readonly sizeBytes: number
  readonly gzipBytes: number
}

/** Told of everything as it is measured. A trial is one round of a launch: every cell on every arm. */
export interface UnitCostSink {
  burst(record: BurstRecord): void
  mixedBurst(record: MixedBurstRecord): void
  /** Once per size. */
  content(weight: ContentWeight): void
  connectionCost(cost: ConnectionCost): void
  warmUp(launch: number, warmUp: WarmUp): void
  /** One cell of a trial, on every arm: what a progress bar counts. */
  cellDone(what: string): void
  trialDone(): Promise<void>
  warn(warning: string): void
}

export interface UnitCostRun {
  readonly arms: readonly Arm[]
  readonly settings: BenchSettings
  readonly plan: DocumentPlan
  readonly supervisor: Supervisor
  readonly random: Random
  readonly signal: AbortSignal
  readonly sink: UnitCostSink
}
