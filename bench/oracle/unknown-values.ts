import type { Observation } from '../load/observation.ts'
import type { DocumentState } from './document-state.ts'
import { type Edit, editsIn, fateOf } from './edits.ts'

/**
 * What was read must have been written: every edit id comes from the start or from an edit sent to that document before
 * the read ended and not refused, and stands beside the tally that this edit wrote. Returns what is otherwise.
 */
export function findUnknownValues(
  observations: readonly Observation[],
  before: readonly DocumentState[],
  after: readonly DocumentState[],
): readonly string[] {
  const edits = new Map(editsIn(observations).map(edit => [edit.editId, edit]))
  const start = new Map(before.map(state => [state.document, state]))
  const reads = observations.flatMap(({ document, readEditId, readTally, doneNs, user }) =>
    readEditId === undefined || readTally === undefined
      ? []
      : [{ document, editId: readEditId, tally: readTally, doneNs, reader: `user ${user}` }])
  const finalReads = after.map(state => ({ ...state, doneNs: Infinity, reader: 'the final check' }))
  return [...reads, ...finalReads].flatMap(read => {
    const problem = problemWith(read, start.get(read.document), edits.get(read.editId))
    if (problem === undefined) return []
    return [`${read.reader} read edit ${read.editId}, tally ${read.tally}, in document ${read.document}: ${problem}`]
  })
}

function problemWith(
  read: DocumentState & { readonly doneNs: number },
  start: DocumentState | undefined,
  edit: Edit | undefined,
): string | undefined {
  if (edit === undefined) {
    if (start?.editId !== read.editId) return 'nobody wrote that id'
    return start.tally === read.tally ? undefined : `the document started with tally ${start.tally}`
  }
  if (edit.document !== read.document) return `it was written to document ${edit.document}`
  if (edit.sentNs > read.doneNs) return 'it was not even sent then'
  if (fateOf(edit) === 'refused') return `it was refused with ${edit.status}`
  return edit.writtenTally === read.tally ? undefined : `it wrote tally ${edit.writtenTally}`
}
