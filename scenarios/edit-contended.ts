import { type BackoffSettings, drawBackoffMs } from './backoff.ts'
import { defineScenario } from './define-scenario.ts'
import type { UserContext } from './scenario.ts'
import type { Operation } from './scripted-user.ts'

export type EditContendedSettings = BackoffSettings & {
  readonly editors: number
  readonly documents: number
  /** Logical edits per editor, each of up to `attempts` conditional writes. */
  readonly edits: number
  /** Between the first read of an edit and its write, give or take half of it. A repeated read needs no thinking. */
  readonly thinkMs: number
}

/**
 * Editors read, think and write the same few documents. With a guard that works a conflicting write ends in 412, and the
 * editor reads again and re-applies its edit; without one, somebody's acknowledged edit is overwritten and gone.
 */
export const editContended = defineScenario<EditContendedSettings>({
  name: 'edit-contended',
  summary: 'editors read, think and write the same few documents, and retry after a 412',
  defaults: { editors: 8, documents: 4, edits: 40, thinkMs: 5, attempts: 3, backoff: 'exponential', backoffBaseMs: 10 },
  workload: 'closed',
  users: settings => settings.editors,
  documents: settings => settings.documents,
  operations: editRandomDocuments,
})

function* editRandomDocuments(settings: EditContendedSettings, { random }: UserContext): Generator<Operation, void> {
  const { edits, documents, thinkMs, attempts } = settings
  for (let nth = 1; nth <= edits; nth += 1) {
    const document = 1 + Math.floor(random() * documents)
    const writeStart = { waitMs: thinkMs * (0.5 + random()) }
    const backoffMs = drawBackoffMs(settings, random)
    yield { kind: 'edit', document, start: { waitMs: 0 }, writeStart, attempts, backoffMs }
  }
}
