import type { Hooks } from './correct-server.ts'

export interface BrokenServer {
  /** What is wrong with it, and nothing else is. */
  readonly fault: string
  /** Made anew for each start: some faults count. */
  readonly hooks: () => Hooks
  /** All that the probe finds, in order: severity and id. */
  readonly finds: readonly string[]
}
