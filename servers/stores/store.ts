/** What a revalidation may read without touching the document. */
export interface Columns {
  /** 1 when created, one more with every accepted write. */
  readonly version: number
  /** Wall clock at the write, milliseconds since the epoch. */
  readonly updatedAtMs: number
}

/** The columns and what the strategy computed from the content when it was written; empty where it computes nothing. */
export interface DigestedColumns extends Columns {
  readonly digest: string
}

export interface StoredDocument extends DigestedColumns {
  /** JSON text. */
  readonly content: string
}

export interface NewContent {
  readonly content: string
  readonly digest: string
}

export interface Store {
  /** Never reads the content. */
  peek(id: string): Columns | undefined
  /** Never reads the content. */
  peekDigest(id: string): DigestedColumns | undefined
  read(id: string): StoredDocument | undefined
  /**
   * Runs `decide` and the write that it asks for in one transaction, so that nothing comes between the check and the
   * write (RFC 9110 §13.1.1). `decide` may read; when it returns undefined or throws, nothing changes.
   */
  write(id: string, decide: () => NewContent | undefined): Columns | undefined
  /** Releases everything that the store took, its files included. */
  close(): void
}

export interface StoreOptions {
  /** What is there from the start, at version 1. */
  readonly documents: Iterable<NewContent & { readonly id: string }>
  /** Called within the transaction of each write, after it and before its commit; not of the documents that are there from the start. */
  readonly onWrite?: (id: string, replaced: string | undefined, written: string) => void
}

/** How a store comes into being; its name is the name of its file. */
export interface StoreKind {
  readonly name: string
  readonly summary: string
  open(options: StoreOptions): Store
}
