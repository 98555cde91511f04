import type { BurstEntry, RunFile } from '../archive/run-file.ts'
import type { Estimate } from '../stats/interval.ts'
import { median } from '../stats/median.ts'

/** One cell of one arm at one load. */
export interface CellKey {
  readonly arm: string
  readonly responseClass: BurstEntry['responseClass']
  readonly sizeBytes: number
  readonly load: string
}

/** The valid bursts of a cell, by launch; `undefined` where all of a launch were void or none was made. */
export interface CellCosts {
  readonly key: CellKey
  /** Natural log of microseconds of server CPU per request: the cheapest burst of the launch where there are rounds (METHOD.md). */
  readonly logUs: readonly (number | undefined)[]
  readonly valid: readonly BurstEntry[]
  readonly lastVoidReason: string | null
  /** Cheapest burst of the later rounds over the cheapest of the earlier ones; null with fewer than 2 rounds. */
  readonly settling: Estimate | null
}

export const textOf = ({ arm, responseClass, sizeBytes, load }: CellKey) => `${arm}|${responseClass}|${sizeBytes}|${load}`

/** Groups the bursts of a run; cells come in the order in which they were first measured. */
export function cellCosts(run: Pick<RunFile, 'bursts' | 'connectionCosts' | 'settings'>): ReadonlyMap<string, CellCosts> {
  const connectionNs = connectionCost(run)
  const groups = new Map<string, BurstEntry[]>()
  for (const burst of run.bursts) {
    const key = textOf(burst)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [burst])
    else group.push(burst)
  }
  const cells = [...groups].map(([key, bursts]): [string, CellCosts] => {
    const valid = bursts.filter(({ voidReason }) => voidReason === null)
    const logUs = Array.from({ length: run.settings.launches }, (_, launch) => {
      const costs = valid.filter((burst) => burst.launch === launch).map((burst) => usPerRequest(burst, connectionNs))
      return costs.length === 0 ? undefined : Math.log(Math.min(...costs))
    })
    const [{ arm, responseClass, sizeBytes, load }] = bursts as [BurstEntry]
    const lastVoidReason = bursts.findLast(({ voidReason }) => voidReason !== null)?.voidReason ?? null
    return [key, { key: { arm, responseClass, sizeBytes, load }, logUs, valid, lastVoidReason, settling: null }]
  })
  return new Map(cells)
}

/**
 * Median over all arms and launches. Accepting a connection is the runtime's work, the same in every arm; an error of
 * one arm's own figure would shift all of its launches alike, where no interval over launches could show it.
 */
export function connectionCost(run: Pick<RunFile, 'connectionCosts'>): number {
  return run.connectionCosts.length === 0 ? 0 : median(run.connectionCosts.map(({ cpuNs }) => cpuNs))
}

/**
 * Only autocannon opens connections within the metered time. A burst that cost hardly more than its connections says nothing
 * of its requests: it counts as half of what it cost, so that the cheapest burst of a launch is never a subtraction gone wrong.
 */
export function usPerRequest(burst: Pick<BurstEntry, 'load' | 'cpuNs' | 'requests'>, connectionNs: number): number {
  const byAutocannon = burst.load === 'saturated' || burst.load === 'closed-autocannon'
  const setUpNs = byAutocannon ? connectionNs : 0
  return Math.max(burst.cpuNs / 2, burst.cpuNs - setUpNs, 1) / burst.requests / 1000
}

export const defined = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined)

/** Launch by launch; `undefined` where either is missing. */
export function differences(
  values: readonly (number | undefined)[],
  others: readonly (number | undefined)[],
): (number | undefined)[] {
  return values.map((value, index) => {
    const other = others[index]
    return value === undefined || other === undefined ? undefined : value - other
  })
}

/** Launch by launch over what is there: both `none` arms make one denominator. */
export function means(series: readonly (readonly (number | undefined)[])[]): (number | undefined)[] {
  const length = Math.max(0, ...series.map((values) => values.length))
  return Array.from({ length }, (_, index) => {
    const present = defined(series.map((values) => values[index]))
    return present.length === 0 ? undefined : present.reduce((total, value) => total + value, 0) / present.length
  })
}
