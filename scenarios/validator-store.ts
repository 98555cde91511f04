import type { ScriptResponse } from './scenario.ts'

type Headers = ScriptResponse['headers']
type Condition = Readonly<Record<string, string>>

interface Validators {
  readonly etag: string | undefined
  readonly lastModified: string | undefined
}

/** What one client remembers of the documents it has seen: per document the newest validators, as opaque strings. */
export class ValidatorStore {
  readonly #byDocument = new Map<number, Validators>()

  /** After a 200, or a write's answer: its validators replace the old ones, and what it does not name is forgotten. */
  replace(document: number, headers: Headers): void {
    this.#byDocument.set(document, { etag: headers['etag'], lastModified: headers['last-modified'] })
  }

  /** After a 304: what it names replaces the old, the rest stays (RFC 9111 §4.3.4). */
  refresh(document: number, headers: Headers): void {
    const known = this.#byDocument.get(document)
    this.#byDocument.set(document, {
      etag: headers['etag'] ?? known?.etag,
      lastModified: headers['last-modified'] ?? known?.lastModified,
    })
  }

  forget(document: number): void {
    this.#byDocument.delete(document)
  }

  hasValidator(document: number): boolean {
    const known = this.#byDocument.get(document)
    return known?.etag !== undefined || known?.lastModified !== undefined
  }

  /** The precondition of a poll: If-None-Match if there is a tag, else If-Modified-Since, else none (RFC 9110 §13.1). */
  pollHeaders(document: number): Condition {
    const known = this.#byDocument.get(document)
    if (known?.etag !== undefined) return { 'if-none-match': known.etag }
    if (known?.lastModified !== undefined) return { 'if-modified-since': known.lastModified }
    return {}
  }

  /**
   * The precondition of a write: If-Match with a strong tag, else If-Unmodified-Since, else none. A weak tag can never
   * satisfy If-Match (RFC 9110 §13.1.1): with nothing else such an editor overwrites blindly.
   */
  guardHeaders(document: number): Condition {
    const known = this.#byDocument.get(document)
    if (known?.etag !== undefined && !known.etag.startsWith('W/')) return { 'if-match': known.etag }
    if (known?.lastModified !== undefined) return { 'if-unmodified-since': known.lastModified }
    return {}
  }
}
