import type { JsonValue } from '../../servers/resource/bookkeeping.ts'

/** One operation of a server, measured by itself. Its name is what flags and files call it. */
export interface MicroTask {
  readonly name: string
  /** One line for lists. */
  readonly summary: string
  /** Whether its cost grows with the content: it is then measured at each size, else once. */
  readonly scales: boolean
  /** Makes what the loop calls. Nothing here is measured. */
  prepare(material: Material): Operation | Promise<Operation>
}

/** What a task works on: documents of one size, no two alike unless they are a payload. */
export interface Material {
  readonly documents: readonly [Document, ...Document[]]
  readonly seed: number
}

export interface Document {
  readonly id: string
  /** As JSON.parse made it. */
  readonly value: JsonValue
  /** As JSON.stringify writes it. */
  readonly text: string
  /** The text in UTF-8: what is sent. */
  readonly content: Buffer
}

export interface Operation {
  /** Works on one input after the other, by the index of the call, and returns what the loop is to keep alive. */
  call(index: number): unknown
  /** Mean length of its inputs, in UTF-8. */
  readonly inputBytes: number
  /** After the last call. */
  release?(): void
}

/** An operation that takes its inputs in turn, so that no call can be replaced by the result of the last one. */
export function inTurn<T>(inputs: readonly [T, ...T[]], bytesOf: (input: T) => number, work: (input: T) => unknown): Operation {
  const count = inputs.length
  return {
    call: (index) => work(inputs[index % count]!),
    inputBytes: inputs.reduce((total, input) => total + bytesOf(input), 0) / count,
  }
}
