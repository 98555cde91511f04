import type { Random } from '../stats/random.ts'
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
