import type { ScenarioRecord } from '../archive/scenario-record.ts'

/** All slices of a strategy together. */
export interface SoakFigures {
  readonly strategy: string
  readonly slices: number
  /** Acknowledged. */
  readonly edits: number
  readonly attempts: number
  /** Attempts without a precondition. */
  readonly blindAttempts: number
  /** 412s over attempts with a precondition. */
  readonly abortRate: number
  readonly gaveUp: number
  /** By the tally; they differ only when edits got no answer. */
  readonly lostAtLeast: number
  readonly lostAtMost: number
  readonly lostByCommitLog: number
  /** In every slice: the counts of both oracles are one number, and the log contradicts nothing. */
  readonly agree: boolean
  readonly violations: number
}

/** Per strategy, in the order in which they were played. */
export function sumSlices(records: readonly ScenarioRecord[]): readonly SoakFigures[] {
  return [...Map.groupBy(records, ({ strategy }) => strategy)].map(([strategy, slices]) => {
    const sum = (of: (record: ScenarioRecord) => number): number => slices.reduce((total, record) => total + of(record), 0)
    const attempts = sum(({ edits }) => edits?.attempts ?? 0)
    const blindAttempts = sum(({ edits }) => edits?.blindAttempts ?? 0)
    const aborts = sum(({ edits }) => edits?.aborts ?? 0)
    return {
      strategy,
      slices: slices.length,
      edits: sum(({ lostUpdates }) => lostUpdates.acknowledged),
      attempts,
      blindAttempts,
      abortRate: attempts === blindAttempts ? 0 : aborts / (attempts - blindAttempts),
      gaveUp: sum(({ edits }) => edits?.gaveUp ?? 0),
      lostAtLeast: sum(({ lostUpdates }) => lostUpdates.least),
      lostAtMost: sum(({ lostUpdates }) => lostUpdates.most),
      lostByCommitLog: sum(({ lostByCommitLog }) => lostByCommitLog),
      agree: slices.every(oraclesAgree),
      violations: sum(({ violations }) => violations.length),
    }
  })
}

function oraclesAgree({ lostUpdates: { least, most }, lostByCommitLog, violations }: ScenarioRecord): boolean {
  return least === lostByCommitLog && most === lostByCommitLog && violations.every(({ kind }) => kind !== 'oracles-disagree')
}
