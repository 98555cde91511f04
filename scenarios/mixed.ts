import { defineScenario } from './define-scenario.ts'
import type { UserContext } from './scenario.ts'
import type { Operation } from './scripted-user.ts'
import { zipfRanks } from './zipf.ts'

export type MixedSettings = {
  readonly users: number
  readonly documents: number
  /** Operations per user: polls, and the edits among them. */
  readonly polls: number
  /** Of the operations. 0 to 1. */
  readonly editFraction: number
  /** How much the operations crowd on the first documents: 0 not at all; 0.99 is YCSB's. */
  readonly zipfExponent: number
  /** Conditional writes per edit; a 412 is followed by a new read at once. */
  readonly attempts: number
}

/** YCSB's workload B (Cooper et al., SoCC 2010) over HTTP: reads revalidate, updates read before they write. */
export const mixed = defineScenario<MixedSettings>({
  name: 'mixed',
  summary: 'each user polls many documents, popular ones most (Zipf), and now and then edits one (YCSB B)',
  defaults: { users: 16, documents: 50, polls: 100, editFraction: 0.05, zipfExponent: 0.99, attempts: 3 },
  workload: 'closed',
  users: settings => settings.users,
  documents: settings => settings.documents,
  operations: pollAndEdit,
})

function* pollAndEdit(settings: MixedSettings, { random }: UserContext): Generator<Operation, void> {
  const { documents, polls, editFraction, zipfExponent, attempts } = settings
  const rankOf = zipfRanks(documents, zipfExponent)
  const atOnce = { waitMs: 0 }
  for (let nth = 1; nth <= polls; nth += 1) {
    const isEdit = random() < editFraction
    const document = rankOf(random())
    if (isEdit) yield { kind: 'edit', document, start: atOnce, writeStart: atOnce, attempts, backoffMs: [] }
    else yield { kind: 'poll', document, start: atOnce }
  }
}
