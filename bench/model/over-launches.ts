import { estimateLogRatio } from '../stats/interval.ts'
import type { Bounded } from './advice.ts'
import type { LaunchUs } from './cost-basis.ts'

/** Estimate and interval over launches, on logs as every figure of a run. 0 where nothing is asked or charged; null: no launch can say. */
export function overLaunches(byLaunch: LaunchUs): Bounded | null {
  const values = byLaunch.filter((value) => value !== null)
  if (values.length === 0) return null
  if (values.some((value) => value <= 0)) return { point: 0, low: null, high: null }
  const estimate = estimateLogRatio(values.map(Math.log))
  if (estimate?.kind === 'interval') return { point: estimate.point, low: estimate.low, high: estimate.high }
  return { point: estimate?.point ?? 0, low: null, high: null }
}
