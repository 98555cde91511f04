import type { Estimate } from '../../stats/interval.ts'
import type { AbFile } from '../ab-file.ts'
import { headCostNs } from './head-cost.ts'

export interface BencherMetric {
  readonly value: number
  readonly lower_value?: number
  readonly upper_value?: number
}

/** Bencher Metric Format: benchmark to measure to metric. */
export type BencherReport = Readonly<Record<string, Readonly<Record<string, BencherMetric>>>>

/** Benchmarks are the cells that could be measured, measures the CPU of a request to head in nanoseconds and its ratio to base. */
export function bencherReport(file: AbFile): BencherReport {
  const measured = file.verdicts.filter(({ verdict }) => verdict !== 'void')
  const benchmarks = measured.map(({ cell, effect }) => {
    const cost = headCostNs(file, cell)
    const measures = {
      ...(cost === undefined ? {} : { 'cpu-per-request': metric(cost) }),
      ...(effect === null ? {} : { 'cpu-ratio-to-base': metric(effect) }),
    }
    return [cell, measures] as const
  })
  return Object.fromEntries(benchmarks.filter(([, measures]) => Object.keys(measures).length > 0))
}

function metric(estimate: Estimate): BencherMetric {
  return estimate.kind === 'interval'
    ? { value: round(estimate.point), lower_value: round(estimate.low), upper_value: round(estimate.high) }
    : { value: round(estimate.point) }
}

const round = (value: number) => Number(value.toPrecision(6))
