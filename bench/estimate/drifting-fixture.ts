import { expect } from 'vitest'
import type { Estimates, UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import type { Place } from './run-fixture.ts'

/** Launches drift apart, arms alike: only ratios within a launch are constant. */
export const drift = [1, 1.3, 0.8, 1.1, 2, 0.9]

const costs: Readonly<Record<string, number>> = { none: 100, 'none-again': 121, sha256: 55, version: 22, 'floor-constant': 11, 'floor-narrow': 10 }
export const drifting = ({ launch, arm }: Place) => costs[arm]! * drift[launch]!

export function costOf(estimates: Estimates, arm: string, responseClass = '200', load = 'saturated'): UnitCost {
  const found = estimates.unitCosts.find((each) => each.arm === arm && each.responseClass === responseClass && each.load === load)
  if (found === undefined) throw new Error(`no cost of ${arm} ${responseClass} ${load}`)
  return found
}

export function withVoid(run: RunFile, isVoid: (place: Place) => boolean): RunFile {
  return { ...run, bursts: run.bursts.map((each) => (isVoid(each) ? { ...each, cpuNs: each.cpuNs * 50, voidReason: 'stolen' } : each)) }
}

export const exactly = (point: number) => ({
  kind: 'interval',
  point: expect.closeTo(point, 9) as number,
  low: expect.closeTo(point, 9) as number,
  high: expect.closeTo(point, 9) as number,
  level: 0.95,
  coverage: 31 / 32,
  launches: 6,
})
