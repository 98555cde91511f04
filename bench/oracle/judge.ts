import type { Observation } from '../load/observation.ts'
import type { ProtocolFault } from '../load/protocol-fault.ts'
import { type ClockStep, findClockSteps } from './clock-steps.ts'
import { checkCommitLog, type CommitLogFigures, parseCommitLog } from './commit-log.ts'
import { type ConflictFigures, countConflicts } from './conflicts.ts'
import type { DocumentState } from './document-state.ts'
import { describeFalseNotModified, findFalseNotModified, type NotModifiedFigures } from './false-not-modified.ts'
import { describeLostEdit, findLostEdits, type LostEdit } from './lost-edits.ts'
import { countLostUpdates, type LostUpdates } from './lost-updates.ts'
import { findUnknownValues } from './unknown-values.ts'
import { findUselessOk, type UselessOkFigures } from './useless-ok.ts'

/** Stable names: run files and the selfcheck go by them. `weak-if-match` is charged by the closing checks. */
export type ChargeKind =
  | 'lost-updates'
  | 'false-not-modified'
  | 'oracles-disagree'
  | 'unknown-values'
  | 'impossible-tally'
  | 'unexpected-status'
  | 'foreign-tag'
  | 'weak-if-match'
  | 'content-in-304'
  | 'content-length-in-304'
  | 'unrequested-bytes'
  | 'useless-ok'
  | 'no-answer'
  | 'clock-went-back'

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

/**
 * Applies all oracles to one run of a script on one server.
 *
 * Lost updates and false 304s are what only a strong tag promises to prevent: violations of a strategy with one,
 * findings about any other. Whatever contradicts itself, the protocol or what was sent is a violation of every strategy.
 * Certain losses and certainly false 304s are charged; what is only possible is in the figures.
 */
export function judge({ writeGuard, observations, before, after, commitLog }: Case): Judgement {
  const sent = observations.filter(({ outcome }) => outcome !== 'dropped')
  const commits = commitLog === undefined ? undefined : parseCommitLog(commitLog)
  const lostUpdates = countLostUpdates(sent, before, after)
  const notModified = findFalseNotModified(sent)
  const uselessOk = findUselessOk(sent)
  const logFigures = commits && checkCommitLog(commits, sent, before, after, lostUpdates)
  const broken = [
    ...chargeLostUpdates(lostUpdates, findLostEdits(sent, lostUpdates, after, commits), sent),
    ...chargeFalseNotModified(notModified, sent),
  ]
  return {
    lostUpdates,
    notModified,
    uselessOk,
    conflicts: countConflicts(sent),
    ...(logFigures !== undefined && { commitLog: logFigures }),
    findings: [
      ...(writeGuard === 'if-match' ? [] : broken),
      ...chargeUselessOk(uselessOk),
      ...chargeNoAnswers(sent),
      ...chargeClockSteps(findClockSteps(sent)),
    ],
    violations: [
      ...(writeGuard === 'if-match' ? broken : []),
      ...chargeAll('oracles-disagree', logFigures?.disagreements ?? []),
      ...chargeAll('unknown-values', findUnknownValues(sent, before, after)),
      ...chargeAll('impossible-tally', lostUpdates.impossible),
      ...chargeStatuses(sent),
      ...chargeForeignTags(sent),
      ...chargeProtocolFaults(sent),
    ],
  }
}

/**
 * Where ids and tallies tell one story, the ids say exactly which edits are gone, also those that the tally leaves open
 * because of indeterminate ones; elsewhere what the tally is sure of is charged.
 */
function chargeLostUpdates(
  { lost, acknowledged, perDocument }: LostUpdates,
  lostEdits: readonly LostEdit[],
  observations: readonly Observation[],
): readonly Charge[] {
  const named = Map.groupBy(lostEdits, ({ edit }) => edit.document)
  const counts = perDocument.map(losses => Math.max(losses.lost.atLeast, named.get(losses.document)?.length ?? 0))
  const [first] = lostEdits
  return charge('lost-updates', counts.reduce((sum, count) => sum + count, 0), n => {
    const byTally = lost.atLeast === lost.atMost ? `${lost.atLeast}` : `${lost.atLeast} to ${lost.atMost}`
    const bounds = byTally === `${n}` ? '' : ` (${byTally} by the tally alone)`
    const documents = counts.filter(count => count > 0).length
    const where = documents === 1 ? '' : `, in ${documents} documents`
    const example = first === undefined ? '' : `; first: ${describeLostEdit(first, observations)}`
    return `${n} of ${acknowledged} acknowledged edits are lost${bounds}${where}${example}`
  })
}

function chargeFalseNotModified(figures: NotModifiedFigures, observations: readonly Observation[]): readonly Charge[] {
  const [first] = figures.evidence
  if (first === undefined) return []
  const example = describeFalseNotModified(first, observations)
  return charge('false-not-modified', figures.certainlyFalse, n =>
    `${n} of ${figures.notModified} 304s are false, the document had changed; first: ${example}`)
}

function chargeUselessOk({ useless, conditionalOk }: UselessOkFigures): readonly Charge[] {
  return charge('useless-ok', useless, n =>
    `${n} of ${conditionalOk} conditional polls got a 200 for a copy that they had`)
}

function chargeNoAnswers(observations: readonly Observation[]): readonly Charge[] {
  const unanswered = observations.filter(observation => observation.outcome === 'no-answer').length
  return charge('no-answer', unanswered, n => `${n} of ${observations.length} requests got no complete answer`)
}

function chargeClockSteps(steps: readonly ClockStep[]): readonly Charge[] {
  const [first] = steps
  if (first === undefined) return []
  const { field, earlier, earlierMs, laterMs } = first
  const example = `document ${earlier.document}, ${field} ${httpDate(earlierMs)} and later ${httpDate(laterMs)}`
  return charge('clock-went-back', steps.length, n => `${n} dates lie more than 1 s before earlier ones; first: ${example}`)
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

const faultMessages: Readonly<Record<ProtocolFault, string>> = {
  'content-in-304': '304s have content, though a 304 ends with its head (RFC 9110 §15.4.5, RFC 9112 §6.3)',
  'content-length-in-304': '304s have a Content-Length, which only the size of the 200 could be (RFC 9110 §8.6)',
  'unrequested-bytes': 'times bytes came that belong to no request (RFC 9112 §9.2)',
}

function chargeProtocolFaults(observations: readonly Observation[]): readonly Charge[] {
  const faults = [...new Set(observations.flatMap(({ protocolFault }) => (protocolFault === undefined ? [] : [protocolFault])))]
  return faults.toSorted().flatMap(fault => {
    const faulty = observations.filter(({ protocolFault }) => protocolFault === fault)
    const { user, document } = faulty[0]!
    return charge(fault, faulty.length, n => `${n} ${faultMessages[fault]}; first: user ${user}, document ${document}`)
  })
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

/** As on the wire (RFC 9110 §5.6.7). */
function httpDate(ms: number): string {
  return new Date(ms).toUTCString()
}
