import type { UserContext } from './scenario.ts'
import type { Operation } from './scripted-user.ts'

export type OwnDocumentSettings = {
  readonly users: number
  /** Per user; the first is unconditional. */
  readonly polls: number
  /** Between a poll's answer and what comes next. */
  readonly thinkMs: number
}

const atOnce = { waitMs: 0 }

/**
 * A user polls a document of its own; what `drawChange` says happens to it before the next poll (asked once per poll but
 * the first) is done by an editor beside it. Nobody interferes: how many polls find a change is a function of the seed
 * alone, the same for every strategy without a clock.
 */
export function* pollOwnDocument(
  { polls, thinkMs }: OwnDocumentSettings,
  { index }: UserContext,
  drawChange: () => 'edit' | 'touch' | undefined,
): Generator<Operation, void> {
  const document = index + 1
  const afterThinking = { waitMs: thinkMs }
  for (let nth = 1; nth <= polls; nth += 1) {
    const kind = nth === 1 ? undefined : drawChange()
    if (kind !== undefined) {
      const common = { document, attempts: 1, backoffMs: [], fromLastWrite: true }
      yield { kind, ...common, start: afterThinking, writeStart: atOnce }
    }
    yield { kind: 'poll', document, start: nth === 1 || kind !== undefined ? atOnce : afterThinking }
  }
}
