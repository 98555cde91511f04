import type { Windows } from './contention.ts'
import { conflictChances, conflictProbability, lostShare, meanOverThinking } from './contention.ts'
import type { StrategyBasis } from './cost-basis.ts'
import type { DatedWrite } from './date-blindness.ts'
import { datedWrite } from './date-blindness.ts'
import type { Traffic } from './traffic.ts'

/** What a traffic's editors do to each other. */
export interface Conflicts {
  readonly abortsPerCommit: number
  /** Of accepted edits: overwritten unseen. */
  readonly lost: number
  /** Of repeated writes: refused again. */
  readonly again: number
}

/** From a repeated read being answered to the write that follows it at once: a round trip to a client far away. */
const exchangeSeconds = 0.1
/** Beyond twenty writes for one edit nobody goes on. */
export const mostRepeatedAborts = 0.95

/** The formula of `closedEditing` at a given rate of commits, and editors who repeat a refused write until it is accepted. */
export function conflictsOf({ writeGuard, blindMs }: StrategyBasis, traffic: Traffic): Conflicts {
  const { thinkSeconds } = traffic
  const editors = Math.max(1, traffic.editors)
  const windows = { editors, documents: 1, commitsPerSecond: traffic.changesPerMinute / 60 / editors, apartSeconds: exchangeSeconds }
  if (writeGuard === 'none') return { abortsPerCommit: 0, lost: lostShare(windows, thinkSeconds + exchangeSeconds), again: 0 }
  if (writeGuard === 'if-unmodified-since') return datedConflicts(windows, thinkSeconds, Math.max(1, blindMs / 1000))
  const { first, again } = conflictChances(windows, thinkSeconds)
  return { abortsPerCommit: untilAccepted(first, again), lost: 0, again }
}

const untilAccepted = (first: number, again: number) => first / (1 - Math.min(again, mostRepeatedAborts))

/**
 * A date guards in whole seconds, whatever tag goes with it (RFC 9110 §5.6.7). Within one, commits keep no distance; and a repeated
 * write, a round trip after its read, is the likeliest to overwrite unseen.
 */
function datedConflicts(windows: Windows, thinkSeconds: number, slotSeconds: number): Conflicts {
  const { editors, commitsPerSecond } = windows
  const othersPerSecond = (editors - 1) * commitsPerSecond
  // Whoever is overwritten did not write what was read as well, unless the slot is longer than an edit.
  const busyElsewhere = Math.min(1, (thinkSeconds + 2 * exchangeSeconds) / slotSeconds)
  const dating = { changesPerSecond: (editors - busyElsewhere) * commitsPerSecond, slotSeconds }
  const noCommitWithin = (seconds: number) => 1 - conflictProbability({ ...windows, apartSeconds: 0 }, seconds)
  const write = (windowSeconds: number) => datedWrite(dating, windowSeconds, othersPerSecond, noCommitWithin)
  const firstMean = (figure: keyof DatedWrite) => meanOverThinking(thinkSeconds, (seconds) => write(seconds + exchangeSeconds)[figure])
  const [first, again] = [firstMean('conflictProbability'), write(exchangeSeconds)]
  const abortsPerCommit = untilAccepted(first, again.conflictProbability)
  // As many repeated writes as aborts: each overwrites what it overwrites, refused ones nothing.
  const overwritten = firstMean('overwritten') + abortsPerCommit * again.overwritten
  return { abortsPerCommit, lost: overwritten / (1 + overwritten), again: again.conflictProbability }
}
