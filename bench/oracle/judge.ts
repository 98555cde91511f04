import type { Observation } from '../load/observation.ts'
import { checkCommitLog, type CommitLogFigures, parseCommitLog } from './commit-log.ts'
import { type ConflictFigures, countConflicts } from './conflicts.ts'
import type { DocumentState } from './document-state.ts'
import { findFalseNotModified, type NotModifiedFigures } from './false-not-modified.ts'
import { countLostUpdates, type LostUpdates } from './lost-updates.ts'
import { findUnknownValues } from './unknown-values.ts'
import { findUselessOk, type UselessOkFigures } from './useless-ok.ts'

export type ChargeKind =
  | 'lost-updates'
  | 'false-not-modified'
  | 'oracles-disagree'
  | 'unknown-values'
  | 'impossible-tally'
  | 'unexpected-status'
  | 'foreign-tag'
  | 'useless-ok'
  | 'no-answer'

export interface Charge {
  readonly kind: ChargeKind
  readonly count: number
  readonly message: string
}

export interface Case {
  /** `if-match`: the strategy's tag is strong, so it promises that no edit is lost and no 304 is false. */
  readonly writeGuard: 'if-match' | 'if-unmodified-since' | 'none'
  readonly observations: readonly Observation[]
  readonly before: readonly DocumentState[]
  readonly after: readonly DocumentState[]
  /** What the server wrote to `--log-commits`, if it was asked to. */
  readonly commitLog?: string
}

export interface Judgement {
  readonly lostUpdates: LostUpdates
  readonly notModified: NotModifiedFigures
  readonly uselessOk: UselessOkFigures
  readonly conflicts: ConflictFigures
  readonly commitLog?: CommitLogFigures
  /** What the strategy cannot prevent, or what happened to the run: figures, not faults. */
  readonly findings: readonly Charge[]
  /** What must never happen: the cell is invalid. */
  readonly violations: readonly Charge[]
}

/** Applies all oracles to one run of a script on one server. */
export function judge({ writeGuard, observations, before, after, commitLog }: Case): Judgement {
  const lostUpdates = countLostUpdates(observations, before, after)
  const notModified = findFalseNotModified(observations)
  const uselessOk = findUselessOk(observations)
  const logFigures = commitLog === undefined
    ? undefined
    : checkCommitLog(parseCommitLog(commitLog), observations, before, after, lostUpdates)
  const broken = promisesBroken(lostUpdates, notModified)
  return {
    lostUpdates,
    notModified,
    uselessOk,
    conflicts: countConflicts(observations),
    ...(logFigures !== undefined && { commitLog: logFigures }),
    findings: [
      ...(writeGuard === 'if-match' ? [] : broken),
      ...chargeUselessOk(uselessOk),
      ...chargeNoAnswers(observations),
    ],
    violations: [
      ...(writeGuard === 'if-match' ? broken : []),
      ...chargeAll('oracles-disagree', logFigures?.disagreements ?? []),
      ...chargeAll('unknown-values', findUnknownValues(observations, before, after)),
      ...chargeAll('impossible-tally', lostUpdates.impossible),
      ...chargeStatuses(observations),
      ...chargeForeignTags(observations),
    ],
  }
}

function promisesBroken({ lost, acknowledged }: LostUpdates, notModified: NotModifiedFigures): readonly Charge[] {
  const bounds = lost.atLeast === lost.atMost ? `${lost.atLeast}` : `${lost.atLeast} to ${lost.atMost}`
  const first = notModified.evidence[0]
  return [
    ...charge('lost-updates', lost.atLeast, () => `${bounds} of ${acknowledged} acknowledged edits are lost`),
    ...charge('false-not-modified', notModified.certainlyFalse, n => {
      const example = `for user ${first?.user} and document ${first?.document} first`
      return `${n} of ${notModified.notModified} 304s are false: the document had changed, ${example}`
    }),
  ]
}

function chargeUselessOk({ useless, conditionalOk }: UselessOkFigures): readonly Charge[] {
  return charge('useless-ok', useless, n =>
    `${n} of ${conditionalOk} conditional polls got a 200 for a copy that they had`)
}

function chargeNoAnswers(observations: readonly Observation[]): readonly Charge[] {
  const unanswered = observations.filter(observation => observation.outcome === 'no-answer').length
  return charge('no-answer', unanswered, n => `${n} of ${observations.length} requests got no complete answer`)
}

function chargeStatuses(observations: readonly Observation[]): readonly Charge[] {
  const failed = observations.filter(observation => observation.outcome === 'failed')
  const seen = [...new Set(failed.map(({ status, method, kind }) => `${status} to ${method} (${kind})`))].toSorted()
  return charge('unexpected-status', failed.length, n => `${n} answers of an unexpected status: ${seen.join(', ')}`)
}

function chargeForeignTags(observations: readonly Observation[]): readonly Charge[] {
  const foreign = observations.filter(observation => observation.foreignTag === true).length
  return charge('foreign-tag', foreign, n => `${n} 304s name a strong tag that the poll did not send (RFC 9111 §4.3.4)`)
}

function charge(kind: ChargeKind, count: number, message: (count: number) => string): readonly Charge[] {
  return count === 0 ? [] : [{ kind, count, message: message(count) }]
}

/** One charge for the lot, with the first as the example. */
function chargeAll(kind: ChargeKind, messages: readonly string[]): readonly Charge[] {
  const [first] = messages
  if (first === undefined) return []
  const others = messages.length === 1 ? '' : ` (and ${messages.length - 1} more)`
  return [{ kind, count: messages.length, message: `${first}${others}` }]
}
