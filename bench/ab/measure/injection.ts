import { BenchError } from '../../errors.ts'
import { isDisturbed } from '../../estimate/disturbance.ts'
import { median } from '../../stats/median.ts'
import type { Injection } from '../ab-file.ts'
import type { AbCell } from '../cells.ts'
import type { LaunchPlan } from './measure-launch.ts'
import { playLaunch } from './measure-launch.ts'
import type { Round } from './play-rounds.ts'

/** Rounds with a void burst are repeated, up to twice as many in all. */
const leastRounds = 6

/**
 * What `percent` of the CPU time of a request is, cell by cell: from one launch of base alone, which counts for nothing else.
 * Servers of a strategy must have one size only: the wait goes by class. Throws what a launch and `injectionOf` throw.
 */
export async function gaugeInjection(plan: LaunchPlan, percent: number): Promise<Injection> {
  const pairsPerLaunch = Math.max(leastRounds, plan.settings.pairsPerLaunch)
  const arms = plan.arms.filter(({ side }) => side === 'base')
  const { rounds } = await playLaunch({ ...plan, arms, settings: { ...plan.settings, pairsPerLaunch } })
  return injectionOf(rounds, plan.cells, percent)
}

/**
 * The share of the median cost over valid and undisturbed bursts, which effects are estimated from; where there are none over
 * valid ones, or, on a machine that is too busy for any, over those that were answered as they should be: what it came to is
 * measured anyway. Throws `void` for a cell without even these, which must not be told as slowed.
 */
export function injectionOf(rounds: readonly Pick<Round, 'cell' | 'bursts' | 'wrong'>[], cells: readonly AbCell[], percent: number): Injection {
  const waits = cells.map(({ name }) => {
    const bursts = rounds.flatMap((round) => (round.cell.name === name && !round.wrong.includes('base') ? (round.bursts.get('base') ?? []) : []))
    const answered = bursts.filter(({ cpuNs, requests }) => cpuNs > 0 && requests > 0)
    const valid = answered.filter(({ voidReason }) => voidReason === null)
    const undisturbed = valid.filter((burst) => !isDisturbed(burst))
    const costs = ([undisturbed, valid].find(({ length }) => length > 0) ?? answered).map(({ cpuNs, requests }) => cpuNs / requests)
    if (costs.length === 0) throw new BenchError('void', `no burst on ${name} was answered as it should be: what ${percent} % of its CPU time are is not known`, 'npm run ab with this cell alone says what was answered')
    return [name, Math.round((median(costs) * percent) / 100)] as const
  })
  return { percent, waitNs: Object.fromEntries(waits) }
}
