import type { Observation } from '../load/observation.ts'
import type { DocumentState } from './document-state.ts'
import { type Edit, editsIn, fateOf, type Touch, touchesIn } from './edits.ts'
import { EditTree } from './edit-tree.ts'
import type { LostUpdates } from './lost-updates.ts'

/** One line that the server wrote inside a write's transaction. Of a touch both ids are usually the same. */
export interface Commit {
  readonly document: number
  /** What the document held until then. */
  readonly replacedEditId: string
  readonly newEditId: string
}

export interface CommitLogFigures {
  /** Of edits and touches. */
  readonly commits: number
  readonly touchCommits: number
  /** Acknowledged edits that are not in the history of the final content: exact, indeterminate writes or not. None where that could not be read. */
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
 * tallies say:
 *
 * - the log is one unbroken line per document, from the first content to the last. Indeterminate writes may be
 *   applied even after the final contents were read, so at the end of the line they may be missing there;
 * - an edit is committed once if it was acknowledged, never if it was refused, at most once if it is indeterminate;
 *   whatever else leaves its id is a touch of its content, and of these there are at least as many as were
 *   acknowledged, at most as many as were not refused;
 * - the history of the final content, followed back from edit to the edit that it was based on, is as long as
 *   the tally has grown (a touch adds to neither). This makes both counts of lost edits agree: with
 *   `history = final - start` of which some are acknowledged and the others indeterminate, acknowledged edits
 *   outside it number between the bounds of `countLostUpdates`.
 */
export function checkCommitLog(
  commits: readonly Commit[],
  observations: readonly Observation[],
  before: readonly DocumentState[],
  after: readonly DocumentState[],
  byTally: LostUpdates,
): CommitLogFigures {
  const edits = editsIn(observations)
  const tree = new EditTree(edits)
  const touches = touchesIn(observations)
  const { editCommits, touchCommits } = sortCommits(commits, before)
  const late = new Set([...editCommits.filter(isLateEdit(tree)), ...touchCommits.filter(isLateTouch(touches))])
  const readable = new Set(after.map(({ document }) => document))
  const surviving = new Set(after.flatMap(state => tree.historyOf(state.editId)))
  const acknowledged = edits.filter(edit => fateOf(edit) === 'acknowledged')
  const committed = new Set(editCommits.map(commit => commit.newEditId))
  return {
    commits: commits.length,
    touchCommits: touchCommits.length,
    lost: acknowledged.filter(edit => {
      return readable.has(edit.document) && !(surviving.has(edit.editId) && committed.has(edit.editId))
    }).length,
    overwritingWrites:
      editCommits.filter(commit => isOverwriting(commit, tree.edit(commit.newEditId))).length +
      touchCommits.filter(commit => commit.replacedEditId !== commit.newEditId).length,
    disagreements: [
      ...acknowledged.filter(edit => !committed.has(edit.editId)).map(({ editId, document }) =>
        `edit ${editId} of document ${document} was acknowledged, but the server never committed it`),
      ...editCommits.flatMap(commit => strayCommit(commit, tree.edit(commit.newEditId))),
      ...touchDisagreements(touchCommits, touches),
      ...brokenLines(commits, before, after, late),
      ...tallyDisagreements(byTally, tree, after),
    ],
  }
}

/** The first commit of an id is its edit, unless documents began with it; each further one is a touch of that content. */
function sortCommits(commits: readonly Commit[], before: readonly DocumentState[]) {
  const present = new Set(before.map(({ document, editId }) => `${document} ${editId}`))
  const editCommits: Commit[] = []
  const touchCommits: Commit[] = []
  for (const commit of commits) {
    const content = `${commit.document} ${commit.newEditId}`
    if (present.has(content)) touchCommits.push(commit)
    else editCommits.push(commit)
    present.add(content)
  }
  return { editCommits, touchCommits }
}

/** Of the commits of edits: whether it may have come after the final contents were read. */
function isLateEdit(tree: EditTree): (commit: Commit) => boolean {
  return ({ newEditId }) => {
    const edit = tree.edit(newEditId)
    return edit !== undefined && fateOf(edit) === 'indeterminate'
  }
}

/** Of the commits of touches: the same; which touch of a content a commit was cannot be told. */
function isLateTouch(touches: readonly Touch[]): (commit: Commit) => boolean {
  const indeterminate = touches.filter(touch => fateOf(touch) === 'indeterminate')
  const contents = new Set(indeterminate.map(({ document, baseEditId }) => `${document} ${baseEditId}`))
  return ({ document, newEditId }) => contents.has(`${document} ${newEditId}`)
}

function isOverwriting({ replacedEditId }: Commit, edit: Edit | undefined): boolean {
  return edit?.baseEditId !== undefined && edit.baseEditId !== replacedEditId
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

function touchDisagreements(commits: readonly Commit[], touches: readonly Touch[]): readonly string[] {
  const committed = Map.groupBy(commits, ({ document, newEditId }) => `${newEditId} of document ${document}`)
  const sent = Map.groupBy(touches, ({ document, baseEditId }) => `${baseEditId} of document ${document}`)
  return [...new Set([...committed.keys(), ...sent.keys()])].flatMap(content => {
    const times = committed.get(content)?.length ?? 0
    const ofContent = sent.get(content) ?? []
    const atLeast = ofContent.filter(touch => fateOf(touch) === 'acknowledged').length
    const atMost = ofContent.filter(touch => fateOf(touch) !== 'refused').length
    if (times >= atLeast && times <= atMost) return []
    const sentTouches = `${atLeast} touches of it were acknowledged and ${atMost - atLeast} are indeterminate`
    return [`the content of edit ${content} was written again, ${times} times, but ${sentTouches}`]
  })
}

function brokenLines(
  commits: readonly Commit[],
  before: readonly DocumentState[],
  after: readonly DocumentState[],
  late: ReadonlySet<Commit>,
): readonly string[] {
  const current = new Map(before.map(state => [state.document, state.editId]))
  /** Contents that the document may have held when it was read last. */
  const possiblyFinal = new Map(before.map(state => [state.document, new Set([state.editId])]))
  const broken: string[] = []
  for (const commit of commits) {
    const { document, replacedEditId, newEditId } = commit
    const expected = current.get(document)
    if (expected !== undefined && expected !== replacedEditId) {
      const where = `in document ${document}, where ${expected} had been committed`
      broken.push(`edit ${newEditId} replaced ${replacedEditId} ${where}`)
    }
    current.set(document, newEditId)
    if (!late.has(commit)) possiblyFinal.get(document)?.clear()
    possiblyFinal.get(document)?.add(newEditId)
  }
  for (const { document, editId } of after) {
    if (possiblyFinal.get(document)?.has(editId) === false) {
      broken.push(`document ${document} ends with edit ${editId}, but the last one committed to it is ${current.get(document)}`)
    }
  }
  return broken
}

function tallyDisagreements(byTally: LostUpdates, tree: EditTree, after: readonly DocumentState[]): readonly string[] {
  const finalEditIds = new Map(after.map(state => [state.document, state.editId]))
  return byTally.perDocument.flatMap(({ document, startTally, finalTally }) => {
    if (finalTally === undefined) return []
    const counted = tree.historyOf(finalEditIds.get(document) ?? '').length
    return counted === finalTally - startTally
      ? []
      : [`the tally of document ${document} grew by ${finalTally - startTally}, but its final content has ${counted} edits`]
  })
}
