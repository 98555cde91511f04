import { balancedOrder } from '../stats/balanced-order.ts'
import type { DrivenBurst } from './burst.ts'
import type { Measure, TurnRules } from './play-turns.ts'
import { playTurns } from './play-turns.ts'
import type { Cell, RunningArm } from './running-arm.ts'
import { saturateCell } from './running-arm.ts'
import { meterClosedUsers } from './script-lane.ts'
import type { UnitCostRun } from './unit-cost-run.ts'

/** Longer than other bursts: the two lanes start up differently. */
export const laneBurstCpuMs = 100

export interface LaneTrial {
  readonly run: Pick<UnitCostRun, 'settings' | 'random' | 'signal'>
  readonly launch: number
  readonly rounds: number
  readonly running: RunningArm
  readonly cell: Cell
  /** Of each burst. */
  readonly requests: number
  readonly rulesOf: (round: number) => TurnRules
}

/** autocannon and the virtual users in turn on one cell of one server, both as closed loops. */
export async function playBothLanes({ run, launch, rounds, running, cell, requests, rulesOf }: LaneTrial): Promise<void> {
  const { settings, random, signal } = run
  const lanes: readonly Measure[] = [
    async (server) => relabelled(await saturateCell(server, cell, { requests, signal })),
    (server) => meterClosedUsers(server, cell, requests, signal),
  ]
  const orders = balancedOrder(lanes.length, rounds * settings.launches, random.fork('order of the lanes'))
  for (let round = 0; round < rounds; round++) {
    for (const lane of orders[launch * rounds + round]!) {
      // Both lanes drive the same server, so it must settle in between.
      await playTurns([{ running, measure: lanes[lane]! }], rulesOf(round))
    }
  }
}

function relabelled({ bytes, settled }: DrivenBurst): DrivenBurst {
  return { bytes, settled: settled.then((burst) => ({ ...burst, load: 'closed-autocannon' })) }
}
