import { clockStepsBack } from './clock-steps-back.ts'
import { closesMidResponse } from './closes-mid-response.ts'
import { dies } from './dies.ts'
import { dropsWrites } from './drops-writes.ts'
import { failsNowAndThen } from './fails-now-and-then.ts'
import type { Fault } from './fault.ts'
import { foreignTag } from './foreign-tag.ts'
import { impossibleTally } from './impossible-tally.ts'
import { nonAtomicWrite } from './non-atomic-write.ts'
import { notModifiedContentLength } from './not-modified-content-length.ts'
import { notModifiedContent } from './not-modified-content.ts'
import { refusedButWritten } from './refused-but-written.ts'
import { staleNotModified } from './stale-not-modified.ts'
import { stallsOnce } from './stalls-once.ts'
import { stopsAnswering } from './stops-answering.ts'
import { unknownEditId } from './unknown-edit-id.ts'
import { uselessOk } from './useless-ok.ts'
import { weakIfMatch } from './weak-if-match.ts'
import { wrongResponse } from './wrong-response.ts'

/** To add a fault: one file in this folder, one line here. */
export const faults: readonly Fault[] = [
  dropsWrites,
  nonAtomicWrite,
  refusedButWritten,
  weakIfMatch,
  staleNotModified,
  foreignTag,
  uselessOk,
  notModifiedContentLength,
  notModifiedContent,
  closesMidResponse,
  wrongResponse,
  unknownEditId,
  impossibleTally,
  failsNowAndThen,
  stopsAnswering,
  dies,
  clockStepsBack,
  stallsOnce,
]
