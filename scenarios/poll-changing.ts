import { defineScenario } from './define-scenario.ts'
import { type OwnDocumentSettings, pollOwnDocument } from './own-document-polls.ts'

export type PollChangingSettings = OwnDocumentSettings & {
  /** Probability that the document is edited between two polls of its user: 0 to 1. */
  readonly changedFraction: number
}

export const pollChanging = defineScenario<PollChangingSettings>({
  name: 'poll-changing',
  summary: 'users poll a document each, and a stated fraction of polls finds it changed',
  defaults: { users: 4, polls: 250, changedFraction: 0.1, thinkMs: 0 },
  workload: 'closed',
  users: settings => settings.users,
  documents: settings => settings.users,
  operations: (settings, context) =>
    pollOwnDocument(settings, context, () => (context.random() < settings.changedFraction ? 'edit' : undefined)),
})
