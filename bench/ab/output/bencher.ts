import { cut } from '../../report/columns.ts'
import type { Estimate } from '../../stats/interval.ts'
import type { AbFile } from '../ab-file.ts'
import { describeGate, exactGap, failedGates } from '../exact/describe-exact.ts'
import { headCostNs } from './head-cost.ts'

export interface BencherMetric {
  readonly value: number
  readonly lower_value?: number
  readonly upper_value?: number
}

/** Bencher Metric Format: benchmark to measure to metric. */
export type BencherReport = Readonly<Record<string, Readonly<Record<string, BencherMetric>>>>

/**
 * Benchmarks are the cells that could be measured, measures the CPU of a request to head in nanoseconds and its ratio to base.
 * Then the exact gates: how many did not hold, and each of them by a name with its figures, since a measure has no text.
 */
export function bencherReport(file: AbFile): BencherReport {
  return Object.fromEntries([...cellBenchmarks(file), ...exactBenchmarks(file)])
}

type Benchmark = readonly [name: string, measures: BencherReport[string]]

function exactBenchmarks(file: AbFile): readonly Benchmark[] {
  if (exactGap(file) !== undefined) return [['exact gates', { 'exact-gates-left-out': { value: 1 } }]]
  const failed = failedGates(file.exact)
  const named = failed.map((gate): Benchmark => [cut(describeGate(gate), mostNameCharacters), { 'exact-gates-failed': { value: 1 } }])
  return [['exact gates', { 'exact-gates-failed': { value: failed.length } }], ...named]
}

/** Bencher takes 1,024 bytes at most. */
const mostNameCharacters = 250

function cellBenchmarks(file: AbFile): readonly Benchmark[] {
  const measured = file.verdicts.filter(({ verdict }) => verdict !== 'void')
  const benchmarks = measured.map(({ cell, effect }) => {
    const cost = headCostNs(file, cell)
    const measures = {
      ...(cost === undefined ? {} : { 'cpu-per-request': metric(cost) }),
      ...(effect === null ? {} : { 'cpu-ratio-to-base': metric(effect) }),
    }
    return [cell, measures] as const
  })
  return benchmarks.filter(([, measures]) => Object.keys(measures).length > 0)
}

function metric(estimate: Estimate): BencherMetric {
  return estimate.kind === 'interval'
    ? { value: round(estimate.point), lower_value: round(estimate.low), upper_value: round(estimate.high) }
    : { value: round(estimate.point) }
}

const round = (value: number) => Number(value.toPrecision(6))
