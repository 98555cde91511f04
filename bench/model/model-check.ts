export type CheckedFigure = 'cpu' | 'bytes' | 'aborts' | 'lost'

/** What the model says of one script or burst that it was not fitted on, beside what was measured. */
export interface CheckedCell {
  readonly figure: CheckedFigure
  readonly strategy: string
  /** What was played: `poll-changing, 10 % changed`, `mix at 300/s`. */
  readonly what: string
  readonly sizeBytes: number
  /** cpu: µs per request; bytes: per poll, both directions; aborts: 412s over conditional writes; lost: of the accepted edits. */
  readonly predicted: number
  readonly measured: number
  /** (predicted - measured) / measured. */
  readonly relativeError: number
}

/** Over the cells of one figure; null errors: nothing of the kind was measured. */
export interface CheckSummary {
  readonly figure: CheckedFigure
  readonly cells: number
  /** Of the errors without their signs. */
  readonly medianError: number | null
  readonly worstError: number | null
  /** The cell of the worst error: `version, mix at 300/s`. */
  readonly worstCell: string | null
  /** What the median should stay within. */
  readonly reach: number
}

export interface ModelCheck {
  readonly cells: readonly CheckedCell[]
  /** One per figure. */
  readonly summaries: readonly CheckSummary[]
  /** What was not checked, and why, one sentence each. */
  readonly unchecked: readonly string[]
}
