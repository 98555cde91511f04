import { lateAfterNs } from '../load/generator-health.ts'
import type { ScriptRun } from '../load/users.ts'
import type { ScenarioPlan } from '../plan/scenarios.ts'
import { generatorCpuFractionLimit } from './burst.ts'

/** Of all requests: more than 10 ms after their time. */
const lateStartsLimit = 0.01

/** A generator that was not even called in time could not send in time: nothing is said of the server. */
function whoseFault({ eventLoopLagP99Ns }: ScriptRun): string {
  if (eventLoopLagP99Ns <= lateAfterNs) return ''
  return `; timers of this process fired ${(eventLoopLagP99Ns / 1e6).toFixed(0)} ms late (p99): the machine had other things to do`
}

/**
 * Why the timing of a run was not what its script says; null: it was. Closed users without think time have no timing
 * of their own, and a busy generator is what they are for.
 */
export function findScenarioFault({ scenario, settings }: Pick<ScenarioPlan, 'scenario' | 'settings'>, run: ScriptRun): string | null {
  if (scenario.workload === 'closed' && Number(settings['thinkMs'] ?? 0) === 0) return null
  if (run.dropped > 0) {
    return `${run.dropped} of ${run.requests + run.dropped} requests were dropped, since they could not leave in time: fewer --users, a longer --every`
  }
  if (run.lateStarts > run.requests * lateStartsLimit) {
    return `${run.lateStarts} of ${run.requests} requests left more than 10 ms late (limit ${lateStartsLimit * 100} %)${whoseFault(run)}`
  }
  if (run.cpuFraction > generatorCpuFractionLimit) {
    return `the generator used ${(run.cpuFraction * 100).toFixed(0)} % of a core (limit ${generatorCpuFractionLimit * 100} %)`
  }
  return null
}
