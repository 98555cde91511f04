import type { Validators, WriteGuard } from '../http/preconditions.ts'
import type { JsonValue } from '../resource/bookkeeping.ts'
import type { Columns, DigestedColumns } from '../stores/store.ts'

/** Contents that nobody hostile chooses; that one process answers everything, since another one has other tags. */
export type Demand = 'trusted-content' | 'one-process'

/** By the names of `npm run micro`, without `-buffer`. */
export type HashName = 'sha256' | 'sha1' | 'md5' | 'xxh64'

interface StrategyBase {
  /** The name of its file: lower-case letters, digits and hyphens. */
  readonly name: string
  /** One line for lists and tables. */
  readonly summary: string
  /** What whoever picks it has to know beforehand; printed below a run's tables. */
  readonly caveat?: string
  /** Changes of one document that are this close together may share a validator, so that one goes unseen; absent: never. */
  readonly blindMs?: number
  /** What it asks of whoever adopts it, beside a column where `needs` says so. */
  readonly asksFor?: readonly Demand[]
  /** How an editor can keep from overwriting what it has not seen; where it can, a PUT without a precondition is 428. */
  readonly writeGuard: WriteGuard
  /** RFC 9110 §8.8.1: whether two contents can share a validator. A strong one changes with every change of the bytes. */
  readonly strength: 'strong' | 'weak' | 'none'
  /** The content as sent and as stored; JSON.stringify unless given. */
  readonly serialise?: (value: JsonValue) => string
}

/** What a strategy must see decides what a 304 costs: columns and digest never read the document. */
export type Strategy = StrategyBase &
  (
    | { readonly needs: 'nothing' }
    | { readonly needs: 'columns'; validators(row: Columns): Validators }
    | {
        readonly needs: 'digest'
        /** Computed once per write from the bytes as sent, and kept beside them. */
        digest(content: Uint8Array): string
        validators(row: DigestedColumns): Validators
      }
    | {
        readonly needs: 'content'
        /** What `validators` makes of the content; with it, the report knows how much of an answer is hashing. */
        readonly hash?: HashName
        validators(content: Uint8Array): Validators
      }
  )
