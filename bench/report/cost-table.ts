import type { EstimateEntry, Estimates, UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import { cannotTell } from '../estimate/break-even.ts'
import { controlName } from '../plan/arm.ts'
import { formatFigure } from '../units.ts'
import { formatColumns } from './columns.ts'
import { formatSize } from '../../servers/resource/size.ts'

/** CPU per request of every arm at one size and load: absolute, and as a multiple of `none` on the same request. */
export function formatCostTable(run: RunFile, estimates: Estimates, sizeBytes: number, load: string): string[] {
  return formatUnitCosts(run, estimates, { sizeBytes, load, leastWidth: 15, format: formatCost })
}

export interface UnitCostTable {
  readonly sizeBytes: number
  readonly load: string
  readonly leastWidth: number
  readonly format: (cost: UnitCost) => string
}

/** Arms by classes at one size and load. An arm without any figure is left out; no lines where none has one. */
export function formatUnitCosts(run: RunFile, estimates: Estimates, table: UnitCostTable): string[] {
  const { sizeBytes, load, leastWidth, format } = table
  const costs = estimates.unitCosts.filter((cost) => cost.sizeBytes === sizeBytes && cost.load === load)
  const classes = run.settings.classes.filter((each) => costs.some(({ responseClass }) => responseClass === each))
  const rows = run.arms.map(({ name, role }) => {
    const cells = classes.map((responseClass) => {
      const cost = costs.find((each) => each.arm === name && each.responseClass === responseClass)
      const isOther = role.startsWith('control') && (responseClass === '304' || responseClass === '412')
      return cost === undefined || isOther ? '-' : format(cost)
    })
    return { name, cells }
  })
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== '-'))
  return filled.length === 0 ? [] : formatColumns(`${formatSize(sizeBytes)}, ${load}`, classes, filled, leastWidth)
}

function formatCost(cost: UnitCost): string {
  if (cost.cpuUsPerRequest === null) return 'void'
  const absolute = formatFigure(cost.cpuUsPerRequest.point)
  return cost.arm === controlName || cost.ratioToControl === null ? absolute : `${absolute} ${formatRatio(cost.ratioToControl)}`
}

/** `×1.27±3%`: the ratio and half of its interval as a percentage of it; `×1.27` where there is no interval. */
export function formatRatio(estimate: EstimateEntry): string {
  const ratio = `×${estimate.point < 0.1 ? formatDigit(estimate.point, 2) : formatFigure(estimate.point)}`
  if (estimate.kind === 'point-only') return ratio
  return `${ratio}±${formatDigit(((estimate.high - estimate.low) / 2 / estimate.point) * 100)}%`
}

/** Whole, or with so many significant digits where it is small; never with an exponent. */
function formatDigit(value: number, digits = 1): string {
  if (value < 1e-4) return '0'
  return value < 9.5 ? value.toPrecision(digits) : value.toFixed(0)
}

/** `1.27 [1.23, 1.31]`. */
export function formatInterval(estimate: EstimateEntry): string {
  const figure = (value: number) => value.toFixed(2)
  return estimate.kind === 'interval'
    ? `${figure(estimate.point)} [${figure(estimate.low)}, ${figure(estimate.high)}]`
    : `${figure(estimate.point)} (no interval: ${estimate.why})`
}

/** A share of 304s: `0%` always pays, `-` never does. */
export function formatShare(share: number | null): string {
  if (share === null || share >= 1) return '-'
  return `${formatDigit(Math.max(0, share) * 100)}%`
}

/**
 * `82 % [61, 95]`: with its interval where that says more than the point; `never [93, 100]`: it may be from 93 % on;
 * `cannot tell` where no share is ruled out; `void` where nothing was measured.
 */
export function formatBreakEven(estimate: EstimateEntry | null): string {
  const percent = (share: number) => formatDigit(Math.min(1, Math.max(0, share)) * 100)
  if (estimate === null) return 'void'
  if (cannotTell(estimate)) return 'cannot tell'
  const point = formatShare(estimate.point) === '-' ? 'never' : `${percent(estimate.point)} %`
  if (estimate.kind === 'point-only') return point
  const [low, high] = [percent(estimate.low), percent(estimate.high)]
  return low === high ? point : `${point} [${low}, ${high}]`
}
