import { minimumOrderBytes } from '../../servers/resource/size.ts'
import type { Random } from '../stats/random.ts'
import type { InHandlerJob } from './in-handler-job.ts'
import type { MicroSettings } from './micro-file.ts'
import { microTasks } from './tasks/index.ts'

export interface MicroCell {
  readonly task: string
  /** Null: the task does not depend on the size. */
  readonly sizeBytes: number | null
}

/** Every cell once a launch, in an order drawn anew for each launch. */
export function planMicro({ tasks, sizesBytes, launches }: MicroSettings, random: Random): readonly (readonly MicroCell[])[] {
  const cells = microTasks
    .filter(({ name }) => tasks.includes(name))
    .flatMap(({ name, scales }) => (scales ? sizesBytes : [null]).map((sizeBytes): MicroCell => ({ task: name, sizeBytes })))
  return Array.from({ length: launches }, (_, launch) => random.fork(`launch ${launch}`).shuffle(cells))
}

/**
 * A job of each hash, the same in every launch, after its cells. The largest contents come first: small ones are most of all dear
 * where machine code is yet to be made, and have had the requests of all others by then. Contents that are smaller than any order are none that a run has a server send.
 */
export function planInHandler({ inHandler = [], sizesBytes, seed, payloadFile }: MicroSettings): readonly InHandlerJob[] {
  const served = sizesBytes.filter((sizeBytes) => payloadFile !== null || sizeBytes >= minimumOrderBytes)
  const sizes = served.toSorted((a, b) => b - a)
  return sizes.length === 0 ? [] : inHandler.map((hash) => ({ hash, sizesBytes: sizes, seed, payloadFile }))
}
