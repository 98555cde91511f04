import { Duplex } from 'node:stream'

const emptyLine = Buffer.from('\r\n\r\n')

/**
 * Stands in for the socket of `http.request`: swallows what Node would send, and hands its parser the bytes that are fed.
 * An answer can only end after an empty line (a head, a chunked body), after the bytes its Content-Length promised, or with
 * the connection. The bytes are handed over in slices that end there, so that none beyond the end of the answer are ever
 * handed over: what is left then is surplus.
 */
export class AnswerStream extends Duplex {
  readonly #isComplete: () => boolean
  readonly #fed: Buffer[] = []
  #fedAll = false
  #wanted = false
  #tail: Buffer = Buffer.alloc(0)
  #head: Buffer[] = []
  #inHead = true
  #promisedBytes: number | undefined

  constructor(isComplete: () => boolean) {
    super({ readableHighWaterMark: 1 })
    this.#isComplete = isComplete
  }

  feed(bytes: Buffer): void {
    if (bytes.length > 0) this.#fed.push(bytes)
    this.#handOver()
  }

  /** No more bytes will come. */
  feedEnd(): void {
    this.#fedAll = true
    this.#handOver()
  }

  /** Fed bytes that were not handed over. */
  get leftBytes(): number {
    return this.#fed.reduce((sum, { length }) => sum + length, 0)
  }

  /** What was handed over so far was an interim answer (1xx): the head begins anew. */
  forgetHead(): void {
    this.#head = []
  }

  /** The head as received, all of which was just handed over. `promisedBytes`: of the body, where it says so beforehand. */
  takeHead(promisedBytes: number | undefined): string {
    this.#inHead = false
    this.#promisedBytes = promisedBytes
    return Buffer.concat(this.#head).toString('latin1')
  }

  override _read(): void {
    this.#wanted = true
    // Called while the last slice may still be on its way to the parser, which alone knows whether it ended the answer.
    setImmediate(() => this.#handOver())
  }

  override _write(_bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done()
  }

  #handOver(): void {
    if (!this.#wanted || this.destroyed || this.#isComplete()) return
    if (this.readableLength > 0) {
      setImmediate(() => this.#handOver())
      return
    }
    const slice = this.#nextSlice()
    if (slice === undefined && !this.#fedAll) return
    this.#wanted = false
    this.push(slice ?? null)
  }

  #nextSlice(): Buffer | undefined {
    const bytes = this.#fed.shift()
    if (bytes === undefined) return undefined
    const end = Math.min(bytes.length, this.#promisedBytes || endOfEmptyLine(this.#tail, bytes))
    const slice = bytes.subarray(0, end)
    if (end < bytes.length) this.#fed.unshift(bytes.subarray(end))
    if (this.#promisedBytes) this.#promisedBytes -= end
    this.#tail = Buffer.concat([this.#tail, slice.subarray(-3)]).subarray(-3)
    if (this.#inHead) this.#head.push(slice)
    return slice
  }
}

/** The index in `bytes` after the first empty line, which may have begun in the bytes before; the length where there is none. */
function endOfEmptyLine(before: Buffer, bytes: Buffer): number {
  const across = Buffer.concat([before, bytes.subarray(0, 3)]).indexOf(emptyLine)
  if (across >= 0) return across + emptyLine.length - before.length
  const at = bytes.indexOf(emptyLine)
  return at < 0 ? bytes.length : at + emptyLine.length
}
