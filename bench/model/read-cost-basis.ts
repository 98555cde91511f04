import type { ArmEntry, BurstEntry, RunFile } from '../archive/run-file.ts'
import type { CellCosts } from '../estimate/launch-costs.ts'
import { cellCosts, means, textOf } from '../estimate/launch-costs.ts'
import { settledCells } from '../estimate/settling.ts'
import { controlAgainName, controlName } from '../plan/arm.ts'
import { median } from '../stats/median.ts'
import type { ClassCost, CostBasis, CostClass, LaunchUs, StrategyBasis, WakeUpPoint } from './cost-basis.ts'
import { fitWakeUp } from './wake-up.ts'

type Cells = ReadonlyMap<string, CellCosts>
type LogUs = readonly (number | undefined)[]
type MeasuredRun = Pick<RunFile, 'id' | 'startedAt' | 'settings' | 'environment' | 'arms' | 'payload' | 'contents' | 'bursts' | 'connectionCosts' | 'modelCheck'>

const classes: readonly CostClass[] = ['200', '304', 'put', '412']

/** What the cost model takes from a run; null: it has no unit costs. */
export function readCostBasis(run: MeasuredRun): CostBasis | null {
  const fitted = fitCosts(run)
  return fitted === null ? null : { ...fitted, check: run.modelCheck ?? null }
}

/** The same before the model has been checked. */
export function fitCosts(run: Omit<MeasuredRun, 'modelCheck'>): CostBasis | null {
  if (!run.bursts.some(({ voidReason }) => voidReason === null)) return null
  const { settings, environment } = run
  const cells = settledCells(run, cellCosts(run))
  const sizesBytes = settings.sizesBytes.toSorted((a, b) => a - b)
  const arms = run.arms.filter(({ role }) => role === 'control' || role === 'strategy')
  return {
    runId: run.id,
    startedAt: run.startedAt,
    mode: settings.mode,
    cpuModel: environment.cpuModel,
    cores: environment.cores,
    node: environment.node,
    launches: settings.launches,
    encoding: settings.encoding,
    payloadFile: run.payload?.file ?? null,
    sizesBytes,
    strategies: arms.map((arm) => strategyBasis(arm, cells, sizesBytes)),
    wakeUp: settings.fixedRates.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond).flatMap(({ load, requestsPerSecond }) => wakeUpPoint(cells, load, requestsPerSecond)),
    contents: run.contents.map(({ sizeBytes, gzipBytes }) => ({ sizeBytes, gzipBytes })).toSorted((a, b) => a.sizeBytes - b.sizeBytes),
    gzipUs: compressionCosts(cells, sizesBytes),
    plainGetSentBytes: plainGet(run),
    check: null,
  }
}

function strategyBasis(arm: ArmEntry, cells: Cells, sizesBytes: readonly number[]): StrategyBasis {
  const { name, summary, caveat = null, role, writeGuard, strongTag, blindMs, asksFor } = arm
  const costs = classes.flatMap((responseClass) => {
    const ofClass = sizesBytes.flatMap((sizeBytes) => classCost(cells, arm, responseClass, sizeBytes))
    return ofClass.length === 0 ? [] : [[responseClass, ofClass] as const]
  })
  return {
    name,
    summary,
    caveat,
    isControl: role === 'control',
    writeGuard,
    strongTag,
    // Before run files said so, dates were all that was blind.
    blindMs: blindMs ?? (writeGuard === 'if-unmodified-since' ? 1000 : 0),
    asksFor: asksFor ?? (role === 'control' ? [] : null),
    classes: Object.fromEntries(costs),
  }
}

function classCost(cells: Cells, { name, role }: ArmEntry, responseClass: CostClass, sizeBytes: number): ClassCost[] {
  const names = role === 'control' ? [controlName, controlAgainName] : [name]
  const own = names.flatMap((arm) => cells.get(textOf({ arm, responseClass, sizeBytes, load: 'saturated' })) ?? [])
  const logUs = means(own.map((cell) => cell.logUs))
  const valid = own.flatMap((cell) => cell.valid)
  if (valid.length === 0) return []
  return [{ sizeBytes, us: toLaunchUs(logUs), sentBytes: perRequest(valid, ({ sentBytes }) => sentBytes), receivedBytes: perRequest(valid, ({ receivedBytes }) => receivedBytes) }]
}

/** As a share of launches without a figure that others may stand in for. */
const mostMissing = 1 / 3

/**
 * A launch without a valid burst takes the median of the others, up to a third of them: else one void burst of a class that is
 * hardly asked for would cost the whole traffic its interval. Beyond, its interval would be made up, and the gaps stay.
 */
function toLaunchUs(logUs: LogUs): LaunchUs {
  const known = logUs.filter((value) => value !== undefined)
  const fill = known.length > 0 && logUs.length - known.length <= logUs.length * mostMissing ? median(known) : undefined
  return logUs.map((value) => {
    const filled = value ?? fill
    return filled === undefined ? null : fourDigits(Math.exp(filled))
  })
}

/** Finer than any launch can be repeated, and a third of the bytes in the page. */
const fourDigits = (value: number) => Number(value.toPrecision(4))

function perRequest(bursts: readonly BurstEntry[], bytes: (burst: BurstEntry) => number): number {
  const total = (figure: (burst: BurstEntry) => number) => bursts.reduce((sum, burst) => sum + figure(burst), 0)
  return Math.round((total(bytes) / total(({ requests }) => requests)) * 10) / 10
}

function wakeUpPoint(cells: Cells, load: string, requestsPerSecond: number): WakeUpPoint[] {
  const paced = [...cells.values()].flatMap(({ key, logUs }) => {
    const saturated = key.load === load ? cells.get(textOf({ ...key, load: 'saturated' })) : undefined
    if (saturated === undefined) return []
    return [{ responseClass: key.responseClass, saturatedUs: saturated.logUs.map(exponentiate), pacedUs: logUs.map(exponentiate) }]
  })
  if (!paced.some(({ pacedUs }) => pacedUs.some((us) => us !== undefined))) return []
  const { us, exponent } = fitWakeUp(requestsPerSecond, paced)
  const rounded = Object.entries(us).map(([responseClass, levels]) => [responseClass, levels.map((level) => (level === null ? null : fourDigits(level)))] as const)
  return [{ requestsPerSecond, us: Object.fromEntries(rounded), exponent: fourDigits(exponent) }]
}

const exponentiate = (value: number | undefined) => (value === undefined ? undefined : Math.exp(value))

/** What the reference that compresses spends beyond the control on the same 200, never less than nothing. */
function compressionCosts(cells: Cells, sizesBytes: readonly number[]): CostBasis['gzipUs'] {
  return sizesBytes.flatMap((sizeBytes) => {
    const of = (arm: string) => cells.get(textOf({ arm, responseClass: '200', sizeBytes, load: 'saturated' }))?.logUs ?? []
    const plain = toLaunchUs(means([of(controlName), of(controlAgainName)]))
    const us = toLaunchUs(of('none-gzip')).map((coded, launch) => {
      const uncoded = plain[launch]
      return coded === null || uncoded == null ? null : fourDigits(Math.max(0, coded - uncoded))
    })
    return us.some((value) => value !== null) ? [{ sizeBytes, us }] : []
  })
}

function plainGet({ connectionCosts }: Pick<RunFile, 'connectionCosts'>): number {
  const sizes = connectionCosts.filter(({ arm }) => arm === controlName).map(({ plainGetSentBytes }) => plainGetSentBytes)
  return sizes.length === 0 ? 0 : median(sizes)
}
