import { createRandom } from '../../stats/random.ts'
import { abFile, abSettings, scriptedLaunch } from '../ab-file-fixture.ts'
import type { AbFile, AbLaunch } from '../ab-file.ts'
import { exitCodeOfSuite } from '../ab-exit-code.ts'
import { concludeCells, runSuite } from '../run-suite.ts'
import { normalSource } from '../simulate/residual-source.ts'
import type { SuiteToMeasure } from './run-calibration.ts'

export const fixtureCells = ['sha256/10kB/200', 'sha256/10kB/304', 'version/10kB/put']

export interface ScriptedTruth {
  readonly launchSd: number
  /** Change of base-again that must not be there, as a log ratio. */
  readonly controlShift?: number
  readonly mostLaunches?: number
}

/** A test fixture: a whole suite as `runAb` with an injection returns it, on a scripted measurement. */
export async function scriptedCalibrationSuite({ percent, seed }: SuiteToMeasure, truth: ScriptedTruth): Promise<AbFile> {
  const settings = abSettings(fixtureCells, { seed, ...(truth.mostLaunches !== undefined && { mostLaunches: truth.mostLaunches }) })
  const random = createRandom(seed)
  const launches: AbLaunch[] = []
  await runSuite({
    settings,
    launches: () => launches,
    measure: async (order) => {
      const { head, control } = normalSource().draw(random, fixtureCells.length)
      launches.push(scriptedLaunch({ ...order, cells: [...order.cells] }, (cell, arm) => {
        const index = fixtureCells.indexOf(cell)
        return arm === 'head'
          ? Math.log1p(percent / 100) + truth.launchSd * head[index]!
          : (truth.controlShift ?? 0) + truth.launchSd * control[index]!
      }))
    },
    report: () => {},
  })
  const verdicts = [...concludeCells(settings, launches)]
  return abFile(verdicts, {
    id: `suite-${seed}`,
    settings,
    launches,
    injection: { percent, waitNs: Object.fromEntries(fixtureCells.map((cell) => [cell, percent * 1000])) },
    exitCode: exitCodeOfSuite({ verdicts, exact: [], settings }),
  })
}
