import type { Observation } from '../load/observation.ts'
import { editsIn, fateOf } from './edits.ts'

/** What became of attempts to write. What they cost is in `economics.ts`; touches are no edits and count nowhere here. */
export interface ConflictFigures {
  readonly attempts: number
  /** Attempts without a precondition: they overwrite whatever is there. */
  readonly blindAttempts: number
  readonly committed: number
  /** 412s. */
  readonly aborts: number
  /** Aborts over attempts with a precondition; 0 if there are none. */
  readonly abortRate: number
  /** Logical edits abandoned after the last 412 that the editor puts up with. */
  readonly giveUps: number
  /** No answer, or a server error: applied or not. */
  readonly indeterminate: number
}

export function countConflicts(observations: readonly Observation[]): ConflictFigures {
  const edits = editsIn(observations)
  const aborted = edits.filter(edit => edit.outcome === 'aborted')
  const conditional = edits.filter(edit => edit.conditional).length
  return {
    attempts: edits.length,
    blindAttempts: edits.length - conditional,
    committed: edits.filter(edit => edit.outcome === 'committed').length,
    aborts: aborted.length,
    abortRate: conditional === 0 ? 0 : aborted.length / conditional,
    giveUps: aborted.filter(edit => edit.lastAttempt === true).length,
    indeterminate: edits.filter(edit => fateOf(edit) === 'indeterminate').length,
  }
}
