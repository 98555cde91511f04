import type { Scenario } from '../../scenarios/scenario.ts'
import type { ScenarioSettings } from '../../scenarios/index.ts'
import { scenarios } from '../../scenarios/index.ts'
import type { Arm } from './arm.ts'
import { describeSetting } from './scenario-flags.ts'
import type { BenchSettings, Mode } from './settings.ts'
import { middleSizeBytes } from './settings.ts'

/** One script on one strategy, on a fresh server. */
export interface ScenarioPlan {
  readonly scenario: Scenario<ScenarioSettings, unknown>
  /** What its settings are, in words; users of another variant draw other random numbers. */
  readonly variant: string
  /** All that the scenario has, numbers and words. */
  readonly settings: ScenarioSettings
  readonly arm: Arm
  readonly sizeBytes: number
}

/** What a run plays without being asked: what teaches most in a second or two. METHOD.md says what each shows. */
const defaultSet: Readonly<Record<Mode, readonly string[]>> = {
  quick: ['poll-changing', 'edit-contended'],
  default: ['poll-changing', 'touch', 'drift', 'edit-contended', 'edit-burst'],
  thorough: ['poll-changing', 'touch', 'drift', 'edit-contended', 'edit-burst'],
}

/** In the order in which they are listed and run. */
export function defaultScenarios(mode: Mode): readonly string[] {
  return scenarios.map(({ name }) => name).filter((name) => defaultSet[mode].includes(name))
}

/** From hardly ever in each other's way to nearly always: what conflicts cost is then a line over editors. */
function contention(edits: number): readonly ScenarioSettings[] {
  return [2, 8, 16].map((editors) => ({ editors, edits, thinkMs: 10 }))
}

/** Settings that are tried one after the other where no flag says otherwise, by scenario name. */
const variants: Readonly<Record<string, Readonly<Record<Mode, readonly ScenarioSettings[]>>>> = {
  'poll-changing': {
    quick: [{ changedFraction: 0.1 }],
    default: [{ changedFraction: 0.01 }, { changedFraction: 0.1 }, { changedFraction: 0.5 }],
    thorough: [{ changedFraction: 0.01 }, { changedFraction: 0.1 }, { changedFraction: 0.5 }],
  },
  // Of fewer edits than by name, for time, and at a pace at which 16 editors leave the load generator time.
  'edit-contended': { quick: [{}], default: contention(12), thorough: contention(24) },
  // Fewer than by name: it is the longest of the usual ones.
  'edit-burst': { quick: [{ bursts: 20 }], default: [{ bursts: 50 }], thorough: [{ bursts: 100 }] },
  drift: {
    quick: [{ drift: 'server-time' }, { drift: 'key-order' }],
    default: [{ drift: 'server-time' }, { drift: 'key-order' }],
    thorough: [{ drift: 'server-time' }, { drift: 'key-order' }],
  },
}

/** Settings that count work and so grow with `scenarioScale`; what a flag sets stays as it is. */
const scaled = ['polls', 'edits', 'bursts', 'durationMs']

/** Every variant of every scenario on every strategy, strategies side by side. References and the second control do not play. */
export function planScenarios(settings: BenchSettings, arms: readonly Arm[]): readonly ScenarioPlan[] {
  const players = arms.filter(({ role }) => role === 'control' || role === 'strategy')
  const sizeBytes = settings.sizesBytes.includes(middleSizeBytes) ? middleSizeBytes : settings.sizesBytes[0]!
  return scenarios
    .filter(({ name }) => settings.scenarios.includes(name))
    .flatMap((scenario) => {
      const scaledDefaults = scaleWork(scenario.defaults, settings.scenarioScale)
      return variantsOf(scenario, settings).flatMap((chosen) =>
        players.map((arm) => {
          const played = lastLongEnough({ ...scaledDefaults, ...chosen }, chosen)
          return { scenario, variant: nameVariant(chosen), settings: played, arm, sizeBytes }
        }),
      )
    })
}

/** A user who polls once can get no 304: where the rhythm is given and the duration is not, there is time for some polls each. */
function lastLongEnough(settings: ScenarioSettings, chosen: ScenarioSettings): ScenarioSettings {
  const { everyMs, durationMs } = settings
  if (typeof everyMs !== 'number' || typeof durationMs !== 'number' || 'durationMs' in chosen) return settings
  return { ...settings, durationMs: Math.max(durationMs, leastPeriods * everyMs) }
}

const leastPeriods = 4

/** How many variants of each scenario a run would play. */
export function countVariants(
  scenario: Scenario<ScenarioSettings, unknown>,
  settings: Pick<BenchSettings, 'mode' | 'scenarioSettings'>,
): number {
  return variantsOf(scenario, settings).length
}

/** The product of what flags list, of the settings that the scenario has; a flag takes the place of a variant of its setting. */
function variantsOf(
  scenario: Scenario<ScenarioSettings, unknown>,
  { mode, scenarioSettings }: Pick<BenchSettings, 'mode' | 'scenarioSettings'>,
): readonly ScenarioSettings[] {
  const flagged = Object.entries(scenarioSettings).filter(([setting]) => setting in scenario.defaults)
  const usual = (variants[scenario.name]?.[mode] ?? [{}]).filter((variant) => !flagged.some(([setting]) => setting in variant))
  let product: readonly ScenarioSettings[] = usual.length > 0 ? usual : [{}]
  for (const [setting, values] of flagged) product = product.flatMap((before) => values.map((value) => ({ ...before, [setting]: value })))
  return product
}

function nameVariant(chosen: ScenarioSettings): string {
  const words = Object.entries(chosen).map(([setting, value]) => describeSetting(setting, value))
  return words.length === 0 ? 'default' : words.join(', ')
}

function scaleWork(settings: ScenarioSettings, scale: number): ScenarioSettings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      scaled.includes(key) && typeof value === 'number' ? Math.max(1, Math.round(value * scale)) : value,
    ]),
  )
}
