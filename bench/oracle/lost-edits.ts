import type { Observation } from '../load/observation.ts'
import type { Commit } from './commit-log.ts'
import type { DocumentState } from './document-state.ts'
import { type Edit, editsIn, fateOf } from './edits.ts'
import { EditTree } from './edit-tree.ts'
import type { LostUpdates } from './lost-updates.ts'
import { formatSince, startOf } from './script-time.ts'

/** An acknowledged edit that the final content of its document does not contain. */
export interface LostEdit {
  readonly edit: Edit
  /** The write that took it away for good, by the server's log; `undefined`: there is no log, or it does not say. */
  readonly overwrittenBy?: Overwriter
}

export interface Overwriter {
  /** `touch`: it brought the content of an earlier edit back. */
  readonly kind: 'edit' | 'touch'
  /** In the content that it left. */
  readonly editId: string
  /** `undefined`: nobody sent an edit of this id. */
  readonly edit?: Edit
}

/**
 * Names the acknowledged edits that are gone, exactly, indeterminate writes or not: ids are unique, so the id in the final
 * content and the bases that editors read tell the whole history of that content. Only where that history is as long
 * as the tally has grown: a content that nobody wrote has no history, and proves no loss. With the server's log also
 * who overwrote them: the last commit that replaced a content with the edit by one without it (a touch may have brought a
 * lost edit back in between). One stale write can overwrite many edits.
 */
export function findLostEdits(
  observations: readonly Observation[],
  { perDocument }: LostUpdates,
  after: readonly DocumentState[],
  commits: readonly Commit[] = [],
): readonly LostEdit[] {
  const edits = editsIn(observations)
  const tree = new EditTree(edits)
  const histories = new Map(after.map(state => [state.document, tree.historyOf(state.editId)]))
  const coherent = new Set(perDocument.flatMap(({ document, startTally, finalTally }) =>
    finalTally !== undefined && histories.get(document)?.length === finalTally - startTally ? [document] : []))
  const surviving = new Set([...histories.values()].flat())
  const lost = edits.filter(edit =>
    coherent.has(edit.document) && fateOf(edit) === 'acknowledged' && !surviving.has(edit.editId))
  if (lost.length === 0) return []
  const overwriters = overwritersIn(commits, tree)
  return lost.map(edit => {
    const overwrittenBy = overwriters.get(edit.editId)
    return { edit, ...(overwrittenBy !== undefined && { overwrittenBy }) }
  })
}

/** By the id of what was overwritten: the last that did. */
function overwritersIn(commits: readonly Commit[], tree: EditTree): ReadonlyMap<string, Overwriter> {
  const overwriters = new Map<string, Overwriter>()
  const committed = new Set<string>()
  for (const { replacedEditId, newEditId } of commits) {
    const edit = tree.edit(newEditId)
    const kind = edit === undefined || committed.has(newEditId) ? 'touch' : 'edit'
    committed.add(newEditId)
    for (const editId of tree.missingAfter(replacedEditId, newEditId)) {
      overwriters.set(editId, { kind, editId: newEditId, ...(edit !== undefined && { edit }) })
    }
  }
  return overwriters
}

/** One clause: which edit, of whom, when, and what overwrote it. Times since the first request of the run. */
export function describeLostEdit({ edit, overwrittenBy }: LostEdit, observations: readonly Observation[]): string {
  const startNs = startOf(observations)
  const at = (ns: number): string => formatSince(startNs, ns)
  const lost = `edit ${edit.editId} of document ${edit.document} (user ${edit.user}, acknowledged at ${at(edit.doneNs)})`
  if (overwrittenBy === undefined) return `${lost} is not in the final content`
  const { kind, editId, edit: by } = overwrittenBy
  if (kind === 'touch') return `${lost} was overwritten by a write that brought edit ${editId} back`
  const facts = by === undefined ? '' : ` (user ${by.user}, based on ${by.baseEditId}, sent at ${at(by.sentNs)})`
  return `${lost} was overwritten by edit ${editId}${facts}`
}
