import { isDisturbed } from '../estimate/disturbance.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { MeteredBurst } from './burst.ts'

export interface CellOfArm {
  readonly arm: { readonly name: string; readonly role: string }
  readonly responseClass: ResponseClass
  readonly sizeBytes: number
}

type Outcome = Pick<MeteredBurst, 'load' | 'voidReason' | 'busyFraction' | 'cpuNs' | 'otherThreadsCpuNs'>

/** Below this a second attempt would not keep the server busy either: for large 200s the generator takes a multiple of the floor's CPU. */
export const hopelessBusyFraction = 0.5

/** How many of a cell's bursts in a launch must have been undisturbed, where there are as many rounds. */
const wantedUndisturbed = 2

/** The saturated bursts of one launch: which of them have to be made once more. */
export class BurstTally {
  readonly #counts = new Map<string, { valid: number; disturbed: number }>()

  /** Counts a burst; true: it is void and to be repeated. */
  add(cell: CellOfArm, burst: Outcome): boolean {
    const counts = this.#countsOf(cell)
    if (burst.voidReason === null) {
      if (burst.load === 'saturated') {
        counts.valid += 1
        counts.disturbed += isDisturbed(burst) ? 1 : 0
      }
      return false
    }
    // One figure a launch is what a floor has to say; more of the time goes to the strategies.
    return cell.arm.role !== 'reference' || (counts.valid === 0 && burst.busyFraction >= hopelessBusyFraction)
  }

  /** Whether a cell has figures, but too few of them undisturbed for its cheapest to be one by good luck. */
  isDisturbed(cell: CellOfArm, rounds: number): boolean {
    const { valid, disturbed } = this.#countsOf(cell)
    return disturbed > 0 && valid - disturbed < Math.min(wantedUndisturbed, rounds)
  }

  #countsOf({ arm, responseClass, sizeBytes }: CellOfArm): { valid: number; disturbed: number } {
    const key = `${arm.name} ${responseClass} ${sizeBytes}`
    const counts = this.#counts.get(key) ?? { valid: 0, disturbed: 0 }
    this.#counts.set(key, counts)
    return counts
  }
}
