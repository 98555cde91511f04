import type { MixedBurstEntry, RunFile } from '../archive/run-file.ts'
import { connectionCost, usPerRequest } from '../estimate/launch-costs.ts'
import { hodgesLehmann } from '../stats/hodges-lehmann.ts'
import type { CheckedCells } from './checked-cells.ts'
import { checkedCell } from './checked-cells.ts'
import type { CostBasis, CostClass, StrategyBasis } from './cost-basis.ts'
import { requestCost } from './request-cost.ts'
import type { Stream } from './wake-up.ts'
import { busyShare } from './wake-up.ts'

/**
 * CPU per request of bursts in a mix of classes, and at a rate, that no figure of the model comes from. Launch by launch, the
 * cheapest burst as for every cell.
 */
export function checkCpu(run: Pick<RunFile, 'mixedBursts' | 'connectionCosts'>, basis: CostBasis | null): CheckedCells {
  const { mixedBursts = [] } = run
  if (mixedBursts.length === 0) return { cells: [], unchecked: ['CPU: the run has no bursts of mixed classes, which take 200, 304 and put'] }
  const isPaced = mixedBursts.some(({ requestsPerSecond }) => requestsPerSecond !== null)
  if (basis === null || (isPaced && basis.wakeUp.length === 0)) {
    return { cells: [], unchecked: [`CPU: the run has no valid unit costs ${isPaced ? 'at fixed rates ' : ''}to predict from`] }
  }
  const connectionNs = connectionCost(run)
  const cells = [...Map.groupBy(mixedBursts, ({ arm }) => arm)].flatMap(([arm, bursts]) => {
    const strategy = basis.strategies.find(({ name }) => name === arm)
    return strategy === undefined ? [] : checkArm(basis, strategy, bursts.filter(({ voidReason }) => voidReason === null), connectionNs)
  })
  const checked = new Set(cells.map(({ strategy }) => strategy))
  const left = [...new Set(mixedBursts.map(({ arm }) => arm))].filter((arm) => !checked.has(arm))
  return { cells, unchecked: left.length === 0 ? [] : [`CPU of ${left.join(', ')}: its bursts, or the figures to predict them from, are void`] }
}

function checkArm(basis: CostBasis, strategy: StrategyBasis, bursts: readonly MixedBurstEntry[], connectionNs: number) {
  const [first] = bursts
  if (first === undefined) return []
  const launches = [...Map.groupBy(bursts, ({ launch }) => launch)].flatMap(([launch, own]) => {
    const predictedUs = predict(basis, strategy, first, launch)
    const measuredUs = Math.min(...own.map((burst) => usPerRequest(burst, connectionNs)))
    return predictedUs === undefined ? [] : [{ predictedUs, measuredUs }]
  })
  if (launches.length === 0) return []
  const over = (figure: (launch: (typeof launches)[number]) => number) => Math.exp(hodgesLehmann(launches.map((launch) => Math.log(figure(launch)))))
  return [checkedCell({
    figure: 'cpu' as const,
    strategy: strategy.name,
    what: first.requestsPerSecond === null ? 'saturated mix' : `mix at ${first.requestsPerSecond}/s`,
    sizeBytes: first.sizeBytes,
    predicted: over(({ predictedUs }) => predictedUs),
    measured: over(({ measuredUs }) => measuredUs),
  })]
}

function predict(basis: CostBasis, strategy: StrategyBasis, { mix, requestsPerSecond, sizeBytes }: MixedBurstEntry, launch: number): number | undefined {
  const total = Object.values(mix).reduce((sum, count) => sum + count, 0)
  const streams: Stream[] = []
  let saturatedMeanUs = 0
  for (const [responseClass, count] of Object.entries(mix) as [CostClass, number][]) {
    const saturatedUs = requestCost(basis, strategy, responseClass, { sizeBytes, encoding: basis.encoding })?.us[launch]
    if (saturatedUs == null) return undefined
    saturatedMeanUs += (saturatedUs * count) / total
    streams.push({ responseClass, perSecond: ((requestsPerSecond ?? 0) * count) / total, saturatedUs })
  }
  return requestsPerSecond === null ? saturatedMeanUs : (busyShare(streams, basis.wakeUp, launch) * 1e6) / requestsPerSecond
}
