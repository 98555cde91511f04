import type { Scenario } from '../../scenarios/scenario.ts'
import type { ScenarioSettings } from '../../scenarios/index.ts'
import { scenarios } from '../../scenarios/index.ts'
import type { Arm } from './arm.ts'
import type { BenchSettings, Mode } from './settings.ts'
import { middleSizeBytes } from './settings.ts'

/** One script on one strategy, on a fresh server. */
export interface ScenarioPlan {
  readonly scenario: Scenario<ScenarioSettings, unknown>
  readonly variant: string
  readonly settings: ScenarioSettings
  readonly arm: Arm
  readonly sizeBytes: number
}

interface Variant {
  readonly name: string
  readonly settings: ScenarioSettings
}

/** Settings that a default run tries beside a scenario's own defaults, by scenario name. */
const variants: Readonly<Record<string, readonly Variant[]>> = {
  'poll-changing': [
    { name: '1 % changed', settings: { changedFraction: 0.01 } },
    { name: '10 % changed', settings: { changedFraction: 0.1 } },
    { name: '50 % changed', settings: { changedFraction: 0.5 } },
  ],
}

/** A quick run plays the middle one only. */
function variantsOf(scenario: string, mode: Mode): readonly Variant[] {
  const all = variants[scenario] ?? [{ name: 'default', settings: {} }]
  return mode === 'quick' ? [all[Math.floor(all.length / 2)]!] : all
}

/** Settings that count work and so grow with `scenarioScale`. */
const scaled = ['polls', 'edits']

/** Every variant of every scenario on every strategy, strategies side by side. References and the second control do not play. */
export function planScenarios(settings: BenchSettings, arms: readonly Arm[]): readonly ScenarioPlan[] {
  const players = arms.filter(({ role }) => role === 'control' || role === 'strategy')
  const sizeBytes = settings.sizesBytes.includes(middleSizeBytes) ? middleSizeBytes : settings.sizesBytes[0]!
  return scenarios
    .filter(({ name }) => settings.scenarios.includes(name))
    .flatMap((scenario) =>
      variantsOf(scenario.name, settings.mode).flatMap((variant) =>
        players.map((arm) => ({
          scenario,
          variant: variant.name,
          settings: scaleWork({ ...scenario.defaults, ...variant.settings }, settings.scenarioScale),
          arm,
          sizeBytes,
        })),
      ),
    )
}

function scaleWork(settings: ScenarioSettings, scale: number): ScenarioSettings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, scaled.includes(key) ? Math.max(1, Math.round(value * scale)) : value]),
  )
}
