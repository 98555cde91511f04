import type { Alteration } from '../strategy-server.ts'

export interface FaultOptions {
  /** When a server stalls, in milliseconds after its first request. */
  readonly stallAtMs: number
}

/** One thing that a server does wrong on purpose, so that it can be shown that a harness sees it. */
export interface Fault {
  /** The name of its file: lower-case letters, digits and hyphens. */
  readonly name: string
  /** What the server does, in one line. */
  readonly summary: string
  /** Called once per process: what it counts starts at 0. */
  plant(options: FaultOptions): Alteration
}
