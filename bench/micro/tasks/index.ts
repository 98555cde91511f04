import type { MicroTask } from '../task.ts'
import { entityTags } from './entity-tags.ts'
import { hashes } from './hashes.ts'
import { noOp } from './no-op.ts'
import { representation } from './representation.ts'
import { rows } from './rows.ts'

/** To add a task: one entry in a file of this folder, whose list stands here. */
export const microTasks: readonly MicroTask[] = [noOp, ...hashes, ...representation, ...rows, ...entityTags]
