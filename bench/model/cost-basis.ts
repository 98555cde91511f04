import type { ModelCheck } from './model-check.ts'

/** Microseconds of server CPU per request, one figure per launch; null: that launch has none. */
export type LaunchUs = readonly (number | null)[]

/** As in the plan of a run: a poll that finds a change, one that finds none, a write, a refused write. */
export type CostClass = '200' | '304' | 'put' | '412'

/** One response class of a strategy at a size that was measured. */
export interface ClassCost {
  readonly sizeBytes: number
  /** Saturated. */
  readonly us: LaunchUs
  /** Per request, heads included. */
  readonly sentBytes: number
  readonly receivedBytes: number
}

export interface StrategyBasis {
  readonly name: string
  readonly summary: string
  readonly caveat: string | null
  /** `none`: no validator, every poll is answered 200. */
  readonly isControl: boolean
  readonly writeGuard: 'if-match' | 'if-unmodified-since' | 'none'
  readonly strongTag: boolean
  /** Changes of one document this close together may share a validator; 0: never. */
  readonly blindMs: number
  /** What it asks of whoever adopts it; null: an older run file, which does not say. */
  readonly asksFor: readonly Demand[] | null
  /** Sizes ascending; without an entry where nothing is known. */
  readonly classes: Readonly<Partial<Record<CostClass, readonly ClassCost[]>>>
}

/** A column of its own; contents that nobody hostile chooses; that one process answers everything. */
export type Demand = 'column' | 'trusted-content' | 'one-process'

/** What a request costs beyond its saturated cost where the server sleeps in between (bench/model/wake-up.ts). */
export interface WakeUpPoint {
  readonly requestsPerSecond: number
  /** For a request that costs 100 µs saturated, by its class. */
  readonly us: Readonly<Partial<Record<CostClass, LaunchUs>>>
  /** How it grows with the saturated cost: to this power. 0 to 1. */
  readonly exponent: number
}

/**
 * Everything that the cost model takes from a run: plain JSON, small enough to be embedded in a page, so that page and
 * command line answer with one implementation.
 */
export interface CostBasis {
  readonly runId: string
  readonly startedAt: string
  readonly mode: 'quick' | 'default' | 'thorough'
  readonly cpuModel: string
  readonly cores: number
  readonly node: string
  readonly launches: number
  /** In which the run's contents were sent. */
  readonly encoding: 'identity' | 'gzip'
  /** Name of the payload file; null: the benchmark's own document. */
  readonly payloadFile: string | null
  /** Measured, ascending. */
  readonly sizesBytes: readonly number[]
  /** `none` first. */
  readonly strategies: readonly StrategyBasis[]
  /** Rates ascending; empty: the run has no fixed rates, and costs at light load come out too low. */
  readonly wakeUp: readonly WakeUpPoint[]
  /** What gzip makes of a content, sizes ascending. */
  readonly contents: readonly { readonly sizeBytes: number; readonly gzipBytes: number }[]
  /** What compressing the answer adds to a 200, sizes ascending; empty: not measured. */
  readonly gzipUs: readonly { readonly sizeBytes: number; readonly us: LaunchUs }[]
  /** Of a GET without a precondition. */
  readonly plainGetSentBytes: number
  /** How well the model told what it was not fitted on; null: the run does not say. */
  readonly check: ModelCheck | null
}
