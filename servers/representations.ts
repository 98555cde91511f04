import type { Drift } from './drifts/drift.ts'
import type { Validators } from './http/preconditions.ts'
import type { JsonValue } from './resource/bookkeeping.ts'
import { sendingSerialiser } from './serialisation.ts'
import type { Store, StoredDocument } from './stores/store.ts'
import type { Strategy } from './strategies/strategy.ts'

/** What decides a conditional request; `content` is there when it had to be made for that. */
export interface Current {
  readonly validators: Validators
  readonly content: Buffer | undefined
}

/** What a 200 sends. */
export interface Representation extends Current {
  readonly content: Buffer
}

export interface Representations {
  /** By the cheapest read that the strategy allows. */
  current(id: string): Current | undefined
  /** Reads the document, parses and serialises it, as an ORM-backed endpoint does. */
  full(id: string): Representation | undefined
}

/** How a strategy's needs become reads of the store. The content is serialised and encoded once: those bytes are hashed and sent. */
export function createRepresentations(store: Store, strategy: Strategy, drift?: Drift): Representations {
  const serialise = sendingSerialiser(strategy, drift)
  const encode = (row: StoredDocument) => Buffer.from(serialise(JSON.parse(row.content) as JsonValue))
  const reading = (validatorsOf: (row: StoredDocument, content: Buffer) => Validators) => (id: string) => {
    const row = store.read(id)
    if (row === undefined) return undefined
    const content = encode(row)
    return { validators: validatorsOf(row, content), content }
  }
  switch (strategy.needs) {
    case 'nothing': {
      const full = reading(() => ({}))
      return { current: full, full }
    }
    case 'content': {
      const full = reading((_, content) => strategy.validators(content))
      return { current: full, full }
    }
    case 'columns': {
      const current = (id: string) => {
        const row = store.peek(id)
        return row && { validators: strategy.validators(row), content: undefined }
      }
      return { current, full: reading(row => strategy.validators(row)) }
    }
    case 'digest': {
      const current = (id: string) => {
        const row = store.peekDigest(id)
        return row && { validators: strategy.validators(row), content: undefined }
      }
      return { current, full: reading(row => strategy.validators(row)) }
    }
  }
}
