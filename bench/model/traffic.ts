/** What a team knows of its API: all that the cost model needs beside a run. */
export interface Traffic {
  /** Of one document, as JSON without compression. */
  readonly sizeBytes: number
  /** Those who poll, each one document. */
  readonly clients: number
  /** Between two polls of a client. */
  readonly everySeconds: number
  /** Of one document, by all its editors together. */
  readonly changesPerMinute: number
  /** Polled and edited alike. */
  readonly documents: number
  /** Of one document. */
  readonly editors: number
  /** Between reading a document and saving it. */
  readonly thinkSeconds: number
  /** Server processes among which requests are spread evenly. */
  readonly nodes: number
  readonly encoding: 'identity' | 'gzip'
  /** Whether the table may get a column for a version, a time or a digest. */
  readonly canAddColumn: boolean
  /** Whether an attacker can choose contents. */
  readonly untrustedContent: boolean
  /** In any currency. */
  readonly pricePerCoreHour: number
  /** Of 10^9 bytes, requests and answers alike; in the same currency. */
  readonly pricePerGb: number
}
