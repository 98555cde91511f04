import { initialEditId, initialTally } from '../../scenarios/bookkeeping.ts'

/** What the harness read in a document while no script ran: before the first request, or after the last answer. */
export interface DocumentState {
  /** 1-based. */
  readonly document: number
  readonly editId: string
  readonly tally: number
}

/** Documents 1 to `documents` of a server that has just started. */
export function untouchedDocuments(documents: number): readonly DocumentState[] {
  return Array.from({ length: documents }, (_, index) => ({
    document: index + 1,
    editId: initialEditId,
    tally: initialTally,
  }))
}
