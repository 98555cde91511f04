import type { Observation } from '../load/observation.ts'
import { formatSince, startOf } from './script-time.ts'
import { type WriteSpan, type WriteTimeline, writeTimelines } from './write-timeline.ts'

export interface NotModifiedFigures {
  /** All 304s to polls. */
  readonly notModified: number
  /** The document had certainly changed since the user got its copy. */
  readonly certainlyFalse: number
  /** Not certain, but a write was under way at a time at which it could have changed the document in between. */
  readonly possiblyFalse: number
  /** Neither: only these saved a transfer. */
  readonly certainlyTrue: number
  /** Of the certainly false ones. */
  readonly evidence: readonly FalseNotModified[]
}

/** A certainly false 304: the user's copy, a write that was over between copy and poll, and the poll that got the 304. */
export interface FalseNotModified {
  readonly copy: Observation
  readonly write: Observation
  readonly poll: Observation
}

/**
 * Judges each 304 by what the clients saw, with no word of the server. The user's copy, of content C, is the last 200 to
 * one of its polls that was there when the poll was sent. A write leaves a content: an edit a new one, a touch the one that it repeats.
 *
 * - Certainly false: a write of another content than C was sent after the copy was there and acknowledged before the poll
 *   was sent, and no touch of C may have been applied after it: every touch of C that was sent before the end of the
 *   poll was acknowledged before that write was sent. So whatever was applied last was not C.
 * - Certainly true: no write of another content than C was under way at any time between the request for the copy and
 *   the end of the poll. So nothing can have changed the document in between.
 * - Possibly false: neither.
 *
 * The truth lies between certainly false and certainly + possibly false, on one premise: what is acknowledged was
 * applied, and what is refused was not. Where a server breaks it, tallies or commit log say so (`lost-updates.ts`, `commit-log.ts`).
 */
export function findFalseNotModified(observations: readonly Observation[]): NotModifiedFigures {
  const timelines = writeTimelines(observations)
  const copies = new Map<string, Observation[]>()
  const evidence: FalseNotModified[] = []
  let notModified = 0
  let possiblyFalse = 0
  for (const poll of observations) {
    if (poll.kind !== 'poll') continue
    const holder = `${poll.user} ${poll.document}`
    const held = copies.get(holder) ?? []
    if (poll.outcome === 'fetched') copies.set(holder, [...held.slice(-1), poll])
    if (poll.outcome !== 'not-modified') continue
    notModified += 1
    const copy = held.findLast(({ doneNs }) => doneNs <= poll.sentNs)
    const timeline = timelines.get(poll.document)
    if (copy === undefined || timeline === undefined) continue
    const certain = certainlyBetween(timeline, copy, poll)
    if (certain !== undefined) evidence.push({ copy, write: certain.write, poll })
    else if (possiblyBetween(timeline, copy, poll)) possiblyFalse += 1
  }
  const certainlyFalse = evidence.length
  const certainlyTrue = notModified - certainlyFalse - possiblyFalse
  return { notModified, certainlyFalse, possiblyFalse, certainlyTrue, evidence }
}

function certainlyBetween(timeline: WriteTimeline, copy: Observation, poll: Observation): WriteSpan | undefined {
  const contentId = copy.readEditId ?? ''
  const sinceNs = Math.max(copy.doneNs, timeline.touchesSettledNs(contentId, poll.doneNs))
  const first = timeline.firstAcknowledged(sinceNs, contentId)
  return first !== undefined && first.write.doneNs <= poll.sentNs ? first : undefined
}

function possiblyBetween(timeline: WriteTimeline, copy: Observation, poll: Observation): boolean {
  const last = timeline.lastSettled(poll.doneNs, copy.readEditId ?? '')
  return last !== undefined && last.settledNs > copy.sentNs
}

/** One clause with all times, since the first request of the run. */
export function describeFalseNotModified(
  { copy, write, poll }: FalseNotModified,
  observations: readonly Observation[],
): string {
  const startNs = startOf(observations)
  const at = (ns: number): string => formatSince(startNs, ns)
  const what = write.editId === undefined ? `the content of edit ${write.baseEditId}` : `edit ${write.editId}`
  return [
    `user ${poll.user} got document ${poll.document} with edit ${copy.readEditId} at ${at(copy.doneNs)}`,
    `${what} was sent at ${at(write.sentNs)} and acknowledged at ${at(write.doneNs)}`,
    `and the poll sent at ${at(poll.sentNs)} was answered 304 at ${at(poll.doneNs)}`,
  ].join(', ')
}
