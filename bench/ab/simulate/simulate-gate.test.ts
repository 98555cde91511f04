import { describe, expect, it } from 'vitest'
import { createRandom } from '../../stats/random.ts'
import { defaultDesign } from '../design/sequential-design.ts'
import { recordedSource } from './recorded-source.ts'
import { contaminatedSource, normalSource } from './residual-source.ts'
import { simulateGate } from './simulate-gate.ts'
import type { GateSimulationPlan } from './simulate-gate.ts'
import { simulateSuite } from './simulate-suite.ts'
import { simulationTable } from './simulation-table.ts'
import { smallestEffect } from './smallest-effect.ts'
import { drawnSuite } from './simulation-fixture.ts'

// Small versions of what `npm run calibrate -- simulate` does; seeds are fixed, so each figure is the same in each run.

const small: GateSimulationPlan = {
  design: defaultDesign,
  seed: 1,
  cells: 15,
  sources: [normalSource()],
  quietSuiteSds: [0.011, 0.02, 0.045],
  suites: 0,
  boundarySuites: 0,
  effects: [0.05],
  powerSds: [0.025],
  powerSuites: 500,
}

describe('the gate on drawn launches', () => {
  it('raises no false alarm in A/A suites of 15 cells, whatever the launches are drawn from', () => {
    const recorded = recordedSource('recorded', [drawnSuite(createRandom(8), 24, [0.02, 0.02, 0.02])])
    const sources = [normalSource(), normalSource(0.5), contaminatedSource(0.05, 5), recorded]
    for (const alarms of simulateGate({ ...small, sources, suites: 80, effects: [] }).falseAlarms) {
      expect(alarms).toMatchObject({ suites: 80, cells: 15, effect: 0, regressed: 0 })
      expect(alarms.regressedAtMost).toBeCloseTo(1 - 0.05 ** (1 / 80), 9)
      expect(alarms.voided).toBeLessThanOrEqual(2)
      expect(alarms.meanCellLaunches).toBeLessThan(12)
    }
  })

  it('draws suites at every spread that it is given, also where there are more of them than cells', () => {
    const [alarms] = simulateGate({ ...small, cells: 2, quietSuiteSds: [0.001, 0.001, 0.5, 0.5], suites: 20, effects: [] }).falseAlarms
    // Every other suite has two cells in which nothing can be told.
    expect(alarms!.cannotTell).toBeGreaterThan(5)
    expect(alarms!.cannotTell).toBeLessThanOrEqual(10)
  })

  it('alarms in screening no more often than its level where every cell is slower by the minimum effect', () => {
    const [boundary] = simulateGate({ ...small, boundarySuites: 200, effects: [] }).falseAlarms
    // 2 % of 200 and four standard errors.
    expect(boundary!.alarmed).toBeLessThanOrEqual(12)
    expect(boundary!.regressed).toBeLessThanOrEqual(1)
  })

  it('finds +5 % in 95 % of cells whose launches spread by 2.5 %, confirmation included', () => {
    const { power } = simulateGate({ ...small, sources: [normalSource(), normalSource(0.5)] })
    for (const point of power) {
      expect(point.foundAtLeast).toBeGreaterThan(0.95)
      expect(point.intervalCoverage).toBeGreaterThan(0.93)
      expect(point.meanLaunches).toBeLessThan(16)
    }
  })

  it('finds more the larger the change and the less the launches spread', () => {
    const { power } = simulateGate({ ...small, effects: [0.02, 0.05, 0.08], powerSds: [0.015, 0.05], powerSuites: 150 })
    const found = (launchSd: number) => power.filter(point => point.launchSd === launchSd).map(point => point.found)
    expect(found(0.015)).toEqual(found(0.015).toSorted((a, b) => a - b))
    expect(found(0.05)).toEqual(found(0.05).toSorted((a, b) => a - b))
    expect(found(0.015)[1]).toBeGreaterThan(found(0.05)[1]! + 0.3)
  })

  it('repeats itself for the same seed, and one source more leaves the others as they were', () => {
    const plan = { ...small, suites: 20, powerSuites: 50 }
    const alone = simulateGate(plan)
    const beside = simulateGate({ ...plan, sources: [contaminatedSource(0.05, 5), normalSource()] })
    expect(simulateGate(plan)).toEqual(alone)
    expect(beside.falseAlarms[1]).toEqual(alone.falseAlarms[0])
    expect(beside.power[1]).toEqual(alone.power[0])
    expect(simulateGate({ ...plan, seed: 2 }).power).not.toEqual(alone.power)
  })

  it('measures of a suite only what is still open', () => {
    const cells = [{ cell: 'slower', effect: 0.2, launchSd: 0.01 }, { cell: 'same', effect: 0, launchSd: 0.01 }]
    const { decision, evidence, launches, confirmationLaunches } = simulateSuite(defaultDesign, cells, normalSource(), createRandom(1))
    expect(decision.cells.map(({ status }) => status)).toEqual(['regressed', 'no-change'])
    expect(evidence.map(({ head, confirmation }) => [head.length, confirmation.length])).toEqual([[12, 12], [8, 0]])
    expect([launches, confirmationLaunches]).toEqual([12, 12])
  })
})

describe('smallestEffect', () => {
  it('lies about the margin for calm cells, which pass below it, and grows with the spread and the family', () => {
    const [calm, noisy] = [0.02, 0.045].map(sd => smallestEffect(defaultDesign, 15, sd))
    expect(calm).toBe(0.045)
    expect(noisy).toBe(0.07)
    expect(smallestEffect(defaultDesign, 1, 0.045)).toBeLessThan(0.07)
    expect(smallestEffect(defaultDesign, 15, 2)).toBeNull()
  })
})

describe('simulationTable', () => {
  it('prints both error rates, with the bound and the spreads they hold for', () => {
    const simulation = simulateGate({ ...small, suites: 20, powerSuites: 40, effects: [0.03, 0.2], powerSds: [0.01, 0.02] })
    const lines = simulationTable(simulation)
    expect(lines.slice(0, 6)).toEqual([
      'False alarms: suites without a change that matters',
      '',
      'A/A, normal',
      '  20 suites of 15 cells, launch sd 1.1 %, 2 %, 4.5 %',
      '  regressed: 0, at most 13.9108% of suites (95 %); unconfirmed alarms: 0',
      expect.stringMatching(/^ {2}with a cell that is improved: \d+, void: \d+, cannot tell: \d+$/),
    ])
    expect(lines).toContain('found                1 %     2 %')
    expect(lines).toContain('+20 %             100.0%  100.0%')
  })
})
