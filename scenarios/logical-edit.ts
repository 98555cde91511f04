import { applyEdit, editIdOf, readBookkeeping } from './bookkeeping.ts'
import { outcomeOf, writeHeaders } from './outcome.ts'
import type { Answer, Outcome, ScriptRequest, Start, Step } from './scenario.ts'
import { ValidatorStore } from './validator-store.ts'

/** One change that somebody wants to make, however many requests that takes. All that chance decides is in here. */
export interface LogicalEdit {
  /** `touch`: the content goes back as it was read. */
  readonly kind: 'edit' | 'touch'
  readonly document: number
  /** Of the first request. */
  readonly start: Start
  /** Of the first write, where a read goes before it. */
  readonly writeStart: Start
  readonly attempts: number
  /** Between the nth 412 and the read after it; 0 where nothing is listed. The write follows that read at once. */
  readonly backoffMs: readonly number[]
  /** Does without the first read if the answer to this editor's last write named the validators (RFC 9110 §9.3.4). */
  readonly fromLastWrite?: boolean
}

interface Copy {
  readonly document: number
  readonly content: Buffer
  readonly editId: string
}

const atOnce: Start = { waitMs: 0 }

/**
 * Carries out one logical edit after another: read, think, write; after a 412 back off, read again and write again, until
 * the attempts are used up. Nothing else is tried again: a write without an answer may have been applied.
 */
export class LogicalEditor {
  readonly #userIndex: number
  readonly #store = new ValidatorStore()
  #edit: LogicalEdit | undefined
  /** What the next write starts from, while its validators are known. */
  #copy: Copy | undefined
  #start: Start = atOnce
  #attempt = 1
  #begun = 0
  /** Over all logical edits and attempts: makes each written id unique. */
  #writes = 0

  constructor(userIndex: number) {
    this.#userIndex = userIndex
  }

  begin(edit: LogicalEdit): void {
    if (edit.fromLastWrite !== true || this.#copy?.document !== edit.document) this.#copy = undefined
    this.#edit = edit
    this.#start = edit.start
    this.#attempt = 1
    this.#begun += 1
  }

  /** Committed, given up, refused otherwise, left without an answer or never sent. */
  get hasEnded(): boolean {
    return this.#edit === undefined
  }

  next(): Step {
    if (this.#edit === undefined) return 'done'
    const request = this.#copy === undefined ? this.#readRequest(this.#edit) : this.#writeRequest(this.#edit, this.#copy)
    return { ...this.#start, request }
  }

  observe(request: ScriptRequest, answer: Answer): Outcome {
    const outcome = outcomeOf(request, answer)
    if (request.kind === 'read') this.#afterRead(request, answer, outcome)
    else this.#afterWrite(request, answer, outcome)
    return outcome
  }

  #readRequest({ document }: LogicalEdit): ScriptRequest {
    return { kind: 'read', method: 'GET', document, headers: {}, logicalEdit: this.#begun }
  }

  #writeRequest({ kind, document, attempts }: LogicalEdit, copy: Copy): ScriptRequest {
    const editId = kind === 'edit' ? editIdOf(this.#userIndex, this.#writes + 1) : undefined
    return {
      kind,
      method: 'PUT',
      document,
      headers: writeHeaders(this.#store.guardHeaders(document)),
      body: editId === undefined ? copy.content : applyEdit(copy.content, editId),
      ...(editId !== undefined && { editId }),
      baseEditId: copy.editId,
      attempt: this.#attempt,
      lastAttempt: this.#attempt >= attempts,
      logicalEdit: this.#begun,
    }
  }

  #afterRead({ document }: ScriptRequest, answer: Answer, outcome: Outcome): void {
    const response = typeof answer === 'object' && outcome === 'fetched' ? answer : undefined
    const read = response === undefined ? undefined : readBookkeeping(response.body)
    if (response === undefined || read === undefined) {
      this.#edit = undefined
      return
    }
    this.#copy = { document, content: response.body, editId: read.editId }
    this.#store.replace(document, response.headers)
    this.#start = this.#attempt === 1 ? (this.#edit?.writeStart ?? atOnce) : atOnce
  }

  #afterWrite(request: ScriptRequest, answer: Answer, outcome: Outcome): void {
    const { document, body, editId = request.baseEditId } = request
    const backoffMs = this.#edit?.backoffMs[this.#attempt - 1] ?? 0
    if (request.kind === 'edit') this.#writes += 1
    this.#copy = undefined
    if (outcome === 'aborted' && request.lastAttempt !== true) {
      this.#attempt += 1
      this.#start = { waitMs: backoffMs }
      return
    }
    this.#edit = undefined
    if (typeof answer !== 'object' || outcome !== 'committed') return
    this.#store.replace(document, answer.headers)
    const isKnown = this.#store.hasValidator(document)
    if (isKnown && body !== undefined && editId !== undefined) this.#copy = { document, content: body, editId }
  }
}
