import { formatSize } from '../../servers/resource/size.ts'
import type { Arm } from '../plan/arm.ts'
import { expectedStatus } from '../plan/arm.ts'
import type { LoadPoint } from '../plan/load-point.ts'
import { balancedOrder } from '../stats/balanced-order.ts'
import { BurstTally } from './burst-tally.ts'
import type { Measure, TurnRules } from './play-turns.ts'
import { playTurns } from './play-turns.ts'
import type { Cell, RunningArm } from './running-arm.ts'
import type { UnitCostRun } from './unit-cost-run.ts'

/** The bursts of one launch, cell by cell: each on one server after the other, kept as they come, made again where they are void. */
export class CellTurns {
  readonly #run: UnitCostRun
  readonly #launch: number
  readonly #running: readonly RunningArm[]
  readonly #tally = new BurstTally()

  constructor(run: UnitCostRun, launch: number, running: readonly RunningArm[]) {
    this.#run = run
    this.#launch = launch
    this.#running = running
  }

  /** Every arm that has the cell, one burst after the other, in an order balanced over all launches and drawn by the seed. */
  async play(cell: Cell, load: LoadPoint, round: number, roundsPerLaunch: number, measure: Measure): Promise<void> {
    const { arms, settings, random, sink } = this.#run
    // The floors say what is possible; at fixed rates the time goes to the strategies.
    const inCell = arms.filter(({ classes, role }) => classes.includes(cell.responseClass) && (load === 'saturated' || role !== 'reference'))
    const label = `order of ${cell.responseClass} ${cell.sizeIndex} ${load}`
    const orders = balancedOrder(inCell.length, roundsPerLaunch * settings.launches, random.fork(label))
    const turns = orders[this.#launch * roundsPerLaunch + round]!.map((index) => ({
      running: this.runningOf(inCell[index]!),
      measure,
    }))
    await playTurns(turns, this.rulesOf(cell, round))
    sink.cellDone(`${cell.responseClass} of ${formatSize(settings.sizesBytes[cell.sizeIndex]!)}, ${load}`)
  }

  /** The same again where collections have kept a cell from an undisturbed figure; how many bursts that took. */
  async playDisturbed(cell: Cell, round: number, measure: Measure): Promise<number> {
    const { sizesBytes, roundsPerLaunch } = this.#run.settings
    const place = { responseClass: cell.responseClass, sizeBytes: sizesBytes[cell.sizeIndex]! }
    const disturbed = this.#running.filter(({ arm }) => this.#tally.isDisturbed({ arm, ...place }, roundsPerLaunch))
    await playTurns(disturbed.map((running) => ({ running, measure })), this.rulesOf(cell, round))
    return disturbed.length
  }

  /** A floor's void burst is kept too, but not always made again. */
  rulesOf({ responseClass, sizeIndex }: Cell, round: number): TurnRules {
    const { settings, sink, signal } = this.#run
    const sizeBytes = settings.sizesBytes[sizeIndex]!
    return {
      signal,
      mayCollectBefore: (arm) => expectedStatus(arm, responseClass) < 300,
      keep: (arm, attempt, burst) => {
        sink.burst({ launch: this.#launch, round, attempt, arm: arm.name, responseClass, sizeBytes, ...burst })
        return this.#tally.add({ arm, responseClass, sizeBytes }, burst)
      },
    }
  }

  runningOf(arm: Arm): RunningArm {
    return this.#running.find((running) => running.arm === arm)!
  }
}
