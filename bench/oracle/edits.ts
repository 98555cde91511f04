import type { Observation } from '../load/observation.ts'

export type Edit = Observation & { readonly editId: string }

/** `indeterminate`: it may have been applied, before or after the harness gave up on it, or never. */
export type EditFate = 'acknowledged' | 'refused' | 'indeterminate'

export function editsIn(observations: readonly Observation[]): readonly Edit[] {
  return observations.filter((observation): observation is Edit => observation.editId !== undefined)
}

/** A server error is no refusal: the write may have been applied before it struck. */
export function fateOf(edit: Edit): EditFate {
  if (edit.outcome === 'committed') return 'acknowledged'
  return edit.outcome === 'no-answer' || edit.status >= 500 ? 'indeterminate' : 'refused'
}

export function groupByDocument<Item extends { readonly document: number }>(
  items: readonly Item[],
): ReadonlyMap<number, readonly Item[]> {
  return Map.groupBy(items, item => item.document)
}
