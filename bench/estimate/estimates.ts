import type { Estimates, RankingEntry, UnitCost } from '../archive/estimates-schema.ts'
import type { BurstEntry, RunFile } from '../archive/run-file.ts'
import { controlAgainName, controlName } from '../plan/arm.ts'
import type { Estimate } from '../stats/interval.ts'
import { estimateLogRatio, relativeHalfWidth } from '../stats/interval.ts'
import { median } from '../stats/median.ts'
import { rankArms } from '../stats/ranking.ts'
import type { CellCosts, CellKey } from './launch-costs.ts'
import { settledCells } from './settling.ts'
import { cellCosts, defined, differences, means, textOf } from './launch-costs.ts'
import { estimateSavings } from './savings.ts'

type Cells = ReadonlyMap<string, CellCosts>
export type MeasuredRun = Pick<RunFile, 'bursts' | 'connectionCosts' | 'contents' | 'settings' | 'arms'>

/** Everything that is computed from the bursts of a run: a pure function of them. */
export function estimateRun(run: MeasuredRun): Estimates {
  const cells = settledCells(run, cellCosts(run))
  const unitCosts = [...cells.values()].filter(({ key }) => !key.load.startsWith('closed-')).map((cell) => unitCost(cell, cells))
  return {
    unitCosts,
    rankings: rankCells(run, cells),
    savings: estimateSavings(run, cells, unitCosts),
    control: controlAgainstItself(cells),
    laneAgreement: laneAgreement(run, cells),
    medianRelativeHalfWidth: medianHalfWidth(run, unitCosts),
  }
}

function unitCost(cell: CellCosts, cells: Cells): UnitCost {
  const { key, logUs, valid } = cell
  const launches = defined(logUs).length
  const over = (other: readonly (number | undefined)[] | undefined) =>
    other === undefined ? null : (estimateLogRatio(defined(differences(logUs, other))) ?? null)
  const perRequest = (bytes: (burst: BurstEntry) => number) => range(valid.map((burst) => bytes(burst) / burst.requests))
  const middle = (figure: (burst: BurstEntry) => number | undefined) => {
    const figures = defined(valid.map(figure))
    return figures.length === 0 ? null : median(figures)
  }
  return {
    ...key,
    cpuUsPerRequest: estimateLogRatio(defined(logUs)) ?? null,
    ratioToControl: over(controlCosts(key, cells)),
    ratioToFloor: over(cells.get(textOf({ ...key, arm: 'floor-constant' }))?.logUs),
    ratioToNarrowFloor: over(cells.get(textOf({ ...key, arm: 'floor-narrow' }))?.logUs),
    sentBytes: perRequest(({ sentBytes }) => sentBytes),
    receivedBytes: perRequest(({ receivedBytes }) => receivedBytes),
    requestsPerSecond: middle(({ requests, wallNs }) => requests / (wallNs / 1e9)),
    serviceP50Us: middle(({ serviceTime }) => serviceTime.p50Us),
    serviceP99Us: middle(({ serviceTime }) => serviceTime.p99Us),
    responseP50Us: middle(({ arrivals }) => arrivals?.responseP50Us),
    responseP99Us: middle(({ arrivals }) => arrivals?.responseP99Us),
    settling: cell.settling,
    launches,
    voidLaunches: logUs.length - launches,
    voidReason: launches === 0 ? (cell.lastVoidReason ?? 'not measured') : null,
  }
}

/** What `none` answers to the same request, the mean of its two arms. */
function controlCosts(key: CellKey, cells: Cells): (number | undefined)[] {
  return means([controlName, controlAgainName].map((arm) => cells.get(textOf({ ...key, arm }))?.logUs ?? []))
}

function rankCells(run: Pick<RunFile, 'arms'>, cells: Cells): RankingEntry[] {
  const strategies = run.arms.filter(({ role }) => role === 'strategy').map(({ name }) => name)
  const points = new Map<string, CellKey>()
  for (const { key } of cells.values()) if (strategies.includes(key.arm)) points.set(textOf({ ...key, arm: '' }), key)
  return [...points.values()].map(({ responseClass, sizeBytes, load }) => {
    const costs = new Map<string, readonly (number | undefined)[]>()
    // `none` writes where others refuse, so it takes no part in 412.
    if (responseClass !== '412') costs.set(controlName, controlCosts({ arm: '', responseClass, sizeBytes, load }, cells))
    for (const arm of strategies) {
      const cell = cells.get(textOf({ arm, responseClass, sizeBytes, load }))
      if (cell !== undefined) costs.set(arm, cell.logUs)
    }
    const ranking = rankArms(costs)
    return {
      responseClass,
      sizeBytes,
      load,
      order: [...ranking.order],
      cheapest: ranking.cheapest ?? null,
      indistinguishable: [...ranking.indistinguishable],
      pairs: ranking.pairs.map(({ arm, other, ratio, holmPValue }) => ({ arm, other, ratio: ratio ?? null, holmPValue })),
    }
  })
}

/** A/A: the same server twice. Its ratio must hold 1, or the run cannot be trusted. */
function controlAgainstItself(cells: Cells): Estimates['control'] {
  const pairs = [...cells.values()]
    .filter(({ key }) => key.arm === controlName && !key.load.startsWith('closed-'))
    .map(({ key, logUs }) => ({ key, logRatios: differences(cells.get(textOf({ ...key, arm: controlAgainName }))?.logUs ?? [], logUs) }))
  const saturated = pairs.filter(({ key }) => key.load === 'saturated').map(({ logRatios }) => logRatios)
  return {
    overall: estimateLogRatio(defined(means(saturated))) ?? null,
    cells: pairs.map(({ key: { responseClass, sizeBytes, load }, logRatios }) => ({
      responseClass,
      sizeBytes,
      load,
      ratio: estimateLogRatio(defined(logRatios)) ?? null,
    })),
  }
}

function laneAgreement(run: Pick<RunFile, 'settings'>, cells: Cells): Estimate | null {
  if (run.settings.laneAgreement === null) return null
  const key = { arm: controlName, responseClass: '200' as const, sizeBytes: run.settings.laneAgreement.sizeBytes }
  const users = cells.get(textOf({ ...key, load: 'closed-users' }))
  const autocannon = cells.get(textOf({ ...key, load: 'closed-autocannon' }))
  if (users === undefined || autocannon === undefined) return null
  return estimateLogRatio(defined(differences(users.logUs, autocannon.logUs))) ?? null
}

function medianHalfWidth(run: Pick<RunFile, 'arms'>, unitCosts: readonly UnitCost[]): number | null {
  const strategies = new Set(run.arms.filter(({ role }) => role === 'strategy').map(({ name }) => name))
  const widths = unitCosts
    .filter(({ arm, load }) => load === 'saturated' && strategies.has(arm))
    .map(({ ratioToControl }) => (ratioToControl === null ? undefined : relativeHalfWidth(ratioToControl)))
  const known = defined(widths)
  return known.length === 0 ? null : median(known)
}

function range(values: readonly number[]): { least: number; most: number } | null {
  return values.length === 0 ? null : { least: Math.min(...values), most: Math.max(...values) }
}
