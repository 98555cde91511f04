import type { Observation } from '../load/observation.ts'

/** What conflicts cost those who edit. Touches, and polls, are no part of it. */
export interface ConflictEconomics {
  /** Edits as a person counts them: a read, a write, and again after each 412. */
  readonly logicalEdits: number
  readonly committed: number
  readonly requests: number
  /** Of those requests and their answers. */
  readonly bytes: number
  /** Beyond what each commit needed: the accepted write and the last read before it. Of an edit that was given up: all. */
  readonly wastedRequests: number
  readonly wastedBytes: number
  /** `undefined` if nothing was committed. */
  readonly requestsPerCommit: number | undefined
  readonly bytesPerCommit: number | undefined
  /** Of each committed edit: from the intended start of its first request to the acknowledgement, thinking included. */
  readonly timesToCommitNs: readonly number[]
  /** How many writes a committed edit took, to the number of such edits. */
  readonly attemptsHistogram: Readonly<Record<string, number>>
}

/**
 * Sums up logical edits: observations that share their user and `logicalEdit`. A write without an answer may have been
 * applied, so it and the read before it are not called waste, nor a commit.
 */
export function conflictEconomics(observations: readonly Observation[]): ConflictEconomics {
  const accounts = groupLogicalEdits(observations).map(accountFor)
  const times = accounts.flatMap(({ timeToCommitNs }) => (timeToCommitNs === undefined ? [] : [timeToCommitNs]))
  const requests = sumOf(accounts, account => account.requests)
  const bytes = sumOf(accounts, account => account.bytes)
  const committed = times.length
  const attemptsHistogram: Record<string, number> = {}
  for (const { attempts, timeToCommitNs } of accounts) {
    if (timeToCommitNs !== undefined) attemptsHistogram[attempts] = (attemptsHistogram[attempts] ?? 0) + 1
  }
  return {
    logicalEdits: accounts.length,
    committed,
    requests,
    bytes,
    wastedRequests: sumOf(accounts, account => account.wastedRequests),
    wastedBytes: sumOf(accounts, account => account.wastedBytes),
    requestsPerCommit: committed === 0 ? undefined : requests / committed,
    bytesPerCommit: committed === 0 ? undefined : bytes / committed,
    timesToCommitNs: times,
    attemptsHistogram,
  }
}

interface Account {
  readonly attempts: number
  readonly requests: number
  readonly bytes: number
  readonly wastedRequests: number
  readonly wastedBytes: number
  readonly timeToCommitNs: number | undefined
}

/** Each in the order in which it was sent. A dropped request was never sent. */
function groupLogicalEdits(observations: readonly Observation[]): readonly (readonly Observation[])[] {
  const sent = observations.filter(({ logicalEdit, outcome }) => logicalEdit !== undefined && outcome !== 'dropped')
  return [...Map.groupBy(sent, ({ user, logicalEdit }) => `${user} ${logicalEdit}`).values()]
    .filter(ofEdit => !ofEdit.some(({ kind }) => kind === 'touch'))
    .map(ofEdit => ofEdit.toSorted((a, b) => a.sentNs - b.sentNs))
}

function accountFor(sent: readonly Observation[]): Account {
  const accepted = sent.findLastIndex(({ kind, outcome }) => kind === 'edit' && outcome === 'committed')
  const unclear = sent.findLastIndex(observation => observation.kind === 'edit' && isIndeterminate(observation))
  const decisive = accepted >= 0 ? accepted : unclear
  const read = sent.findLastIndex(({ kind }, index) => index < decisive && kind === 'read')
  const wasted = sent.filter((_, index) => index !== decisive && index !== read)
  const acceptedNs = sent[accepted]?.doneNs
  return {
    attempts: sent.filter(({ kind }) => kind === 'edit').length,
    requests: sent.length,
    bytes: sumOf(sent, bytesOf),
    wastedRequests: wasted.length,
    wastedBytes: sumOf(wasted, bytesOf),
    timeToCommitNs: acceptedNs === undefined ? undefined : acceptedNs - Math.min(...sent.map(({ intendedNs }) => intendedNs)),
  }
}

/** As `fateOf` has it: after a server error the write may have been applied. */
function isIndeterminate({ outcome, status }: Observation): boolean {
  return outcome === 'no-answer' || status >= 500
}

function bytesOf({ sentBytes, receivedBytes }: Observation): number {
  return sentBytes + receivedBytes
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
