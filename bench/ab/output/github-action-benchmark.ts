import type { Estimate } from '../../stats/interval.ts'
import type { AbFile, AbVerdict } from '../ab-file.ts'
import { describeExact, describeGate, exactGap, failedGates } from '../exact/describe-exact.ts'
import { describeVerdict, formatEffect } from '../verdict-table.ts'
import { headCostNs } from './head-cost.ts'

/** An entry of a file of the tool `customSmallerIsBetter` of github-action-benchmark. */
export interface BenchmarkEntry {
  /** What its charts know a series by: stays the same over commits. */
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly range?: string
  readonly extra: string
}

/**
 * Two series for each cell that could be measured: what a request to head costs here and now, and the ratio to base. Then the
 * number of exact gates that did not hold, each with its figures in the text, or that none was compared.
 */
export function githubActionBenchmark(file: AbFile): readonly BenchmarkEntry[] {
  return [...cellEntries(file), exactEntry(file)]
}

function cellEntries(file: AbFile): readonly BenchmarkEntry[] {
  return file.verdicts.filter(({ verdict }) => verdict !== 'void').flatMap((verdict) => {
    const cost = headCostNs(file, verdict.cell)
    const extra = describe(verdict)
    return [
      ...(cost === undefined ? [] : [{ name: verdict.cell, unit: 'us/req', ...figures(cost, 1e-3), extra }]),
      ...(verdict.effect === null ? [] : [{ name: `${verdict.cell} vs base`, unit: 'ratio', ...figures(verdict.effect, 1), extra }]),
    ]
  })
}

function exactEntry(file: AbFile): BenchmarkEntry {
  const failed = failedGates(file.exact)
  if (exactGap(file) !== undefined) return { name: 'suites without exact gates', unit: 'suites', value: 1, extra: describeExact(file) }
  return { name: 'exact gates that did not hold', unit: 'gates', value: failed.length, extra: [describeExact(file), ...failed.map(describeGate)].join('\n') }
}

function figures(estimate: Estimate, scale: number): Pick<BenchmarkEntry, 'value' | 'range'> {
  const value = round(estimate.point * scale)
  return estimate.kind === 'interval' ? { value, range: `± ${round(((estimate.high - estimate.low) / 2) * scale, 3)}` } : { value }
}

function describe(verdict: AbVerdict): string {
  const { effect, launches, confirmationLaunches, unconfirmedAlarm } = verdict
  const count = confirmationLaunches > 0 ? `${launches}+${confirmationLaunches}` : launches
  return [describeVerdict(verdict), ...(unconfirmedAlarm ? ['alarmed without being confirmed'] : []), `launches ${count}`, ...(effect === null ? [] : [`against base ${formatEffect(effect)}`])].join('\n')
}

const round = (value: number, digits = 6) => Number(value.toPrecision(digits))
