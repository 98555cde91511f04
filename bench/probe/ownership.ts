import { contentChanges, isWithin } from './content-changes.ts'
import type { ContentChange } from './content-changes.ts'
import { valueAt } from './json-path.ts'
import type { JsonPath } from './json-path.ts'
import type { EditableField } from './editable-field.ts'

/**
 * Whose the present content is. `before`: as it was before the first write; `ours`: but for the field, which has a value that the
 * session wrote; `foreign`: somebody else changed something.
 */
export type Owner = 'before' | 'ours' | 'foreign'

/** Tells our changes of the content from the server's own bookkeeping and from other people's. */
export class Ownership {
  readonly before: unknown
  readonly field: EditableField
  readonly #written = new Set<unknown>()
  #managed: readonly JsonPath[]

  /** `drifting`: what differs between reads without any write. */
  constructor(before: unknown, field: EditableField, drifting: readonly JsonPath[]) {
    this.before = before
    this.field = field
    this.#managed = drifting
  }

  /** Of everything sent, whether or not it was accepted: an answer may be lost on its way. */
  noteWritten(value: string | number): void {
    this.#written.add(value)
  }

  /** Takes what the first accepted write changed beside the field as what the server sets itself at each write. */
  learnManaged(content: unknown): readonly ContentChange[] {
    const changes = contentChanges(this.before, content).filter(({ path }) => !isWithin(path, this.field.path))
    this.#managed = [...this.#managed, ...changes.map(({ path }) => path)]
    return changes
  }

  /** What differs from the content before, the field and the server's own members left out. */
  foreignChanges(content: unknown): readonly ContentChange[] {
    return contentChanges(this.before, content).filter(
      ({ path }) => !isWithin(path, this.field.path) && !this.#managed.some((each) => isWithin(path, each)),
    )
  }

  fieldIn(content: unknown): unknown {
    return valueAt(content, this.field.path)
  }

  hasOurValue(content: unknown): boolean {
    return this.#written.has(this.fieldIn(content))
  }

  ownerOf(content: unknown): Owner {
    if (this.foreignChanges(content).length > 0) return 'foreign'
    if (this.fieldIn(content) === this.field.value) return 'before'
    return this.hasOurValue(content) ? 'ours' : 'foreign'
  }
}
