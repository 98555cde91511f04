import { median } from '../../stats/median.ts'
import type { Injection } from '../ab-file.ts'
import type { AbCell } from '../cells.ts'
import type { LaunchPlan } from './measure-launch.ts'
import { playLaunch } from './measure-launch.ts'
import type { Round } from './play-rounds.ts'

/**
 * What `percent` of the CPU time of a request is, cell by cell: from one launch of base alone, which counts for nothing else.
 * Servers of a strategy must have one size only: the wait goes by class. Throws what a launch throws.
 */
export async function gaugeInjection(plan: LaunchPlan, percent: number): Promise<Injection> {
  const { rounds } = await playLaunch({ ...plan, arms: plan.arms.filter(({ side }) => side === 'base') })
  return injectionOf(rounds, plan.cells, percent)
}

/** The share of the median cost over valid rounds; a cell without one gets no wait. */
export function injectionOf(rounds: readonly Pick<Round, 'cell' | 'bursts'>[], cells: readonly AbCell[], percent: number): Injection {
  const waits = cells.map(({ name }) => {
    const costs = rounds.flatMap(({ cell, bursts }) => {
      const burst = bursts.get('base')
      return cell.name === name && burst !== undefined && burst.voidReason === null ? [burst.cpuNs / burst.requests] : []
    })
    return [name, costs.length === 0 ? 0 : Math.round((median(costs) * percent) / 100)] as const
  })
  return { percent, waitNs: Object.fromEntries(waits) }
}
