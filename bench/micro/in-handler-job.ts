/** What a process is asked for that hashes while it answers requests: its only argument, as JSON. One hash a process: calls of several would be compiled otherwise. */
export interface InHandlerJob {
  readonly hash: string
  /** In the order of measuring. */
  readonly sizesBytes: readonly number[]
  readonly seed: number
  readonly payloadFile: string | null
}

/** Of contents of one size. */
export interface InHandlerFigures {
  readonly sizeBytes: number
  readonly requests: number
  /** Wall time of the middle call among the requests. */
  readonly handlerNs: number
  /** Of the same function in a loop of its own over contents of that size, right after: per call of the middle batch. */
  readonly loopNs: number
}

/** What it prints: one line of JSON. */
export interface InHandlerAnswer {
  readonly figures: readonly InHandlerFigures[]
}
