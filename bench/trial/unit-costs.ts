import type { BenchSettings } from '../plan/settings.ts'
import { requireOpenFiles } from '../target/open-files.ts'
import { weighContents } from './content-weights.ts'
import { Launch } from './launch.ts'
import type { LaunchReport } from './launch-watch.ts'
import { watchLaunch } from './launch-watch.ts'
import { RequestBudget } from './request-budget.ts'
import { startArms, stopArms } from './running-arm.ts'
import type { UnitCostRun, UnitCostSink } from './unit-cost-run.ts'

/** Cells of all trials of a launch: what a progress bar counts. */
export function cellsPerLaunch(settings: BenchSettings): number {
  const saturated = settings.sizesBytes.length * settings.classes.length * settings.roundsPerLaunch
  const rateRounds = settings.fixedRates.reduce((total, { roundsPerLaunch }) => total + roundsPerLaunch, 0)
  const fixed = rateRounds * settings.fixedRateSizesBytes.length * settings.classes.length
  const mixed = settings.modelCheck?.roundsPerLaunch ?? 0
  return 1 + saturated + fixed + mixed + (settings.laneAgreement === null ? 0 : 1)
}

/** Measures every cell of every arm over fresh launches of all servers. The replicate is the launch (METHOD.md). */
export async function measureUnitCosts(run: UnitCostRun): Promise<void> {
  const { arms, settings } = run
  requireOpenFiles(`a run of ${arms.length} servers`, { connections: settings.connections, servers: arms.length })
  const budget = new RequestBudget()
  for (let launch = 0; launch < run.settings.launches; launch++) {
    const random = run.random.fork(`launch ${launch}`)
    const running = await startArms(random.shuffle(run.arms), run.settings, run.plan, run.supervisor, run.signal)
    try {
      if (launch === 0) for (const weight of weighContents(running, run.settings.sizesBytes)) run.sink.content(weight)
      const endWatch = await watchLaunch(running)
      await new Launch(run, launch, running, random, budget).measure()
      warnOf(await endWatch(), run.sink)
    } finally {
      await stopArms(running)
    }
  }
}

function warnOf({ foreignCores, shortfalls }: LaunchReport, sink: UnitCostSink): void {
  if (foreignCores !== undefined && foreignCores > foreignCoresLimit) {
    sink.warn('other processes used more than a tenth of a core while this was measured: close them and run again, intervals are wider than they need be')
  }
  for (const { arm, lostMs } of shortfalls) {
    sink.warn(`threads of ${arm} ended within a launch and took ${lostMs.toFixed(0)} ms of CPU time with them: its figures are too low`)
  }
}

/** Of one core. */
const foreignCoresLimit = 0.1
