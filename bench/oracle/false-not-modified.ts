import type { Observation } from '../load/observation.ts'
import { type Edit, editsIn, fateOf, groupByDocument } from './edits.ts'

export interface NotModifiedFigures {
  /** All 304s to polls. */
  readonly notModified: number
  /** The document had certainly changed since the user got its copy. */
  readonly certainlyFalse: number
  /** Not certain, but an edit was under way at a time at which it could have changed the document in between. */
  readonly possiblyFalse: number
  /** Neither: only these saved a transfer. */
  readonly certainlyTrue: number
  /** The observations of the certainly false ones, as evidence. */
  readonly evidence: readonly Observation[]
}

/**
 * Certainly false: an acknowledged edit was sent after the user's copy was there, and acknowledged before the poll was
 * sent. Possibly false: an edit that the copy does not show was under way between the request for the copy and the end of
 * the poll. The user's copy is the last 200 to one of its polls.
 */
export function findFalseNotModified(observations: readonly Observation[]): NotModifiedFigures {
  const timelines = editTimelines(observations)
  const copies = new Map<string, Observation>()
  const evidence: Observation[] = []
  let notModified = 0
  let possiblyFalse = 0
  for (const poll of observations) {
    if (poll.kind !== 'poll') continue
    const holder = `${poll.user} ${poll.document}`
    if (poll.outcome === 'fetched') copies.set(holder, poll)
    if (poll.outcome !== 'not-modified') continue
    notModified += 1
    const copy = copies.get(holder)
    const timeline = timelines.get(poll.document)
    if (copy === undefined || timeline === undefined) continue
    if (timeline.certainlyBetween(copy, poll)) evidence.push(poll)
    else if (timeline.possiblyBetween(copy, poll)) possiblyFalse += 1
  }
  const certainlyFalse = evidence.length
  const certainlyTrue = notModified - certainlyFalse - possiblyFalse
  return { notModified, certainlyFalse, possiblyFalse, certainlyTrue, evidence }
}

interface EditSpan {
  readonly editId: string
  readonly sentNs: number
  /** From then on it is certainly part of the document's history, or certainly not; an indeterminate edit: perhaps never. */
  readonly settledNs: number
  readonly acknowledged: boolean
}

function editTimelines(observations: readonly Observation[]): ReadonlyMap<number, EditTimeline> {
  const firstSeenNs = new Map<string, number>()
  for (const { readEditId, doneNs } of observations) {
    if (readEditId !== undefined) firstSeenNs.set(readEditId, Math.min(doneNs, firstSeenNs.get(readEditId) ?? Infinity))
  }
  const spanOf = (edit: Edit): EditSpan => ({
    editId: edit.editId,
    sentNs: edit.sentNs,
    settledNs: fateOf(edit) === 'acknowledged' ? edit.doneNs : (firstSeenNs.get(edit.editId) ?? Infinity),
    acknowledged: fateOf(edit) === 'acknowledged',
  })
  const applied = editsIn(observations).filter(edit => fateOf(edit) !== 'refused')
  return new Map(
    [...groupByDocument(applied)].map(([document, edits]) => [document, new EditTimeline(edits.map(spanOf))]),
  )
}

/** The edits of one document, for questions about many polls. */
class EditTimeline {
  /** By the time at which they were sent. */
  readonly #spans: readonly EditSpan[]
  /** Of the acknowledged spans from i on: the earliest acknowledgement. */
  readonly #earliestAckFrom: Float64Array
  /** Of the spans up to i: the two that are settled last. */
  readonly #lastSettledUpTo: readonly (readonly EditSpan[])[]

  constructor(spans: readonly EditSpan[]) {
    this.#spans = spans.toSorted((a, b) => a.sentNs - b.sentNs)
    this.#earliestAckFrom = new Float64Array(spans.length + 1).fill(Infinity)
    for (const [index, span] of [...this.#spans.entries()].toReversed()) {
      const ackNs = span.acknowledged ? span.settledNs : Infinity
      this.#earliestAckFrom[index] = Math.min(ackNs, this.#earliestAckFrom[index + 1] ?? Infinity)
    }
    let last: readonly EditSpan[] = []
    this.#lastSettledUpTo = this.#spans.map(span => {
      last = [...last, span].toSorted((a, b) => b.settledNs - a.settledNs).slice(0, 2)
      return last
    })
  }

  certainlyBetween(copy: Observation, poll: Observation): boolean {
    const firstAfterCopy = this.#countSentBefore(copy.doneNs)
    return (this.#earliestAckFrom[firstAfterCopy] ?? Infinity) <= poll.sentNs
  }

  possiblyBetween(copy: Observation, poll: Observation): boolean {
    const candidates = this.#lastSettledUpTo[this.#countSentBefore(poll.doneNs) - 1] ?? []
    return candidates.some(span => span.editId !== copy.readEditId && span.settledNs > copy.sentNs)
  }

  #countSentBefore(ns: number): number {
    let low = 0
    let high = this.#spans.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#spans[middle]?.sentNs ?? Infinity) < ns) low = middle + 1
      else high = middle
    }
    return low
  }
}
