import { isDisturbed } from '../../estimate/disturbance.ts'
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
import { wantedUndisturbed } from '../disturbed-pairs.ts'
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
  /** Default: real load. */
  readonly saturate?: typeof saturateCell
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

/** A server that collects does so every so many requests: of shorter bursts more are undisturbed. */
const furtherBurstShare = 1 / 3

/**
 * Rounds of bursts on every cell. Rounds are outermost, so that the bursts of one cell are spread over the launch; in a
 * round each side has its turn in an order that is balanced over the rounds and drawn by the seed. All sides get the same
 * number of requests. A cell that is answered with an unexpected status is given up at once: trying again cannot help.
 */
export async function playRounds(plan: RoundsPlan): Promise<readonly Round[]> {
  const { cells, sides, rounds, burstCpuMs, random } = plan
  const mostRounds = (patience + 1) * rounds
  const orders = new Map(cells.map(({ name }) => [name, balancedOrder(sides.length, mostRounds, random.fork(`order of ${name}`))]))
  const rally: Rally = { plan, orders, settling: new Map(), played: [] }
  let open = cells
  for (let round = 0; round < patience * rounds && open.length > 0; round++) {
    await playRound(rally, random.shuffle(open), burstCpuMs)
    collectGarbage()
    open = open.filter((cell) => isWanting(plan, playedOf(rally, cell)))
  }
  await playFurtherRounds(rally)
  return rally.played
}

/** The rounds of a launch while they are played. */
interface Rally {
  readonly plan: RoundsPlan
  readonly orders: ReadonlyMap<string, readonly (readonly number[])[]>
  readonly settling: Map<RunningSide, Promise<unknown>>
  readonly played: Round[]
}

const playedOf = ({ played }: Rally, cell: AbCell) => played.filter((each) => each.cell === cell)

/**
 * Of cells that collections have kept from undisturbed pairs: whole rounds, so that no side is chosen by its figures; as many in
 * all as one cell has anyway; with shorter bursts, and one cell after the other, for just after a collection the next is furthest away.
 */
async function playFurtherRounds(rally: Rally): Promise<void> {
  const { cells, rounds, burstCpuMs, random } = rally.plan
  const lacking = (cell: AbCell) => isLackingUndisturbed(rally.plan, playedOf(rally, cell))
  const disturbed = random.shuffle(cells.filter(lacking))
  const mostFurther = Math.floor(rounds / disturbed.length)
  for (const cell of disturbed) {
    for (let further = 0; further < mostFurther && lacking(cell); further++) await playRound(rally, [cell], burstCpuMs * furtherBurstShare)
    collectGarbage()
  }
}

/** The next round of each of these cells. */
async function playRound(rally: Rally, cells: readonly AbCell[], burstCpuMs: number): Promise<void> {
  const { plan, orders, settling, played } = rally
  const pending: { readonly cell: AbCell; readonly round: number; readonly order: readonly ArmRole[]; readonly turns: readonly Promise<MeteredBurst>[] }[] = []
  for (const cell of cells) {
    const round = playedOf(rally, cell).length
    const order = orders.get(cell.name)![round]!.map((index) => plan.sides[index]!)
    pending.push({ cell, round, order, turns: await playTurns({ ...plan, burstCpuMs }, cell, order, settling) })
  }
  for (const { cell, round, order, turns } of pending) {
    const bursts = await Promise.all(turns)
    const wrong = order.filter((side, index) => hasOtherStatus(bursts[index]!, expectedStatus(sideOf(plan, cell, side).arm, cell.responseClass)))
    played.push({ cell, round, order, wrong, bursts: new Map(order.map((side, index) => [side, bursts[index]!])) })
  }
  if (plan.signal.aborted) throw interrupted()
}

/** One server settles while the next is driven; none is driven again before it has settled. */
async function playTurns(plan: RoundsPlan, cell: AbCell, order: readonly ArmRole[], settling: Map<RunningSide, Promise<unknown>>) {
  const { sizesBytes, burstCpuMs, connections, budget, signal, saturate = saturateCell } = plan
  const point = { responseClass: cell.responseClass, sizeIndex: sizesBytes.indexOf(cell.sizeBytes) }
  const key = cellKey(sideOf(plan, cell, 'base'), point)
  const requests = budget.requestsFor(key, burstCpuMs, connections)
  const turns: Promise<MeteredBurst>[] = []
  for (const name of order) {
    const side = sideOf(plan, cell, name)
    await settling.get(side)
    if (expectedStatus(side.arm, cell.responseClass) < 300) collectIfDue()
    const driven = await saturate(side, point, { requests, signal })
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

/**
 * Whether two sides, whichever they are, have too few valid rounds in which neither was disturbed. A side that was disturbed in
 * every burst is not waited for: then other threads do the work of that server.
 */
function isLackingUndisturbed({ sides, rounds }: RoundsPlan, played: readonly Round[]): boolean {
  if (played.some(({ wrong }) => wrong.length > 0)) return false
  if (sides.some((side) => played.every(({ bursts }) => isDisturbed(bursts.get(side)!)))) return false
  return sides.some((one) => sides.some((other) => {
    const both = played.map(({ bursts }) => [bursts.get(one)!, bursts.get(other)!])
    const valid = both.filter((pair) => pair.every(({ voidReason }) => voidReason === null))
    const undisturbed = valid.filter((pair) => !pair.some(isDisturbed)).length
    return undisturbed < Math.min(valid.length, wantedUndisturbed(rounds))
  }))
}

function hasOtherStatus({ statuses }: MeteredBurst, expected: number): boolean {
  return Object.keys(statuses).some((status) => Number(status) !== expected)
}
