import { defineScenario } from './define-scenario.ts'
import type { UserContext } from './scenario.ts'
import type { Operation } from './scripted-user.ts'

export type EditAloneSettings = {
  readonly editors: number
  /** Per editor. */
  readonly edits: number
  /** Between the read of an edit and its write, give or take half of it. */
  readonly thinkMs: number
}

/** What an edit costs where nobody is in the way: whatever is aborted or lost here is no conflict. */
export const editAlone = defineScenario<EditAloneSettings>({
  name: 'edit-alone',
  summary: 'editors read, think and write a document each: what an edit costs without a conflict',
  defaults: { editors: 4, edits: 60, thinkMs: 0 },
  workload: 'closed',
  users: settings => settings.editors,
  documents: settings => settings.editors,
  operations: editOwnDocument,
})

function* editOwnDocument({ edits, thinkMs }: EditAloneSettings, { index, random }: UserContext): Generator<Operation, void> {
  for (let nth = 1; nth <= edits; nth += 1) {
    const writeStart = { waitMs: thinkMs * (0.5 + random()) }
    yield { kind: 'edit', document: index + 1, start: { waitMs: 0 }, writeStart, attempts: 1, backoffMs: [] }
  }
}
