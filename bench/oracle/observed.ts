import type { Observation } from '../load/observation.ts'

/** Test fixtures: observations of document 1 by user 0, with what matters to a test spelt out by it. */
const common = {
  user: 0, document: 1, status: 200, conditional: true, sentBytes: 100, receivedBytes: 1000, intendedNs: 0,
} as const

type Chosen = Partial<Observation> & Pick<Observation, 'sentNs' | 'doneNs'>

export function poll(readEditId: string, chosen: Chosen): Observation {
  const readTally = 1_000_000 + Number(readEditId.slice(-1))
  return { ...common, kind: 'poll', method: 'GET', outcome: 'fetched', readEditId, readTally, ...chosen }
}

export function notModified(chosen: Chosen): Observation {
  return { ...common, kind: 'poll', method: 'GET', outcome: 'not-modified', status: 304, ...chosen }
}

export function edit(editId: string, baseEditId: string, chosen: Chosen): Observation {
  return {
    ...common, kind: 'edit', method: 'PUT', outcome: 'committed', status: 204, attempt: 1, lastAttempt: false,
    editId, baseEditId, writtenTally: 1_000_001 + Number(baseEditId.slice(-1)), ...chosen,
  }
}

/** A PUT of the content with this edit id. */
export function touch(baseEditId: string, chosen: Chosen): Observation {
  return {
    ...common, kind: 'touch', method: 'PUT', outcome: 'committed', status: 204, attempt: 1, lastAttempt: false,
    baseEditId, ...chosen,
  }
}

export const refused = { outcome: 'aborted', status: 412 } as const
export const unanswered = { outcome: 'no-answer', status: 0 } as const
