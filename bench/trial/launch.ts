import { formatSize } from '../../servers/resource/size.ts'
import { expectedStatus } from '../plan/arm.ts'
import type { LoadPoint } from '../plan/load-point.ts'
import { responseClasses } from '../plan/response-class.ts'
import type { FixedRate } from '../plan/settings.ts'
import { balancedOrder } from '../stats/balanced-order.ts'
import type { Random } from '../stats/random.ts'
import type { DrivenBurst, MeteredBurst } from './burst.ts'
import { BurstTally } from './burst-tally.ts'
import { collectGarbage, collectIfDue, countTraffic } from './collect-garbage.ts'
import { measureConnectionCost } from './connection-cost.ts'
import { interrupted } from './endings.ts'
import type { RequestBudget } from './request-budget.ts'
import type { Cell, RunningArm } from './running-arm.ts'
import { saturateCell } from './running-arm.ts'
import { meterClosedUsers, meterFixedRate } from './script-lane.ts'
import type { UnitCostRun } from './unit-cost-run.ts'
import { cellKey, warmUp } from './warm-up.ts'

type Measure = (running: RunningArm) => Promise<DrivenBurst>

interface Turn {
  readonly running: RunningArm
  readonly measure: Measure
}

/** How often a void burst is repeated before the cell of this launch is given up. */
const attempts = 3

/** How many more bursts at most a cell gets that collections have kept from an undisturbed figure. */
const furtherRounds = 5

/** Of a core, saturated cost times rate: more is no light load. */
const lightLoadCores = 0.5

/** Longer than other bursts: the two lanes start up differently. */
const laneBurstCpuMs = 100

/** Measures one launch of all servers: warm-up, then rounds of saturated bursts, fixed rates, the two lanes. */
export class Launch {
  readonly #run: UnitCostRun
  readonly #launch: number
  readonly #running: readonly RunningArm[]
  readonly #random: Random
  readonly #budget: RequestBudget
  readonly #tally = new BurstTally()

  constructor(run: UnitCostRun, launch: number, running: readonly RunningArm[], random: Random, budget: RequestBudget) {
    this.#run = run
    this.#launch = launch
    this.#running = running
    this.#random = random
    this.#budget = budget
  }

  async measure(): Promise<void> {
    const { settings, sink, signal } = this.#run
    const cells = this.#cells()
    await this.#warmUpAll(cells)
    for (const running of this.#running) {
      sink.connectionCost({ launch: this.#launch, ...(await measureConnectionCost(running, settings, signal)) })
    }
    sink.cellDone('warm-up')
    await this.#trialDone()
    // Rounds outermost: the bursts of one cell are spread over the launch, so that no neighbour's fit of work hits all of them.
    for (let round = 0; round < settings.roundsPerLaunch; round++) {
      for (const cell of this.#random.shuffle(cells)) await this.#saturatedTrial(cell, round)
      await this.#trialDone()
    }
    await this.#furtherRounds(cells)
    for (const rate of settings.fixedRates) {
      for (let round = 0; round < rate.roundsPerLaunch; round++) {
        for (const cell of this.#random.shuffle(cells.filter((each) => this.#hasFixedRate(each, rate)))) {
          await this.#fixedRateTrial(cell, rate, round)
        }
        await this.#trialDone()
      }
    }
    if (settings.laneAgreement !== null) await this.#laneAgreementTrial(settings.laneAgreement)
  }

  async #trialDone(): Promise<void> {
    await this.#run.sink.trialDone()
    collectGarbage()
  }

  /** Two arms at a time: one load generator can keep two servers busy while neither is measured. */
  async #warmUpAll(cells: readonly Cell[]): Promise<void> {
    const { settings, sink, signal } = this.#run
    const queue = [...this.#running]
    const worker = async () => {
      for (let running = queue.shift(); running !== undefined; running = queue.shift()) {
        sink.warmUp(this.#launch, await warmUp(running, cells, settings, this.#budget, signal))
      }
    }
    await Promise.all([worker(), worker()])
  }

  #cells(): readonly Cell[] {
    const { classes, sizesBytes } = this.#run.settings
    return responseClasses
      .filter((each) => classes.includes(each))
      .flatMap((responseClass) => sizesBytes.map((_, sizeIndex) => ({ responseClass, sizeIndex })))
  }

  /** A rate that would keep a server busy is no light load, and one that it cannot follow is none at all. */
  #hasFixedRate(cell: Cell, { requestsPerSecond, load }: FixedRate): boolean {
    const { sizesBytes, fixedRateSizesBytes } = this.#run.settings
    const sizeBytes = sizesBytes[cell.sizeIndex]!
    if (!fixedRateSizesBytes.includes(sizeBytes)) return false
    const control = this.#running.find(({ arm }) => arm.role === 'control')!
    const cores = (requestsPerSecond * this.#budget.nsPerRequest(cellKey(control, cell))) / 1e9
    if (cores <= lightLoadCores) return true
    this.#run.sink.warn(`${cell.responseClass} of ${formatSize(sizeBytes)} is left out at ${load}: it would take ${cores.toFixed(1)} cores`)
    return false
  }

  #saturatedTrial(cell: Cell, round: number): Promise<void> {
    const { settings, signal } = this.#run
    return this.#inTurn(cell, 'saturated', round, settings.roundsPerLaunch, (running) => this.#saturatedBurst(running, cell, signal))
  }

  /** Only of cells that were disturbed, and one cell after the other: just after a collection the next is furthest away. */
  async #furtherRounds(cells: readonly Cell[]): Promise<void> {
    const { settings, signal } = this.#run
    for (const cell of cells) {
      let turns = 0
      for (let further = 0; further < furtherRounds; further++) {
        const place = { responseClass: cell.responseClass, sizeBytes: settings.sizesBytes[cell.sizeIndex]! }
        const disturbed = this.#running.filter(({ arm }) => this.#tally.isDisturbed({ arm, ...place }, settings.roundsPerLaunch))
        turns += disturbed.length
        const measure: Measure = (running) => this.#saturatedBurst(running, cell, signal)
        await this.#playTurns(disturbed.map((running) => ({ running, measure })), cell, settings.roundsPerLaunch + further)
      }
      if (turns > 0) await this.#trialDone()
    }
  }

  #fixedRateTrial(cell: Cell, { load, requestsPerSecond, seconds, roundsPerLaunch }: FixedRate, round: number): Promise<void> {
    const plan = { load, requestsPerSecond, requests: Math.round(requestsPerSecond * seconds), signal: this.#run.signal }
    return this.#inTurn(cell, load, round, roundsPerLaunch, (running) => meterFixedRate(running, cell, plan))
  }

  async #saturatedBurst(running: RunningArm, cell: Cell, signal: AbortSignal): Promise<DrivenBurst> {
    const { burstCpuMs, connections } = this.#run.settings
    const key = cellKey(running, cell)
    const driven = await saturateCell(running, cell, { requests: this.#budget.requestsFor(key, burstCpuMs, connections), signal })
    void driven.settled.then(({ cpuNs, requests }) => this.#budget.learn(key, cpuNs, requests), () => {})
    return driven
  }

  /** Every arm that has the cell, one burst after the other, in an order balanced over all launches and drawn by the seed. */
  async #inTurn(cell: Cell, load: LoadPoint, round: number, roundsPerLaunch: number, measure: Measure): Promise<void> {
    const { arms, settings, random, sink } = this.#run
    // The floors say what is possible; at fixed rates the time goes to the strategies.
    const inCell = arms.filter(({ classes, role }) => classes.includes(cell.responseClass) && (load === 'saturated' || role !== 'reference'))
    const label = `order of ${cell.responseClass} ${cell.sizeIndex} ${load}`
    const orders = balancedOrder(inCell.length, roundsPerLaunch * settings.launches, random.fork(label))
    const turns = orders[this.#launch * roundsPerLaunch + round]!.map((index) => ({
      running: this.#running.find(({ arm }) => arm === inCell[index])!,
      measure,
    }))
    await this.#playTurns(turns, cell, round)
    sink.cellDone(`${cell.responseClass} of ${formatSize(settings.sizesBytes[cell.sizeIndex]!)}, ${load}`)
  }

  /** One server settles while the next is driven. Turns that were void are repeated, together, until attempts run out. */
  async #playTurns(turns: readonly Turn[], cell: Cell, round: number): Promise<void> {
    const { settings, signal, sink } = this.#run
    let pending = turns
    for (let attempt = 1; attempt <= attempts && pending.length > 0; attempt++) {
      const driven: { readonly turn: Turn; readonly settled: Promise<MeteredBurst> }[] = []
      for (const turn of pending) {
        if (expectedStatus(turn.running.arm, cell.responseClass) < 300) collectIfDue()
        const burst = await turn.measure(turn.running)
        countTraffic(burst)
        driven.push({ turn, settled: burst.settled })
      }
      const again: Turn[] = []
      for (const { turn, settled } of driven) {
        const burst = await settled
        if (signal.aborted) throw interrupted()
        const { arm } = turn.running
        const sizeBytes = settings.sizesBytes[cell.sizeIndex]!
        sink.burst({ launch: this.#launch, round, attempt, arm: arm.name, responseClass: cell.responseClass, sizeBytes, ...burst })
        if (this.#tally.add({ arm, responseClass: cell.responseClass, sizeBytes }, burst)) again.push(turn)
      }
      pending = again
    }
  }

  /** autocannon and the virtual users in turn on one cell, `none` answering 200, both as closed loops. */
  async #laneAgreementTrial({ sizeBytes, rounds }: { sizeBytes: number; rounds: number }): Promise<void> {
    const { signal, settings, random, sink } = this.#run
    const cell: Cell = { responseClass: '200', sizeIndex: settings.sizesBytes.indexOf(sizeBytes) }
    const running = this.#running.find(({ arm }) => arm.role === 'control')!
    const requests = this.#budget.requestsFor(cellKey(running, cell), laneBurstCpuMs, settings.connections)
    const lanes: readonly Measure[] = [
      async (control) => relabel(await saturateCell(control, cell, { requests, signal }), 'closed-autocannon'),
      (control) => meterClosedUsers(control, cell, requests, signal),
    ]
    const orders = balancedOrder(lanes.length, rounds * settings.launches, random.fork('order of the lanes'))
    for (let round = 0; round < rounds; round++) {
      for (const lane of orders[this.#launch * rounds + round]!) {
        // Both lanes drive the same server, so it must settle in between.
        await this.#playTurns([{ running, measure: lanes[lane]! }], cell, round)
      }
    }
    sink.cellDone('both load generators on one cell')
    await this.#trialDone()
  }
}

function relabel({ bytes, settled }: DrivenBurst, load: LoadPoint): DrivenBurst {
  return { bytes, settled: settled.then((burst) => ({ ...burst, load })) }
}
