import { editContended } from './edit-contended.ts'
import { pollChanging } from './poll-changing.ts'
import type { Scenario } from './scenario.ts'

/** Every setting of a scenario is a number, with its unit in its name. */
export type ScenarioSettings = Readonly<Record<string, number>>

/** In the order in which they are listed and run. */
export const scenarios: readonly Scenario<ScenarioSettings, unknown>[] = [pollChanging, editContended]
