import type { Observation } from '../load/observation.ts'

export type Edit = Observation & { readonly editId: string }

/** A PUT of the content as it was read: it leaves the edit id of that content, and no tally grows. */
export type Touch = Observation & { readonly kind: 'touch'; readonly baseEditId: string }

/**
 * What became of a write, as far as its sender knows. `indeterminate`: it may have been applied, before or after the
 * harness gave up on it, or never.
 */
export type WriteFate = 'acknowledged' | 'refused' | 'indeterminate'

/** Edits that were sent. */
export function editsIn(observations: readonly Observation[]): readonly Edit[] {
  return observations.filter((observation): observation is Edit =>
    observation.editId !== undefined && observation.outcome !== 'dropped')
}

/** Touches that were sent. */
export function touchesIn(observations: readonly Observation[]): readonly Touch[] {
  return observations.filter((observation): observation is Touch =>
    observation.kind === 'touch' && observation.baseEditId !== undefined && observation.outcome !== 'dropped')
}

/** A server error is no refusal: the write may have been applied before it struck. */
export function fateOf(write: Observation): WriteFate {
  if (write.outcome === 'committed') return 'acknowledged'
  return write.outcome === 'no-answer' || write.status >= 500 ? 'indeterminate' : 'refused'
}

export function groupByDocument<Item extends { readonly document: number }>(
  items: readonly Item[],
): ReadonlyMap<number, readonly Item[]> {
  return Map.groupBy(items, item => item.document)
}
