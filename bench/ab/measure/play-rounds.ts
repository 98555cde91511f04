import { balancedOrder } from '../../stats/balanced-order.ts'
import type { Random } from '../../stats/random.ts'
import { expectedStatus } from '../../plan/arm.ts'
import type { MeteredBurst } from '../../trial/burst.ts'
import { collectGarbage, collectIfDue, countTraffic } from '../../trial/collect-garbage.ts'
import { interrupted } from '../../trial/endings.ts'
import type { RequestBudget } from '../../trial/request-budget.ts'
import { saturateCell } from '../../trial/running-arm.ts'
import { cellKey } from '../../trial/warm-up.ts'
import type { ArmRole } from '../arm-role.ts'
import type { AbCell } from '../cells.ts'
import type { RunningSide } from './side-arm.ts'

export interface RoundsPlan {
  readonly cells: readonly AbCell[]
  readonly sizesBytes: readonly number[]
  /** Of every strategy of the cells. */
  readonly running: readonly RunningSide[]
  readonly sides: readonly ArmRole[]
  /** Valid rounds wanted of each cell. */
  readonly rounds: number
  readonly burstCpuMs: number
  readonly connections: number
  readonly random: Random
  readonly budget: RequestBudget
  readonly signal: AbortSignal
}

/** One burst of each side on one cell, one right after the other. */
export interface Round {
  readonly cell: AbCell
  /** 0-based, within the launch and cell. */
  readonly round: number
  /** In which order the sides took their turns. */
  readonly order: readonly ArmRole[]
  readonly bursts: ReadonlyMap<ArmRole, MeteredBurst>
  /** The sides that answered with a status that the class does not have. */
  readonly wrong: readonly ArmRole[]
}

/** Rounds with a void burst are repeated, until so many times as many as wanted have been played. */
const patience = 2

/**
 * Rounds of bursts on every cell. Rounds are outermost, so that the bursts of one cell are spread over the launch; in a
 * round each side has its turn in an order that is balanced over the rounds and drawn by the seed. All sides get the same
 * number of requests. A cell that is answered with an unexpected status is given up at once: trying again cannot help.
 */
export async function playRounds(plan: RoundsPlan): Promise<readonly Round[]> {
  const { cells, sides, rounds, random, signal } = plan
  const orders = new Map(cells.map(({ name }) => [name, balancedOrder(sides.length, patience * rounds, random.fork(`order of ${name}`))]))
  const played: Round[] = []
  const settling = new Map<RunningSide, Promise<unknown>>()
  let open = cells
  for (let round = 0; round < patience * rounds && open.length > 0; round++) {
    const pending: { readonly cell: AbCell; readonly order: readonly ArmRole[]; readonly turns: readonly Promise<MeteredBurst>[] }[] = []
    for (const cell of random.shuffle(open)) {
      const order = orders.get(cell.name)![round]!.map((index) => sides[index]!)
      pending.push({ cell, order, turns: await playTurns(plan, cell, order, settling) })
    }
    for (const { cell, order, turns } of pending) {
      const bursts = await Promise.all(turns)
      const wrong = order.filter((side, index) => hasOtherStatus(bursts[index]!, expectedStatus(sideOf(plan, cell, side).arm, cell.responseClass)))
      played.push({ cell, round, order, wrong, bursts: new Map(order.map((side, index) => [side, bursts[index]!])) })
    }
    if (signal.aborted) throw interrupted()
    collectGarbage()
    open = open.filter((cell) => isWanting(plan, played.filter((each) => each.cell === cell)))
  }
  return played
}

/** One server settles while the next is driven; none is driven again before it has settled. */
async function playTurns(plan: RoundsPlan, cell: AbCell, order: readonly ArmRole[], settling: Map<RunningSide, Promise<unknown>>) {
  const { sizesBytes, burstCpuMs, connections, budget, signal } = plan
  const point = { responseClass: cell.responseClass, sizeIndex: sizesBytes.indexOf(cell.sizeBytes) }
  const key = cellKey(sideOf(plan, cell, 'base'), point)
  const requests = budget.requestsFor(key, burstCpuMs, connections)
  const turns: Promise<MeteredBurst>[] = []
  for (const name of order) {
    const side = sideOf(plan, cell, name)
    await settling.get(side)
    if (expectedStatus(side.arm, cell.responseClass) < 300) collectIfDue()
    const driven = await saturateCell(side, point, { requests, signal })
    countTraffic(driven)
    const { settled } = driven
    settling.set(side, settled.catch(() => {}))
    if (name === 'base') void settled.then(({ cpuNs, requests: answered }) => budget.learn(key, cpuNs, answered), () => {})
    turns.push(settled)
  }
  return turns
}

function sideOf({ running }: RoundsPlan, { strategy }: AbCell, side: ArmRole): RunningSide {
  return running.find(({ arm }) => arm.strategy === strategy && arm.side === side)!
}

function isWanting({ rounds }: RoundsPlan, played: readonly Round[]): boolean {
  const valid = played.filter(({ bursts }) => bursts.values().every(({ voidReason }) => voidReason === null)).length
  return valid < rounds && played.every(({ wrong }) => wrong.length === 0)
}

function hasOtherStatus({ statuses }: MeteredBurst, expected: number): boolean {
  return Object.keys(statuses).some((status) => Number(status) !== expected)
}
