import type { ScenarioSettings } from '../../scenarios/index.ts'
import { scenarios } from '../../scenarios/index.ts'
import type { Arm } from '../plan/arm.ts'
import type { ScenarioPlan } from '../plan/scenarios.ts'

export const soakScenario = 'edit-contended'
export const soakSizeBytes = 1_000

/** Editors who never pause and never give up, one a document on average: about every third attempt is refused. */
const settings = { editors: 8, documents: 8, thinkMs: 0, attempts: 100, backoff: 'none', backoffBaseMs: 0 } as const

/** What one slice edits unless a flag says otherwise: the harness never holds more observations than these make. */
export const defaultEditsPerSlice = 5_000

/**
 * The nth slice (1-based) of a strategy, for a fresh server: at least `edits` logical edits, shared out evenly to the
 * editors. Each slice draws its own random numbers, the same on every strategy.
 */
export function planSlice(arm: Arm, nth: number, edits: number): ScenarioPlan {
  const scenario = scenarios.find(({ name }) => name === soakScenario)
  if (scenario === undefined) throw new Error(`there is no scenario "${soakScenario}"`)
  const perEditor = Math.ceil(edits / settings.editors)
  const sliceSettings: ScenarioSettings = { ...scenario.defaults, ...settings, edits: perEditor }
  return { scenario, variant: `slice ${nth}`, settings: sliceSettings, arm, sizeBytes: soakSizeBytes }
}
