import type { JsonValue } from '../resource/bookkeeping.ts'

/** What a server does to every content that it sends though nobody has edited the document. */
export interface Drift {
  readonly name: string
  /** One line for lists. */
  readonly summary: string
  /** The document as sent this time. */
  send(document: JsonValue): JsonValue
  /** What of a received content is the document: the store holds nothing that `send` added. */
  receive(content: JsonValue): JsonValue
}
