import type { BenchSettings } from '../plan/settings.ts'
import type { RequestBudget } from './request-budget.ts'
import type { Cell, RunningArm } from './running-arm.ts'
import { collectIfDue, countTraffic } from './collect-garbage.ts'
import { interrupted } from './endings.ts'
import { saturateCell } from './running-arm.ts'

export interface WarmUp {
  readonly arm: string
  readonly requests: number
  /** Server CPU that the warm-up took, all classes together. */
  readonly cpuNs: number
}

/**
 * Warms an arm by server CPU time, the same for every class and arm: a colder control once came out dearer than a hash.
 * Sizes take turns in slices that grow, so that the compiler sees all of them before the last slice.
 */
export async function warmUp(
  running: RunningArm,
  cells: readonly Cell[],
  settings: Pick<BenchSettings, 'warmupCpuMsPerClass' | 'connections' | 'sizesBytes'>,
  budget: RequestBudget,
  signal: AbortSignal,
): Promise<WarmUp> {
  let requests = 0
  let cpuNs = 0
  for (const responseClass of running.arm.classes) {
    const ofClass = cells.filter((cell) => cell.responseClass === responseClass)
    if (ofClass.length === 0) continue
    let spentNs = 0
    for (let turn = 0; spentNs < settings.warmupCpuMsPerClass * 1e6; turn++) {
      if (signal.aborted) throw interrupted()
      const cell = ofClass[turn % ofClass.length]!
      const key = cellKey(running, cell)
      const sliceMs = turn < ofClass.length ? firstSliceMs : settings.warmupCpuMsPerClass / ofClass.length / 2
      const mostRequests = Math.max(settings.connections, Math.floor(sliceLimitBytes / settings.sizesBytes[cell.sizeIndex]!))
      const sliceRequests = Math.min(mostRequests, budget.requestsFor(key, sliceMs, settings.connections))
      const driven = await saturateCell(running, cell, { requests: sliceRequests, signal, settleMs: 0 })
      countTraffic(driven)
      const burst = await driven.settled
      budget.learn(key, burst.cpuNs, burst.requests)
      requests += burst.requests
      collectIfDue()
      spentNs += burst.cpuNs
    }
    cpuNs += spentNs
  }
  return { arm: running.arm.name, requests, cpuNs }
}

const firstSliceMs = 10

/** Content between two collections: the generator's memory is bounded by it. */
const sliceLimitBytes = 8_000_000

export const cellKey = (running: RunningArm, cell: Cell) => `${running.arm.name} ${cell.responseClass} ${cell.sizeIndex}`
