import { dashboard } from './dashboard.ts'
import { drift } from './drift.ts'
import { editAlone } from './edit-alone.ts'
import { editBurst } from './edit-burst.ts'
import { editContended } from './edit-contended.ts'
import { mixed } from './mixed.ts'
import { pollChanging } from './poll-changing.ts'
import { pollUnchanged } from './poll-unchanged.ts'
import { resume } from './resume.ts'
import type { Scenario } from './scenario.ts'
import { touch } from './touch.ts'

/** Every setting of a scenario is a number, with its unit in its name, or a word. */
export type ScenarioSettings = Readonly<Record<string, number | string>>

/** In the order in which they are listed and run. */
export const scenarios: readonly Scenario<ScenarioSettings, unknown>[] = [
  pollUnchanged,
  pollChanging,
  dashboard,
  resume,
  editAlone,
  editContended,
  editBurst,
  touch,
  drift,
  mixed,
]
