import type { Edit } from './edits.ts'

/**
 * Every edit with the one whose content it changed: a tree, since an edit has one base and a new id. The history of a
 * content is the way from its edit to the root, by what the editors themselves read and wrote: no word of the server is
 * needed. A base that is no edit of the run (the untouched content) is a root; so is one that would close a circle, which
 * only a server can make that hands out ids before they are written.
 */
export class EditTree {
  readonly #edits: ReadonlyMap<string, Edit>
  readonly #bases = new Map<string, string>()
  readonly #depths = new Map<string, number>()

  constructor(edits: readonly Edit[]) {
    this.#edits = new Map(edits.map(edit => [edit.editId, edit]))
    for (const editId of this.#edits.keys()) this.#measure(editId)
  }

  edit(editId: string): Edit | undefined {
    return this.#edits.get(editId)
  }

  /** The edits that a content contains, newest first: its own and those of the contents that it was made from. */
  historyOf(contentId: string): readonly string[] {
    const history: string[] = []
    for (let at = this.#known(contentId); at !== undefined; at = this.#bases.get(at)) history.push(at)
    return history
  }

  /** The edits that the content `before` has and the content `after` has not, newest first. */
  missingAfter(before: string, after: string): readonly string[] {
    const missing: string[] = []
    let [kept, gone] = [this.#known(after), this.#known(before)]
    while (gone !== undefined && gone !== kept) {
      if (this.#depthOf(gone) >= this.#depthOf(kept)) {
        missing.push(gone)
        gone = this.#bases.get(gone)
      } else if (kept !== undefined) kept = this.#bases.get(kept)
    }
    return missing
  }

  #known(contentId: string): string | undefined {
    return this.#edits.has(contentId) ? contentId : undefined
  }

  /** 0: no edit at all. */
  #depthOf(editId: string | undefined): number {
    return editId === undefined ? 0 : (this.#depths.get(editId) ?? 0)
  }

  /** Goes back to the first edit whose depth is known, then sets what it came by. */
  #measure(editId: string): void {
    const path: string[] = []
    const onPath = new Set<string>()
    let at: string | undefined = editId
    while (at !== undefined && !this.#depths.has(at)) {
      path.push(at)
      onPath.add(at)
      const base: string | undefined = this.#known(this.#edits.get(at)?.baseEditId ?? '')
      if (base === undefined || onPath.has(base)) break
      this.#bases.set(at, base)
      at = base
    }
    for (const onTheWay of path.toReversed()) {
      this.#depths.set(onTheWay, this.#depthOf(this.#bases.get(onTheWay)) + 1)
    }
  }
}
