import { createRandom } from '../../stats/random.ts'
import type { SequentialDesign } from '../design/sequential-design.ts'
import { countFalseAlarms } from './false-alarms.ts'
import type { FalseAlarms } from './false-alarms.ts'
import { powerCurve } from './power-curve.ts'
import type { PowerPoint } from './power-curve.ts'
import type { ResidualSource } from './residual-source.ts'

export interface GateSimulationPlan {
  readonly design: SequentialDesign
  readonly seed: number
  /** Cells of a suite. */
  readonly cells: number
  readonly sources: readonly ResidualSource[]
  /** Launch standard deviations of the cells of suites without a change, in turn. */
  readonly quietSuiteSds: readonly number[]
  /** A/A suites of each source. */
  readonly suites: number
  /** Suites of each source whose cells are all slower by the minimum effect exactly. */
  readonly boundarySuites: number
  readonly effects: readonly number[]
  readonly powerSds: readonly number[]
  /** Simulations of each point of the power curve. */
  readonly powerSuites: number
}

/** What the gate does on drawn launches. Plain data, safe in JSON. */
export interface GateSimulation {
  readonly design: SequentialDesign
  readonly seed: number
  readonly falseAlarms: readonly FalseAlarms[]
  readonly power: readonly PowerPoint[]
}

/** The issue's own axes, and spreads from a good cell to that of a cheap 304. */
export const defaultAxes = {
  cells: 15,
  quietSuiteSds: [0.011, 0.015, 0.02, 0.025, 0.045],
  effects: [0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.12],
  powerSds: [0.01, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06],
} as const

/** Each part draws from a stream of its own, so that one more source or effect leaves the others as they were. */
export function simulateGate(plan: GateSimulationPlan): GateSimulation {
  const { design, cells, sources, quietSuiteSds: launchSds, suites, boundarySuites } = plan
  const random = createRandom(plan.seed)
  const falseAlarms = sources.flatMap(source => [
    ...alarmsOf({ design, source, cells, launchSds, effect: 0, suites }, 'A/A'),
    ...alarmsOf({ design, source, cells, launchSds, effect: design.minimumEffect, suites: boundarySuites }, 'boundary'),
  ])
  const power = sources.flatMap(source => {
    const axes = { effects: plan.effects, launchSds: plan.powerSds, suites: plan.powerSuites }
    return powerCurve({ design, source, family: cells, ...axes }, random.fork('power'))
  })
  return { design, seed: plan.seed, falseAlarms, power }

  function alarmsOf(of: Parameters<typeof countFalseAlarms>[0], label: string): FalseAlarms[] {
    return of.suites === 0 ? [] : [countFalseAlarms(of, random.fork(`${label} ${of.source.name}`))]
  }
}
