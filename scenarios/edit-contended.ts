import { applyEdit, editIdOf, readBookkeeping } from './bookkeeping.ts'
import { editHeaders, outcomeOf } from './outcome.ts'
import type { Outcome, Scenario, ScriptRequest, ScriptResponse, Step, UserContext } from './scenario.ts'
import { ValidatorStore } from './validator-store.ts'

export type EditContendedSettings = {
  readonly editors: number
  readonly documents: number
  /** Logical edits per editor, each of up to `attempts` conditional writes. */
  readonly edits: number
  /** Between the first read of an edit and its write, give or take half of it. A repeated read needs no thinking. */
  readonly thinkMs: number
  readonly attempts: number
  /** Full jitter: after the nth 412 the editor waits between 0 and `backoffBaseMs` x 2^(n-1), evenly distributed. */
  readonly backoffBaseMs: number
}

/** What chance decides about one logical edit: drawn at once, so that 412s do not shift the draws of later edits. */
interface EditPlan {
  readonly document: number
  readonly thinkMs: number
  /** After the nth 412. */
  readonly backoffMs: readonly number[]
}

interface Editor {
  readonly context: UserContext
  readonly settings: EditContendedSettings
  readonly store: ValidatorStore
  plan: EditPlan
  editsLeft: number
  attempt: number
  /** Over all logical edits and attempts: makes each written id unique. */
  writes: number
  copy: { readonly content: Buffer; readonly editId: string } | undefined
  waitMs: number
}

/**
 * Editors read, think and write the same few documents. With a guard that works a conflicting write ends in 412, and the
 * editor reads again and re-applies its edit; without one, somebody's acknowledged edit is overwritten and gone.
 */
export const editContended: Scenario<EditContendedSettings, Editor> = {
  name: 'edit-contended',
  summary: 'editors read, think and write the same few documents, and retry after a 412',
  defaults: { editors: 8, documents: 4, edits: 40, thinkMs: 5, attempts: 3, backoffBaseMs: 10 },
  users: settings => settings.editors,
  documents: settings => settings.documents,
  newUser: (settings, context) => ({
    context,
    settings,
    store: new ValidatorStore(),
    plan: drawPlan(settings, context.random),
    editsLeft: settings.edits,
    attempt: 1,
    writes: 0,
    copy: undefined,
    waitMs: 0,
  }),
  next: nextStep,
  observe: observeAnswer,
}

function drawPlan(settings: EditContendedSettings, random: () => number): EditPlan {
  return {
    document: 1 + Math.floor(random() * settings.documents),
    thinkMs: settings.thinkMs * (0.5 + random()),
    backoffMs: Array.from({ length: settings.attempts }, (_, n) => settings.backoffBaseMs * 2 ** n * random()),
  }
}

function nextStep(editor: Editor): Step {
  if (editor.editsLeft <= 0) return 'done'
  return { waitMs: editor.waitMs, request: requestOf(editor) }
}

function requestOf(editor: Editor): ScriptRequest {
  const { document } = editor.plan
  if (editor.copy === undefined) return { kind: 'read', method: 'GET', document, headers: {} }
  const editId = editIdOf(editor.context.index, editor.writes + 1)
  return {
    kind: 'edit',
    method: 'PUT',
    document,
    headers: editHeaders(editor.store.guardHeaders(document)),
    body: applyEdit(editor.copy.content, editId),
    editId,
    baseEditId: editor.copy.editId,
    attempt: editor.attempt,
    lastAttempt: editor.attempt >= editor.settings.attempts,
  }
}

function observeAnswer(editor: Editor, request: ScriptRequest, response: ScriptResponse | undefined): Outcome {
  const outcome = outcomeOf(request, response)
  if (request.kind === 'edit') afterEdit(editor, request, outcome)
  else afterRead(editor, response, outcome)
  return outcome
}

function afterRead(editor: Editor, response: ScriptResponse | undefined, outcome: Outcome): void {
  const read = response !== undefined && outcome === 'fetched' ? readBookkeeping(response.body) : undefined
  if (response === undefined || read === undefined) {
    beginNextEdit(editor)
    return
  }
  editor.copy = { content: response.body, editId: read.editId }
  editor.store.replace(editor.plan.document, response.headers)
  editor.waitMs = editor.attempt === 1 ? editor.plan.thinkMs : 0
}

/** Only a 412 is tried again: a write without an answer may have been applied, so it is never resent. */
function afterEdit(editor: Editor, request: ScriptRequest, outcome: Outcome): void {
  editor.writes += 1
  editor.copy = undefined
  if (outcome !== 'aborted' || request.lastAttempt === true) {
    beginNextEdit(editor)
    return
  }
  editor.waitMs = editor.plan.backoffMs[editor.attempt - 1] ?? 0
  editor.attempt += 1
}

function beginNextEdit(editor: Editor): void {
  editor.editsLeft -= 1
  editor.attempt = 1
  editor.waitMs = 0
  editor.copy = undefined
  editor.plan = drawPlan(editor.settings, editor.context.random)
}
