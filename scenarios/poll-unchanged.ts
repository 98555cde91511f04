import { defineScenario } from './define-scenario.ts'
import { type OwnDocumentSettings, pollOwnDocument } from './own-document-polls.ts'

/** The best case of every strategy: each poll but a user's first could be a 304. */
export const pollUnchanged = defineScenario<OwnDocumentSettings>({
  name: 'poll-unchanged',
  summary: 'users poll a document each, and it never changes',
  defaults: { users: 4, polls: 250, thinkMs: 0 },
  workload: 'closed',
  users: settings => settings.users,
  documents: settings => settings.users,
  operations: (settings, context) => pollOwnDocument(settings, context, () => undefined),
})
