import { applyEdit, editIdOf, readBookkeeping } from './bookkeeping.ts'
import { editHeaders, outcomeOf } from './outcome.ts'
import type { Outcome, Scenario, ScriptRequest, ScriptResponse, Step, UserContext } from './scenario.ts'
import { ValidatorStore } from './validator-store.ts'

export type PollChangingSettings = {
  readonly users: number
  /** Per user; the first is unconditional. */
  readonly polls: number
  /** Probability that the document is edited between two polls of its user: 0 to 1. */
  readonly changedFraction: number
  /** Between a poll's answer and what comes next. */
  readonly thinkMs: number
}

interface WriterCopy {
  readonly content: Buffer
  readonly editId: string
}

/** A poller, and beside it the writer who changes the one document that it polls; each has its own memory. */
interface PollingUser {
  readonly context: UserContext
  readonly settings: PollChangingSettings
  readonly document: number
  readonly pollerStore: ValidatorStore
  readonly writerStore: ValidatorStore
  /** The content as the writer last read or wrote it, while its validators are known. */
  writerCopy: WriterCopy | undefined
  pollsLeft: number
  editsWritten: number
  phase: 'poll' | 'read' | 'edit'
  waitMs: number
}

/**
 * One user per document, so that nobody interferes: how many polls find a change is a function of the seed alone, the
 * same for every strategy without a clock. Every poll but the first draws once whether an edit goes before it.
 */
export const pollChanging: Scenario<PollChangingSettings, PollingUser> = {
  name: 'poll-changing',
  summary: 'users poll a document each, and a stated fraction of polls finds it changed',
  defaults: { users: 4, polls: 250, changedFraction: 0.1, thinkMs: 0 },
  users: settings => settings.users,
  documents: settings => settings.users,
  newUser: (settings, context) => ({
    context,
    settings,
    document: context.index + 1,
    pollerStore: new ValidatorStore(),
    writerStore: new ValidatorStore(),
    writerCopy: undefined,
    pollsLeft: settings.polls,
    editsWritten: 0,
    phase: 'poll',
    waitMs: 0,
  }),
  next: nextStep,
  observe: observeAnswer,
}

function nextStep(user: PollingUser): Step {
  if (user.pollsLeft <= 0) return 'done'
  return { waitMs: user.waitMs, request: requestOf(user) }
}

function requestOf(user: PollingUser): ScriptRequest {
  const { document } = user
  if (user.phase === 'edit' && user.writerCopy !== undefined) {
    const editId = editIdOf(user.context.index, user.editsWritten + 1)
    return {
      kind: 'edit',
      method: 'PUT',
      document,
      headers: editHeaders(user.writerStore.guardHeaders(document)),
      body: applyEdit(user.writerCopy.content, editId),
      editId,
      baseEditId: user.writerCopy.editId,
      attempt: 1,
      lastAttempt: true,
    }
  }
  return user.phase === 'poll'
    ? { kind: 'poll', method: 'GET', document, headers: user.pollerStore.pollHeaders(document) }
    : { kind: 'read', method: 'GET', document, headers: {} }
}

function observeAnswer(user: PollingUser, request: ScriptRequest, response: ScriptResponse | undefined): Outcome {
  const outcome = outcomeOf(request, response)
  if (request.kind === 'poll') afterPoll(user, response, outcome)
  else if (request.kind === 'read') afterRead(user, response, outcome)
  else afterEdit(user, request, response, outcome)
  return outcome
}

function afterPoll(user: PollingUser, response: ScriptResponse | undefined, outcome: Outcome): void {
  if (response !== undefined && outcome === 'fetched') user.pollerStore.replace(user.document, response.headers)
  if (response !== undefined && outcome === 'not-modified') user.pollerStore.refresh(user.document, response.headers)
  user.pollsLeft -= 1
  user.waitMs = user.settings.thinkMs
  const changes = user.context.random() < user.settings.changedFraction
  if (!changes) user.phase = 'poll'
  else user.phase = user.writerCopy === undefined ? 'read' : 'edit'
}

function afterRead(user: PollingUser, response: ScriptResponse | undefined, outcome: Outcome): void {
  user.waitMs = 0
  const read = response !== undefined && outcome === 'fetched' ? readBookkeeping(response.body) : undefined
  if (response === undefined || read === undefined) {
    user.phase = 'poll'
    return
  }
  user.writerCopy = { content: response.body, editId: read.editId }
  user.writerStore.replace(user.document, response.headers)
  user.phase = 'edit'
}

/** An answer without validators means: read again before the next edit (RFC 9110 §9.3.4). So does a 412, or silence. */
function afterEdit(
  user: PollingUser,
  request: ScriptRequest,
  response: ScriptResponse | undefined,
  outcome: Outcome,
): void {
  user.waitMs = 0
  user.phase = 'poll'
  user.editsWritten += 1
  user.writerCopy = undefined
  user.writerStore.forget(user.document)
  if (response === undefined || outcome !== 'committed') return
  user.writerStore.replace(user.document, response.headers)
  const { body: content, editId } = request
  const known = content !== undefined && editId !== undefined && user.writerStore.hasValidator(user.document)
  if (known) user.writerCopy = { content, editId }
}
