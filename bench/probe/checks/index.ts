import type { Check } from '../finding.ts'
import { readChecks } from './read/index.ts'
import { writeCheckList, writeChecks } from './write/index.ts'

export { readChecks, writeChecks }

/** Every check by its id, in the order in which they are made. */
export const knownChecks: readonly Omit<Check, 'run'>[] = [...readChecks, ...writeCheckList]
