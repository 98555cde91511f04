import type { Arm } from '../plan/arm.ts'
import type { DrivenBurst, MeteredBurst } from './burst.ts'
import { collectIfDue, countTraffic } from './collect-garbage.ts'
import { interrupted } from './endings.ts'
import type { RunningArm } from './running-arm.ts'

export type Measure = (running: RunningArm) => Promise<DrivenBurst>

/** One arm's burst in a trial. */
export interface Turn {
  readonly running: RunningArm
  readonly measure: Measure
}

export interface TurnRules {
  /** Whether a collection right before cannot make the generator the bottleneck: the server has more to do than it. */
  readonly mayCollectBefore: (arm: Arm) => boolean
  /** Keeps the figures of a burst; true: it is to be made again. */
  readonly keep: (arm: Arm, attempt: number, burst: MeteredBurst) => boolean
  readonly signal: AbortSignal
}

/** How often a void burst is repeated before the cell of this launch is given up. */
const attempts = 3

/** One server settles while the next is driven. Turns that were void are repeated, together, until attempts run out. */
export async function playTurns(turns: readonly Turn[], { mayCollectBefore, keep, signal }: TurnRules): Promise<void> {
  let pending = turns
  for (let attempt = 1; attempt <= attempts && pending.length > 0; attempt++) {
    const driven: { readonly turn: Turn; readonly settled: Promise<MeteredBurst> }[] = []
    for (const turn of pending) {
      if (mayCollectBefore(turn.running.arm)) collectIfDue()
      const burst = await turn.measure(turn.running)
      countTraffic(burst)
      driven.push({ turn, settled: burst.settled })
    }
    const again: Turn[] = []
    for (const { turn, settled } of driven) {
      const burst = await settled
      if (signal.aborted) throw interrupted()
      if (keep(turn.running.arm, attempt, burst)) again.push(turn)
    }
    pending = again
  }
}
