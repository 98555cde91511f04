import { formatSize } from '../../servers/resource/size.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import { responseClasses } from '../plan/response-class.ts'
import type { FixedRate, MixedLoad } from '../plan/settings.ts'
import type { Random } from '../stats/random.ts'
import type { DrivenBurst } from './burst.ts'
import { CellTurns } from './cell-turns.ts'
import { collectGarbage } from './collect-garbage.ts'
import { measureConnectionCosts } from './connection-cost.ts'
import { laneBurstCpuMs, playBothLanes } from './lane-agreement.ts'
import { mixedTurns } from './mixed-turns.ts'
import type { Measure } from './play-turns.ts'
import { playTurns } from './play-turns.ts'
import type { RequestBudget } from './request-budget.ts'
import type { Cell, RunningArm } from './running-arm.ts'
import { saturateCell } from './running-arm.ts'
import { meterFixedRate } from './script-lane.ts'
import type { UnitCostRun } from './unit-cost-run.ts'
import { cellKey, warmUp } from './warm-up.ts'

/** How many more bursts at most a cell gets that collections have kept from an undisturbed figure. */
const furtherRounds = 5

/** Of a core, saturated cost times rate: more is no light load. */
const lightLoadCores = 0.5

/** Measures one launch of all servers: warm-up, then rounds of saturated bursts, fixed rates, the two lanes. */
export class Launch {
  readonly #run: UnitCostRun
  readonly #launch: number
  readonly #running: readonly RunningArm[]
  readonly #random: Random
  readonly #budget: RequestBudget
  readonly #turns: CellTurns

  constructor(run: UnitCostRun, launch: number, running: readonly RunningArm[], random: Random, budget: RequestBudget) {
    this.#run = run
    this.#launch = launch
    this.#running = running
    this.#random = random
    this.#budget = budget
    this.#turns = new CellTurns(run, launch, running)
  }

  async measure(): Promise<void> {
    const { settings, sink, signal } = this.#run
    const cells = this.#cells()
    await this.#warmUpAll(cells)
    for (const cost of await measureConnectionCosts(this.#running, settings, signal)) sink.connectionCost({ launch: this.#launch, ...cost })
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
    if (settings.modelCheck !== null) await this.#mixedTrials(settings.modelCheck)
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

  #hasFixedRate(cell: Cell, rate: FixedRate): boolean {
    const { sizesBytes, fixedRateSizesBytes } = this.#run.settings
    return fixedRateSizesBytes.includes(sizesBytes[cell.sizeIndex]!) && this.#isLight(cell, rate)
  }

  /** A rate that would keep a server busy is no light load, and one that it cannot follow is none at all. */
  #isLight(cell: Cell, { requestsPerSecond, load }: { readonly requestsPerSecond: number; readonly load: string }): boolean {
    const sizeBytes = this.#run.settings.sizesBytes[cell.sizeIndex]!
    const control = this.#running.find(({ arm }) => arm.role === 'control')!
    const cores = (requestsPerSecond * this.#budget.nsPerRequest(cellKey(control, cell))) / 1e9
    if (cores <= lightLoadCores) return true
    this.#run.sink.warn(`${cell.responseClass} of ${formatSize(sizeBytes)} is left out at ${load}: it would take ${cores.toFixed(1)} cores`)
    return false
  }

  #saturatedTrial(cell: Cell, round: number): Promise<void> {
    const { settings, signal } = this.#run
    return this.#turns.play(cell, 'saturated', round, settings.roundsPerLaunch, (running) => this.#saturatedBurst(running, cell, signal))
  }

  /** Only of cells that were disturbed, and one cell after the other: just after a collection the next is furthest away. */
  async #furtherRounds(cells: readonly Cell[]): Promise<void> {
    const { settings, signal } = this.#run
    for (const cell of cells) {
      const measure: Measure = (running) => this.#saturatedBurst(running, cell, signal)
      let turns = 0
      for (let further = 0; further < furtherRounds; further++) {
        turns += await this.#turns.playDisturbed(cell, settings.roundsPerLaunch + further, measure)
      }
      if (turns > 0) await this.#trialDone()
    }
  }

  #fixedRateTrial(cell: Cell, { load, requestsPerSecond, seconds, roundsPerLaunch }: FixedRate, round: number): Promise<void> {
    const plan = { load, requestsPerSecond, requests: Math.round(requestsPerSecond * seconds), signal: this.#run.signal }
    return this.#turns.play(cell, load, round, roundsPerLaunch, (running) => meterFixedRate(running, cell, plan))
  }

  async #saturatedBurst(running: RunningArm, cell: Cell, signal: AbortSignal): Promise<DrivenBurst> {
    const { burstCpuMs, connections } = this.#run.settings
    const key = cellKey(running, cell)
    const driven = await saturateCell(running, cell, { requests: this.#budget.requestsFor(key, burstCpuMs, connections), signal })
    void driven.settled.then(({ cpuNs, requests }) => this.#budget.learn(key, cpuNs, requests), () => {})
    return driven
  }

  /** What the cost model is checked on: every strategy under the same mix of classes, at a rate of its own. */
  async #mixedTrials(load: MixedLoad): Promise<void> {
    const { settings, sink, signal } = this.#run
    const { mix, requestsPerSecond, roundsPerLaunch, sizeBytes } = load
    const sizeIndex = settings.sizesBytes.indexOf(sizeBytes)
    const pace = requestsPerSecond === null ? 'saturated' : `at ${requestsPerSecond}/s`
    const rate = { requestsPerSecond: requestsPerSecond ?? 0, load: `mixed ${pace}` }
    if (!(Object.keys(mix) as ResponseClass[]).every((responseClass) => this.#isLight({ responseClass, sizeIndex }, rate))) return
    for (let round = 0; round < roundsPerLaunch; round++) {
      const turns = mixedTurns(this.#run, load, { launch: this.#launch, round }, this.#budget).map(({ arm, measure }) => ({ running: this.#turns.runningOf(arm), measure }))
      await playTurns(turns, {
        signal,
        mayCollectBefore: () => true,
        keep: (arm, attempt, burst) => {
          sink.mixedBurst({ launch: this.#launch, round, attempt, arm: arm.name, sizeBytes, requestsPerSecond, mix, ...burst })
          return burst.voidReason !== null
        },
      })
      sink.cellDone(`mixed classes, ${pace}`)
    }
    await this.#trialDone()
  }

  /** `none` answering 200 to both load generators. */
  async #laneAgreementTrial({ sizeBytes, rounds }: { sizeBytes: number; rounds: number }): Promise<void> {
    const { settings, sink } = this.#run
    const cell: Cell = { responseClass: '200', sizeIndex: settings.sizesBytes.indexOf(sizeBytes) }
    const running = this.#running.find(({ arm }) => arm.role === 'control')!
    const requests = this.#budget.requestsFor(cellKey(running, cell), laneBurstCpuMs, settings.connections)
    const rulesOf = (round: number) => this.#turns.rulesOf(cell, round)
    await playBothLanes({ run: this.#run, launch: this.#launch, rounds, running, cell, requests, rulesOf })
    sink.cellDone('both load generators on one cell')
    await this.#trialDone()
  }
}
