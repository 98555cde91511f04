import type { RunFile } from '../archive/run-file.ts'
import { bufferTaskOf } from '../micro/hash-functions.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import type { Bounded } from './advice.ts'
import { toBounded } from './bounded.ts'
import { strategyWork } from './strategy-work.ts'

/** How much dearer hashing is in a handler than in a loop of its own, where caches are warm and nothing else runs. */
export interface HashFactor {
  readonly hash: string
  readonly sizeBytes: number
  /** Microseconds of wall time: the middle call of those that a busy server made, between the other work of its requests. */
  readonly inHandlerUs: Bounded
  /** Microseconds: the same function, right after, in the same process. */
  readonly inLoopUs: Bounded
  /** The first over the second, paired by process. Where its interval holds 1, they cannot be told apart. */
  readonly factor: Bounded
}

const usPerNs = 1e-3

/** Of the hashes that strategies of the run make of each answer, at its sizes, as `npm run micro` measured them; none of a micro file that did not. */
export function hashFactors(run: Pick<RunFile, 'arms' | 'settings' | 'payload'>, { estimates }: Pick<MicroFile, 'estimates'>): readonly HashFactor[] {
  const tasks = run.arms.flatMap(({ name, role }) => (role === 'strategy' ? [strategyWork.get(name)?.hash] : []))
  return (estimates?.handlerOverLoop ?? [])
    .filter(({ hash, sizeBytes }) => tasks.includes(bufferTaskOf(hash)) && run.settings.sizesBytes.includes(sizeBytes))
    .map(({ hash, sizeBytes, handlerNs, loopNs, ratio }) => ({
      hash,
      sizeBytes,
      inHandlerUs: toBounded(handlerNs, usPerNs),
      inLoopUs: toBounded(loopNs, usPerNs),
      factor: toBounded(ratio),
    }))
}
