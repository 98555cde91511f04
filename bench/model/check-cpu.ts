import type { MixedBurstEntry, RunFile } from '../archive/run-file.ts'
import { hodgesLehmann } from '../stats/hodges-lehmann.ts'
import type { CheckedCells } from './checked-cells.ts'
import { checkedCell } from './checked-cells.ts'
import type { CostBasis, CostClass, StrategyBasis } from './cost-basis.ts'
import { requestCost } from './request-cost.ts'
import type { Stream } from './wake-up.ts'
import { busyShare } from './wake-up.ts'

/**
 * CPU per request of bursts at a rate and in a mix of classes that no figure of the model comes from. Launch by launch, the
 * cheapest burst as for every cell.
 */
export function checkCpu({ mixedBursts = [], settings }: Pick<RunFile, 'mixedBursts' | 'settings'>, basis: CostBasis | null): CheckedCells {
  if (mixedBursts.length === 0) return { cells: [], unchecked: [`CPU: ${settings.mode === 'quick' ? 'a quick run has no fixed rates to fit it on' : 'this run has no bursts of mixed classes'}`] }
  if (basis === null || basis.wakeUp.length === 0) return { cells: [], unchecked: ['CPU: the run has no valid unit costs at fixed rates to predict from'] }
  const cells = [...Map.groupBy(mixedBursts, ({ arm }) => arm)].flatMap(([arm, bursts]) => {
    const strategy = basis.strategies.find(({ name }) => name === arm)
    return strategy === undefined ? [] : checkArm(basis, strategy, bursts.filter(({ voidReason }) => voidReason === null))
  })
  const checked = new Set(cells.map(({ strategy }) => strategy))
  const left = [...new Set(mixedBursts.map(({ arm }) => arm))].filter((arm) => !checked.has(arm))
  return { cells, unchecked: left.length === 0 ? [] : [`CPU of ${left.join(', ')}: its bursts, or the figures to predict them from, are void`] }
}

function checkArm(basis: CostBasis, strategy: StrategyBasis, bursts: readonly MixedBurstEntry[]) {
  const [any] = bursts
  if (any === undefined) return []
  const launches = [...Map.groupBy(bursts, ({ launch }) => launch)].flatMap(([launch, own]) => {
    const predictedUs = predict(basis, strategy, any, launch)
    const measuredUs = Math.min(...own.map(({ cpuNs, requests }) => cpuNs / requests / 1000))
    return predictedUs === undefined ? [] : [{ predictedUs, measuredUs }]
  })
  if (launches.length === 0) return []
  const over = (figure: (launch: (typeof launches)[number]) => number) => Math.exp(hodgesLehmann(launches.map((launch) => Math.log(figure(launch)))))
  return [checkedCell({
    figure: 'cpu' as const,
    strategy: strategy.name,
    what: `mix at ${any.requestsPerSecond}/s`,
    sizeBytes: any.sizeBytes,
    predicted: over(({ predictedUs }) => predictedUs),
    measured: over(({ measuredUs }) => measuredUs),
  })]
}

function predict(basis: CostBasis, strategy: StrategyBasis, { mix, requestsPerSecond, sizeBytes }: MixedBurstEntry, launch: number): number | undefined {
  const total = Object.values(mix).reduce((sum, count) => sum + count, 0)
  const streams: Stream[] = []
  for (const [responseClass, count] of Object.entries(mix) as [CostClass, number][]) {
    const saturatedUs = requestCost(basis, strategy, responseClass, { sizeBytes, encoding: basis.encoding })?.us[launch]
    if (saturatedUs == null) return undefined
    streams.push({ responseClass, perSecond: (requestsPerSecond * count) / total, saturatedUs })
  }
  return (busyShare(streams, basis.wakeUp, launch) * 1e6) / requestsPerSecond
}
