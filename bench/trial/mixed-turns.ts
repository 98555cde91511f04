import type { Arm } from '../plan/arm.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { MixedLoad } from '../plan/settings.ts'
import { balancedOrder } from '../stats/balanced-order.ts'
import type { DrivenBurst } from './burst.ts'
import { meterMixedBurst, meterSaturatedMix } from './mixed-burst.ts'
import type { RequestBudget } from './request-budget.ts'
import type { RunningArm } from './running-arm.ts'
import type { UnitCostRun } from './unit-cost-run.ts'
import { cellKey } from './warm-up.ts'

/** One mixed burst of an arm. */
export interface MixedTurn {
  readonly arm: Arm
  readonly measure: (running: RunningArm) => Promise<DrivenBurst>
}

/** Which round of which launch. */
export interface MixedRound {
  readonly launch: number
  readonly round: number
}

/** Every strategy that has all classes of the mix, one after the other in a balanced order; the same order of classes for each. */
export function mixedTurns(run: UnitCostRun, load: MixedLoad, { launch, round }: MixedRound, budget: RequestBudget): readonly MixedTurn[] {
  const { arms, settings, random, signal } = run
  const { requestsPerSecond, mix, roundsPerLaunch, sizeBytes } = load
  const classes = Object.keys(mix) as ResponseClass[]
  const inTrial = arms.filter(({ role, classes: own }) => (role === 'control' || role === 'strategy') && classes.every((each) => own.includes(each)))
  const orders = balancedOrder(inTrial.length, roundsPerLaunch * settings.launches, random.fork('order of mixed bursts'))
  const sizeIndex = settings.sizesBytes.indexOf(sizeBytes)
  const plan = () => ({ mix, sizeIndex, random: random.fork(`mixed burst ${launch} ${round}`), signal })
  const measure = (running: RunningArm) => {
    if (requestsPerSecond !== null) return meterMixedBurst(running, requestsPerSecond, { ...plan(), copies: 1 })
    const nsOf = (responseClass: ResponseClass) => budget.nsPerRequest(cellKey(running, { responseClass, sizeIndex })) * (mix[responseClass] ?? 0)
    const nsPerCopy = classes.reduce((total, each) => total + nsOf(each), 0)
    return meterSaturatedMix(running, { ...plan(), copies: copiesOf(mix, settings.connections, (settings.burstCpuMs * 1e6) / nsPerCopy) })
  }
  return orders[launch * roundsPerLaunch + round]!.map((index) => ({ arm: inTrial[index]!, measure }))
}

/** As often as wanted and at least once, and so that all connections send equally many requests. */
export function copiesOf(mix: MixedLoad['mix'], connections: number, wanted: number): number {
  const requests = Object.values(mix).reduce((total, count) => total + count, 0)
  const step = connections / greatestCommonDivisor(connections, requests)
  return step * Math.max(1, Math.ceil(Math.min(wanted, mostCopies) / step))
}

/** Load is bounded in count whatever an estimate says. */
const mostCopies = 10_000

const greatestCommonDivisor = (one: number, other: number): number => (other === 0 ? one : greatestCommonDivisor(other, one % other))
