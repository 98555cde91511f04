import type { Observation } from '../load/observation.ts'
import type { DocumentState } from './document-state.ts'
import { type Edit, editsIn, fateOf } from './edits.ts'
import type { LostUpdates } from './lost-updates.ts'

/** One line that the server wrote inside a write's transaction. */
export interface Commit {
  readonly document: number
  /** What the document held until then. */
  readonly replacedEditId: string
  readonly newEditId: string
}

export interface CommitLogFigures {
  readonly commits: number
  /** Acknowledged edits that are not in the history of the final content. */
  readonly lost: number
  /** Commits that replaced another content than the one their editor had read. One of them can lose many edits. */
  readonly overwritingWrites: number
  /** Where the log contradicts the clients, itself or the tallies. Empty: the oracles agree. */
  readonly disagreements: readonly string[]
}

/** Reads lines of `documentId replacedEditId newEditId`, without a last line cut short. Throws on any other line. */
export function parseCommitLog(text: string): readonly Commit[] {
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  return complete.split('\n').slice(0, -1).map((line, index) => {
    const [documentId, replacedEditId, newEditId, ...rest] = line.split(' ')
    const document = Number(documentId)
    if (!Number.isInteger(document) || replacedEditId === undefined || newEditId === undefined || rest.length > 0) {
      throw new Error(`commit log, line ${index + 1}: "${line}" is not "documentId replacedEditId newEditId"`)
    }
    return { document, replacedEditId, newEditId }
  })
}

/**
 * Judges the writes by what the server says it did, and holds that against what the clients were told and what the
 * tallies say: the log must be one unbroken line per document, from the first content to the last; commits are the
 * acknowledged edits and some of the indeterminate ones; and the history of the final content, followed back from edit to
 * the edit that it was based on, is as long as the tally has grown.
 */
export function checkCommitLog(
  commits: readonly Commit[],
  observations: readonly Observation[],
  before: readonly DocumentState[],
  after: readonly DocumentState[],
  byTally: LostUpdates,
): CommitLogFigures {
  const edits = new Map(editsIn(observations).map(edit => [edit.editId, edit]))
  const surviving = new Set(after.flatMap(state => historyOf(state.editId, edits)))
  const acknowledged = [...edits.values()].filter(edit => fateOf(edit) === 'acknowledged')
  const committed = new Set(commits.map(commit => commit.newEditId))
  const overwriting = commits.filter(commit => {
    const baseEditId = edits.get(commit.newEditId)?.baseEditId
    return baseEditId !== undefined && baseEditId !== commit.replacedEditId
  })
  return {
    commits: commits.length,
    lost: acknowledged.filter(edit => !(surviving.has(edit.editId) && committed.has(edit.editId))).length,
    overwritingWrites: overwriting.length,
    disagreements: [
      ...acknowledged.filter(edit => !committed.has(edit.editId)).map(({ editId, document }) =>
        `edit ${editId} of document ${document} was acknowledged, but the server never committed it`),
      ...commits.flatMap(commit => strayCommit(commit, edits.get(commit.newEditId))),
      ...brokenLines(commits, before, after),
      ...tallyDisagreements(byTally, edits, after),
    ],
  }
}

/** The edits that a content contains, newest first: its own and those of the contents that it was made from. */
function historyOf(finalEditId: string, edits: ReadonlyMap<string, Edit>): readonly string[] {
  const history = new Set<string>()
  let edit = edits.get(finalEditId)
  while (edit !== undefined && !history.has(edit.editId)) {
    history.add(edit.editId)
    edit = edit.baseEditId === undefined ? undefined : edits.get(edit.baseEditId)
  }
  return [...history]
}

function strayCommit({ document, newEditId }: Commit, edit: Edit | undefined): readonly string[] {
  if (edit === undefined) return [`the server committed edit ${newEditId} of document ${document}, which nobody sent`]
  if (edit.document !== document) {
    return [`edit ${newEditId} was sent to document ${edit.document}, but committed to document ${document}`]
  }
  return fateOf(edit) === 'refused'
    ? [`edit ${newEditId} of document ${document} was answered ${edit.status}, but committed all the same`]
    : []
}

function brokenLines(
  commits: readonly Commit[],
  before: readonly DocumentState[],
  after: readonly DocumentState[],
): readonly string[] {
  const current = new Map(before.map(state => [state.document, state.editId]))
  const seen = new Set<string>()
  const broken: string[] = []
  for (const { document, replacedEditId, newEditId } of commits) {
    const expected = current.get(document)
    if (expected !== undefined && expected !== replacedEditId) {
      const where = `in document ${document}, where ${expected} had been committed`
      broken.push(`edit ${newEditId} replaced ${replacedEditId} ${where}`)
    }
    if (seen.has(newEditId)) broken.push(`edit ${newEditId} of document ${document} was committed twice`)
    seen.add(newEditId)
    current.set(document, newEditId)
  }
  for (const { document, editId } of after) {
    const last = current.get(document)
    if (last !== undefined && last !== editId) {
      broken.push(`document ${document} ends with edit ${editId}, but the last one committed to it is ${last}`)
    }
  }
  return broken
}

function tallyDisagreements(
  byTally: LostUpdates,
  edits: ReadonlyMap<string, Edit>,
  after: readonly DocumentState[],
): readonly string[] {
  const finalEditIds = new Map(after.map(state => [state.document, state.editId]))
  return byTally.perDocument.flatMap(({ document, startTally, finalTally }) => {
    const counted = historyOf(finalEditIds.get(document) ?? '', edits).length
    return counted === finalTally - startTally
      ? []
      : [`the tally of document ${document} grew by ${finalTally - startTally}, but its final content has ${counted} edits`]
  })
}
