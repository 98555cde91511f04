import type { Observation } from '../load/observation.ts'
import type { DocumentState } from './document-state.ts'
import { editsIn, fateOf, groupByDocument } from './edits.ts'

/** How many acknowledged edits are gone, as far as counting can tell; equal unless edits were indeterminate. */
export interface Bounds {
  readonly atLeast: number
  readonly atMost: number
}

export interface DocumentLosses {
  readonly document: number
  readonly acknowledged: number
  readonly indeterminate: number
  readonly startTally: number
  /** `undefined`: it could not be read. Then nothing is known of its losses. */
  readonly finalTally: number | undefined
  readonly lost: Bounds
}

export interface LostUpdates {
  readonly perDocument: readonly DocumentLosses[]
  readonly acknowledged: number
  readonly indeterminate: number
  readonly lost: Bounds
  /** Of the acknowledged edits; 0 if there are none. */
  readonly lostFraction: Bounds
  /** Documents that have certainly lost an acknowledged edit, by the tally alone. */
  readonly documentsWithLosses: number
  /** Tallies that no order of the edits that were sent can produce. */
  readonly impossible: readonly string[]
}

/**
 * Counts lost updates by the tally. An edit writes the tally that it read plus 1 and a touch the tally that it read, so
 * `final - start` is the number of edits in the history of the final content, and whatever else was applied was
 * overwritten unseen. With s acknowledged and i indeterminate edits in that history (s + i = final - start, i at most the
 * number of indeterminate edits), acknowledged - s are lost:
 *
 *     acknowledged - (final - start)  <=  lost  <=  acknowledged + indeterminate - (final - start)
 *
 * cut to 0..acknowledged. Both ends are reached, by i = 0 and by i as large as can be, so no count of the tally alone
 * can be tighter; without indeterminate edits they meet. Refused edits (412) and touches count nowhere: an edit that was
 * given up has left nothing, and what a touch overwrites is missing in the history. This is the counter check of Jepsen
 * (`jepsen.checker/counter`: a read lies between the sum of acknowledged and the sum of attempted adds) read backwards. A
 * final tally outside 0..acknowledged + indeterminate above the start is impossible, whatever was lost.
 */
export function countLostUpdates(
  observations: readonly Observation[],
  before: readonly DocumentState[],
  after: readonly DocumentState[],
): LostUpdates {
  const edits = groupByDocument(editsIn(observations))
  const finalTallies = new Map(after.map(state => [state.document, state.tally]))
  const perDocument = before.map(({ document, tally: startTally }) => {
    const fates = (edits.get(document) ?? []).map(fateOf)
    const acknowledged = fates.filter(fate => fate === 'acknowledged').length
    const indeterminate = fates.filter(fate => fate === 'indeterminate').length
    const finalTally = finalTallies.get(document)
    const lost = finalTally === undefined
      ? { atLeast: 0, atMost: acknowledged }
      : lostBounds(acknowledged, indeterminate, finalTally - startTally)
    return { document, acknowledged, indeterminate, startTally, finalTally, lost }
  })
  const acknowledged = sumOf(perDocument, losses => losses.acknowledged)
  const lost = {
    atLeast: sumOf(perDocument, losses => losses.lost.atLeast),
    atMost: sumOf(perDocument, losses => losses.lost.atMost),
  }
  return {
    perDocument,
    acknowledged,
    indeterminate: sumOf(perDocument, losses => losses.indeterminate),
    lost,
    lostFraction: { atLeast: shareOf(lost.atLeast, acknowledged), atMost: shareOf(lost.atMost, acknowledged) },
    documentsWithLosses: perDocument.filter(losses => losses.lost.atLeast > 0).length,
    impossible: perDocument.flatMap(impossibility),
  }
}

function lostBounds(acknowledged: number, indeterminate: number, surviving: number): Bounds {
  const clamp = (lost: number): number => Math.min(acknowledged, Math.max(0, lost))
  return { atLeast: clamp(acknowledged - surviving), atMost: clamp(acknowledged + indeterminate - surviving) }
}

function impossibility(losses: DocumentLosses): readonly string[] {
  const { document, acknowledged, indeterminate, startTally, finalTally } = losses
  const surviving = finalTally === undefined ? -1 : finalTally - startTally
  if (surviving >= 0 && surviving <= acknowledged + indeterminate) return []
  const seen = finalTally === undefined ? 'could not be read at the end' : `went from ${startTally} to ${finalTally}`
  return [
    `the tally of document ${document} ${seen}, with ${acknowledged} edits acknowledged and ${indeterminate} indeterminate`,
  ]
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
