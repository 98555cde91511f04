import type { Arm } from '../plan/arm.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { MixedLoad } from '../plan/settings.ts'
import { balancedOrder } from '../stats/balanced-order.ts'
import type { DrivenBurst } from './burst.ts'
import { meterMixedBurst } from './mixed-burst.ts'
import type { RunningArm } from './running-arm.ts'
import type { UnitCostRun } from './unit-cost-run.ts'

/** One mixed burst of an arm. */
export interface MixedTurn {
  readonly arm: Arm
  readonly measure: (running: RunningArm) => Promise<DrivenBurst>
}

/** Every strategy that has all classes of the mix, one after the other in a balanced order; the same order of classes for each. */
export function mixedTurns({ arms, settings, random, signal }: UnitCostRun, load: MixedLoad, launch: number, round: number): readonly MixedTurn[] {
  const { mix, roundsPerLaunch, sizeBytes } = load
  const classes = Object.keys(mix) as ResponseClass[]
  const inTrial = arms.filter(({ role, classes: own }) => (role === 'control' || role === 'strategy') && classes.every((each) => own.includes(each)))
  const orders = balancedOrder(inTrial.length, roundsPerLaunch * settings.launches, random.fork('order of mixed bursts'))
  const sizeIndex = settings.sizesBytes.indexOf(sizeBytes)
  return orders[launch * roundsPerLaunch + round]!.map((index) => ({
    arm: inTrial[index]!,
    measure: (running) => meterMixedBurst(running, { load, sizeIndex, random: random.fork(`mixed burst ${launch} ${round}`), signal }),
  }))
}
