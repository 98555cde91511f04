import type { Observation } from '../load/observation.ts'
import { editsIn } from './edits.ts'

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
  readonly indeterminate: number
  /** `undefined` if nothing was committed. */
  readonly attemptsPerCommit: number | undefined
  /** HTTP bytes of all reads before edits and of all attempts, both directions, over committed edits. */
  readonly bytesPerCommit: number | undefined
}

export function countConflicts(observations: readonly Observation[]): ConflictFigures {
  const edits = editsIn(observations)
  const committed = edits.filter(edit => edit.outcome === 'committed').length
  const aborted = edits.filter(edit => edit.outcome === 'aborted')
  const conditional = edits.filter(edit => edit.conditional).length
  const bytes = observations
    .filter(observation => observation.kind !== 'poll')
    .reduce((sum, observation) => sum + observation.sentBytes + observation.receivedBytes, 0)
  return {
    attempts: edits.length,
    blindAttempts: edits.length - conditional,
    committed,
    aborts: aborted.length,
    abortRate: conditional === 0 ? 0 : aborted.length / conditional,
    giveUps: aborted.filter(edit => edit.lastAttempt === true).length,
    indeterminate: edits.filter(edit => edit.outcome === 'no-answer').length,
    attemptsPerCommit: committed === 0 ? undefined : edits.length / committed,
    bytesPerCommit: committed === 0 ? undefined : bytes / committed,
  }
}
