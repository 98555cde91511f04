import { randomBytes } from 'node:crypto'
import { withValue } from './editable-field.ts'
import type { Exchange, WriteProbe } from './finding.ts'
import type { Ownership } from './ownership.ts'
import type { Representation } from './representation.ts'
import { TargetError } from './target-error.ts'
import type { TargetErrorKind } from './target-error.ts'
import type { HeaderLine } from './write-guard.ts'

export interface NextContent {
  /** Of the field. */
  readonly value: string | number
  readonly text: string
}

const answeredOrUnsent: readonly TargetErrorKind[] = ['limited', 'refused', 'dns', 'tls']

/** Makes the contents that a session writes, sends them, and keeps the books: what may still arrive, and what is the session's own. */
export class ContentWriter {
  /** Contents made so far. */
  writes = 0
  readonly #probe: WriteProbe
  readonly #ownership: Ownership
  readonly #mark = randomBytes(2).toString('hex')
  readonly #unanswered: (readonly HeaderLine[])[] = []

  constructor(probe: WriteProbe, ownership: Ownership) {
    this.#probe = probe
    this.#ownership = ownership
  }

  /** The header lines of each write that left and got no answer. */
  get unanswered(): readonly (readonly HeaderLine[])[] {
    return this.#unanswered
  }

  /** Values of one width, so that a tag made of length and time has only the time to tell them apart. */
  nextContent(before: Representation): NextContent {
    this.writes += 1
    const { path, value: original } = this.#ownership.field
    const value = typeof original === 'number' ? original + this.writes : `probe ${this.#mark} ${String(this.writes).padStart(4, '0')}`
    this.#ownership.noteWritten(value)
    return { value, text: withValue(before.text, path, value) }
  }

  async put(before: Representation, text: string, lines: readonly HeaderLine[], connection?: string): Promise<Exchange> {
    const body = Buffer.from(text)
    const headers = [...lines, ['Content-Type', before.contentType], ['Content-Length', String(body.length)]] as const
    try {
      return await this.#probe.send({ method: 'PUT', headers, body, ...(connection === undefined ? {} : { connection }) })
    } catch (error) {
      // Anything else, an interruption too, comes before the write leaves.
      if (error instanceof TargetError && !answeredOrUnsent.includes(error.kind)) this.#unanswered.push(lines)
      throw error
    }
  }
}
