import { createRandom } from '../../stats/random.ts'
import { percentText } from '../design/percent-text.ts'
import type { SequentialDesign } from '../design/sequential-design.ts'
import { countFalseAlarms, sumFalseAlarms } from './false-alarms.ts'
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

/** Spreads from that of a calm cell to that of a cheap 304. */
export const defaultAxes = {
  cells: 15,
  quietSuiteSds: [0.011, 0.015, 0.02, 0.025, 0.045],
  effects: [0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.12],
  powerSds: [0.01, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06],
} as const

/** Runs `simulationParts` to the end. */
export function simulateGate(plan: GateSimulationPlan): GateSimulation {
  const parts = simulationParts(plan)
  for (;;) {
    const part = parts.next()
    if (part.done === true) return part.value
  }
}

/**
 * Simulates part by part, so that whoever runs it can stop between two: yields what it is about to do, a few seconds each,
 * and returns the result. Each part draws from a stream of its own, so one more source or effect leaves the others as they were.
 */
export function* simulationParts(plan: GateSimulationPlan): Generator<string, GateSimulation> {
  const { design, cells, sources, quietSuiteSds: launchSds } = plan
  const random = createRandom(plan.seed)
  const falseAlarms: FalseAlarms[] = []
  const power: PowerPoint[] = []
  for (const source of sources) {
    for (const [effect, suites] of [[0, plan.suites], [design.minimumEffect, plan.boundarySuites]] as const) {
      if (suites === 0) continue
      const stream = random.fork(`every cell ${effect} slower, ${source.name}`)
      const suitesOf = { design, source, cells, launchSds, effect }
      const counted: FalseAlarms[] = []
      for (let done = 0; done < suites; done += suitesPerPart) {
        yield `${source.name}: ${done} of ${suites} suites ${effect === 0 ? 'A/A' : `${percentText(effect)} slower`}`
        counted.push(countFalseAlarms({ ...suitesOf, suites: Math.min(suitesPerPart, suites - done) }, stream))
      }
      falseAlarms.push(sumFalseAlarms(counted))
    }
  }
  for (const source of sources) {
    for (const launchSd of plan.powerSds) {
      yield `${source.name}: slowdowns at a launch sd of ${percentText(launchSd)}`
      const axes = { effects: plan.effects, launchSds: [launchSd], suites: plan.powerSuites }
      power.push(...powerCurve({ design, source, family: cells, ...axes }, random.fork('power')))
    }
  }
  return { design, seed: plan.seed, falseAlarms, power }
}

const suitesPerPart = 2000
