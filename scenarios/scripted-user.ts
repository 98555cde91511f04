import { LogicalEditor, type LogicalEdit } from './logical-edit.ts'
import { outcomeOf } from './outcome.ts'
import type { Answer, Outcome, ScriptRequest, Start, Step } from './scenario.ts'
import { ValidatorStore } from './validator-store.ts'

export interface Poll {
  readonly kind: 'poll'
  readonly document: number
  readonly start: Start
}

/** What a user sets out to do: one request, or as many as a logical edit takes. */
export type Operation = Poll | LogicalEdit

/**
 * Carries out operations one after the other. The next is asked for when the last has ended, so that whoever draws it by
 * chance draws per operation and not per request. A user that polls and edits is two clients: each has its own memory.
 */
export class ScriptedUser {
  readonly #operations: Iterator<Operation, void>
  readonly #polled = new ValidatorStore()
  readonly #editor: LogicalEditor
  #operation: Operation | undefined

  constructor(index: number, operations: Iterator<Operation, void>) {
    this.#editor = new LogicalEditor(index)
    this.#operations = operations
    this.#beginNext()
  }

  next(): Step {
    const operation = this.#operation
    if (operation === undefined) return 'done'
    if (operation.kind !== 'poll') return this.#editor.next()
    const { document, start } = operation
    const headers = this.#polled.pollHeaders(document)
    return { ...start, request: { kind: 'poll', method: 'GET', document, headers } }
  }

  observe(request: ScriptRequest, answer: Answer): Outcome {
    if (request.kind !== 'poll') {
      const outcome = this.#editor.observe(request, answer)
      if (this.#editor.hasEnded) this.#beginNext()
      return outcome
    }
    const outcome = outcomeOf(request, answer)
    if (typeof answer === 'object' && outcome === 'fetched') this.#polled.replace(request.document, answer.headers)
    if (typeof answer === 'object' && outcome === 'not-modified') this.#polled.refresh(request.document, answer.headers)
    this.#beginNext()
    return outcome
  }

  #beginNext(): void {
    const next = this.#operations.next()
    this.#operation = next.done === true ? undefined : next.value
    if (this.#operation !== undefined && this.#operation.kind !== 'poll') this.#editor.begin(this.#operation)
  }
}
