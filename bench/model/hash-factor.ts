import type { RunFile } from '../archive/run-file.ts'
import { cellCosts, defined, means, textOf } from '../estimate/launch-costs.ts'
import { settledCells } from '../estimate/settling.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { estimateLocation } from '../stats/interval.ts'
import type { Bounded } from './advice.ts'
import { divide, toBounded } from './bounded.ts'
import { microCostUs } from './micro-cost.ts'
import { strategyWork } from './strategy-work.ts'

/** How much dearer hashing is in a handler than in a loop of its own, where caches are warm and nothing else runs. */
export interface HashFactor {
  readonly strategy: string
  readonly sizeBytes: number
  /** Microseconds: a 200 of the strategy less a 200 of `none`, paired by launch. Sending and comparing the tag are within it. */
  readonly inHandlerUs: Bounded
  /** Microseconds: the same hash of the same bytes by `npm run micro`. */
  readonly inLoopUs: Bounded
  /** The first over the second. Where its interval holds 1, the run cannot tell them apart. */
  readonly factor: Bounded
}

/** For strategies that differ from `none` by a hash only, at every size where both figures are there. */
export function hashFactors(run: RunFile, micro: MicroFile): readonly HashFactor[] {
  const cells = settledCells(run, cellCosts(run))
  const logUs = (arm: string, sizeBytes: number) => cells.get(textOf({ arm, responseClass: '200', sizeBytes, load: 'saturated' }))?.logUs ?? []
  const controls = run.arms.filter(({ role }) => role.startsWith('control')).map(({ name }) => name)
  return run.arms.flatMap(({ name, role }) => {
    const work = strategyWork.get(name)
    const hash = work?.serialiser === 'json-stringify' ? work.hash : null
    if (role !== 'strategy' || hash === null) return []
    return run.settings.sizesBytes.flatMap((sizeBytes): HashFactor[] => {
      const control = means(controls.map((arm) => logUs(arm, sizeBytes)))
      const extraUs = logUs(name, sizeBytes).map((log, launch) => {
        const other = control[launch]
        return log === undefined || other === undefined ? undefined : Math.exp(log) - Math.exp(other)
      })
      const inHandler = estimateLocation(defined(extraUs))
      const inLoopUs = microCostUs(micro, hash, sizeBytes)
      if (inHandler === undefined || inLoopUs === undefined) return []
      const inHandlerUs = toBounded(inHandler)
      return [{ strategy: name, sizeBytes, inHandlerUs, inLoopUs, factor: divide(inHandlerUs, inLoopUs) }]
    })
  })
}
