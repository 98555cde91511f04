import { defineScenario } from './define-scenario.ts'
import { type OwnDocumentSettings, pollOwnDocument } from './own-document-polls.ts'

export type DriftSettings = OwnDocumentSettings & {
  /** How the server's content varies though nobody edits: it bears the time, or its keys come in another order. */
  readonly drift: 'server-time' | 'key-order'
}

/** Every poll but a user's first deserves a 304: the rest is what the drift of the content costs a strategy. */
export const drift = defineScenario<DriftSettings>({
  name: 'drift',
  summary: 'users poll a document each that nobody edits, on a server whose content drifts: a member with the time, or shuffled keys',
  defaults: { users: 2, polls: 100, drift: 'server-time', thinkMs: 0 },
  workload: 'closed',
  users: settings => settings.users,
  documents: settings => settings.users,
  serverFlags: settings => ({ drift: settings.drift }),
  operations: (settings, context) => pollOwnDocument(settings, context, () => undefined),
})
