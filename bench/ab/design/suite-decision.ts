import type { Estimate } from '../../stats/interval.ts'

export type Verdict = 'regressed' | 'improved' | 'no-change' | 'cannot-tell' | 'void'

/** What a suite has to do next. `until` counts launches from the start of its phase, those made included. */
export type SuiteStep =
  | { readonly kind: 'launch'; readonly until: number; readonly cells: readonly string[] }
  | { readonly kind: 'confirm'; readonly until: number; readonly cells: readonly string[] }
  | { readonly kind: 'done' }

/** Where a cell stands. `alarmed` waits for its confirmation. */
export interface CellState {
  readonly cell: string
  readonly status: 'open' | 'alarmed' | Verdict
  /** Launches of the look that settled or alarmed it; `null` while open. */
  readonly decidedAt: number | null
  /** Standard deviation of the launches around their centre (head and control), known from the first look on. */
  readonly launchSd: number | null
  /** Whether it may fall back on the wider margin at the last look; settled at the first. */
  readonly noisy: boolean
  /** The slowdown that it ruled out or, if it did not, has to rule out, as a fraction. */
  readonly margin: number
  /** It alarmed, and its fresh launches are void: they neither confirm nor refute it. */
  readonly unconfirmedAlarm: boolean
  /** Why, in one sentence; empty while open. */
  readonly why: string
}

export interface SuiteDecision {
  readonly step: SuiteStep
  /** Every cell, in the order given. */
  readonly cells: readonly CellState[]
}

/** What is printed of a cell in the end. Plain data, safe in JSON. */
export interface CellVerdict {
  readonly cell: string
  readonly verdict: Verdict
  /** Ratio of head over base with its interval; `null` without a valid launch. */
  readonly effect: Estimate | null
  /** The same of base-again over base. */
  readonly controlEffect: Estimate | null
  /** Valid launches of the screening, and of the confirmation. */
  readonly launches: number
  readonly confirmationLaunches: number
  readonly launchSd: number | null
  readonly margin: number
  /** The smallest slowdown, as a fraction, that this gate finds with 95 % probability at this spread; `null` if none up to 100 %. */
  readonly smallestEffect: number | null
  /** It alarmed, and no fresh launches could confirm or refute that: the suite ended before (`cannot-tell`), or they are void (`void`). No pass. */
  readonly unconfirmedAlarm: boolean
  readonly why: string
}
