import type { Observation } from '../load/observation.ts'
import { editsIn, fateOf, groupByDocument, touchesIn } from './edits.ts'

/** A write that was not refused, as an interval in which it took effect, if it did. */
export interface WriteSpan {
  readonly write: Observation
  /** The edit id in the content that it leaves: an edit's own, or of a touch the id of what it repeats. */
  readonly contentId: string
  readonly sentNs: number
  /** Applied before or never; `Infinity`: it got no answer, so it may be applied at any time. */
  readonly settledNs: number
  readonly acknowledged: boolean
}

/**
 * The writes of each document. An edit is settled once its answer is there, or once somebody has read its id: it
 * is applied once. A touch that was not answered never is: the id it leaves says nothing about it.
 */
export function writeTimelines(observations: readonly Observation[]): ReadonlyMap<number, WriteTimeline> {
  const firstSeenNs = new Map<string, number>()
  for (const { readEditId, doneNs } of observations) {
    if (readEditId !== undefined) firstSeenNs.set(readEditId, Math.min(doneNs, firstSeenNs.get(readEditId) ?? Infinity))
  }
  const spanOf = (write: Observation, contentId: string, seenNs: number): WriteSpan & { readonly document: number } => {
    const acknowledged = fateOf(write) === 'acknowledged'
    const answeredNs = acknowledged ? write.doneNs : Infinity
    const { sentNs, document } = write
    return { write, document, contentId, sentNs, settledNs: Math.min(answeredNs, seenNs), acknowledged }
  }
  const spans = [
    ...editsIn(observations).map(edit => spanOf(edit, edit.editId, firstSeenNs.get(edit.editId) ?? Infinity)),
    ...touchesIn(observations).map(touch => spanOf(touch, touch.baseEditId, Infinity)),
  ].filter(({ write }) => fateOf(write) !== 'refused')
  return new Map([...groupByDocument(spans)].map(([document, ofDocument]) => [document, new WriteTimeline(ofDocument)]))
}

/** The writes of one document, for questions about many polls: each answered in logarithmic time. */
export class WriteTimeline {
  /** By the time at which they were sent. */
  readonly #spans: readonly WriteSpan[]
  /** Of the acknowledged spans from i on: those acknowledged first, of two different contents. */
  readonly #firstAcknowledgedFrom: readonly (readonly WriteSpan[])[]
  /** Of the spans before i: those settled last, of two different contents. */
  readonly #lastSettledBefore: readonly (readonly WriteSpan[])[]
  /** By the content that they repeat. */
  readonly #touches: ReadonlyMap<string, WriteTimeline>

  constructor(spans: readonly WriteSpan[], touches: readonly WriteSpan[] = spans.filter(({ write }) => write.kind === 'touch')) {
    this.#spans = spans.toSorted((a, b) => a.sentNs - b.sentNs)
    const acknowledged = this.#spans.map(span => (span.acknowledged ? [span] : []))
    this.#firstAcknowledgedFrom = accumulate(acknowledged.toReversed(), (a, b) => a.write.doneNs - b.write.doneNs).toReversed()
    this.#lastSettledBefore = accumulate(this.#spans.map(span => [span]), (a, b) => b.settledNs - a.settledNs)
    const byContent = Map.groupBy(touches, ({ contentId }) => contentId)
    this.#touches = new Map([...byContent].map(([contentId, ofContent]) => [contentId, new WriteTimeline(ofContent, [])]))
  }

  /** Of the writes sent before `ns` that leave another content than this: the one that is settled last. */
  lastSettled(beforeNs: number, otherThan?: string): WriteSpan | undefined {
    return this.#lastSettledBefore[this.#countSentBefore(beforeNs)]?.find(({ contentId }) => contentId !== otherThan)
  }

  /** Of the writes sent at `ns` or later that leave another content than this: the one that is acknowledged first. */
  firstAcknowledged(sinceNs: number, otherThan: string): WriteSpan | undefined {
    return this.#firstAcknowledgedFrom[this.#countSentBefore(sinceNs)]?.find(({ contentId }) => contentId !== otherThan)
  }

  /** Of the touches of this content sent before `ns`: when the last is settled; `-Infinity` if there is none. */
  touchesSettledNs(contentId: string, beforeNs: number): number {
    return this.#touches.get(contentId)?.lastSettled(beforeNs)?.settledNs ?? -Infinity
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

/** At i: the best two of the first i lists, of different contents. */
function accumulate(
  lists: readonly (readonly WriteSpan[])[],
  order: (a: WriteSpan, b: WriteSpan) => number,
): readonly (readonly WriteSpan[])[] {
  let best: readonly WriteSpan[] = []
  return [best, ...lists.map(list => {
    if (list.length > 0) {
      const sorted = [...best, ...list].toSorted(order)
      best = sorted.filter((span, index) => sorted.findIndex(({ contentId }) => contentId === span.contentId) === index).slice(0, 2)
    }
    return best
  })]
}
