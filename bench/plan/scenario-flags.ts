import type { Scenario } from '../../scenarios/scenario.ts'
import type { ScenarioSettings } from '../../scenarios/index.ts'
import type { SettingForm } from './scenario-values.ts'
import { countForm, durationForm, numberForm, percentForm, rateForm, wordForm } from './scenario-values.ts'

/** How the command line sets one setting of scenarios. */
export interface ScenarioFlag {
  /** Its key in the settings of every scenario that has it. */
  readonly setting: string
  readonly form: SettingForm
  readonly description: string
  /** In table rows and titles: `8 editors`. */
  describe(value: string): string
}

const flag = (
  setting: string,
  form: SettingForm,
  description: string,
  describe: (value: string) => string = (value) => `${setting} ${value}`,
): ScenarioFlag => ({ setting, form, description, describe })

const counted = (noun: string) => (value: string) => `${value} ${value === '1' ? noun : `${noun}s`}`
const spaced = (value: string) => value.replace('%', ' %')
const backoffNames: Readonly<Record<string, string>> = { none: 'no back-off', fixed: 'fixed back-off', exponential: 'exp. back-off' }
const anyTime = durationForm({ zeroAllowed: true })
const someTime = durationForm({ zeroAllowed: false })

/** By the flag's name in camel case. Scenarios know nothing of them. */
const table = {
  users: flag('users', countForm(100_000), 'virtual users who poll', counted('user')),
  every: flag('everyMs', someTime, 'between two polls of a user, two bursts', (value) => `every ${value}`),
  jitter: flag('jitterFraction', percentForm, 'how far a poll strays from its time', (value) => `${spaced(value)} jitter`),
  polls: flag('polls', countForm(1_000_000), 'of each user', counted('poll')),
  changed: flag('changedFraction', percentForm, 'of the polls, or documents, that changes', (value) => `${spaced(value)} changed`),
  changes: flag('changesPerMinute', rateForm, 'over all documents: 3/min, 2/s', (value) => `${value} changes`),
  documents: flag('documents', countForm(100_000), 'that there are', counted('document')),
  editors: flag('editors', countForm(10_000), 'who write', counted('editor')),
  edits: flag('edits', countForm(1_000_000), 'of each editor', counted('edit')),
  think: flag('thinkMs', anyTime, 'between an answer and what follows it', (value) => `think ${value}`),
  attempts: flag('attempts', countForm(1_000), 'at each edit before it is given up', counted('attempt')),
  backoff: flag('backoff', wordForm('<policy>', Object.keys(backoffNames)), 'after a 412: none, fixed or exponential', (value) => backoffNames[value] ?? value),
  backoffBase: flag('backoffBaseMs', anyTime, 'what back-off starts from', (value) => `base ${value}`),
  bursts: flag('bursts', countForm(100_000), 'that there are', counted('burst')),
  apart: flag('apartMs', anyTime, 'between the edits of a burst', (value) => `${value} apart`),
  for: flag('durationMs', someTime, 'how long it goes on', (value) => `for ${value}`),
  touched: flag('touchFraction', percentForm, 'of the writes, with unchanged content', (value) => `${spaced(value)} touched`),
  editShare: flag('editFraction', percentForm, 'of the operations', (value) => `${spaced(value)} edits`),
  zipf: flag('zipfExponent', numberForm(0, 3), 'how uneven documents are chosen', (value) => `Zipf ${value}`),
  drift: flag('drift', wordForm('<kind>', ['server-time', 'key-order']), 'of what the server sends: server-time or key-order', (value) => value),
} as const satisfies Readonly<Record<string, ScenarioFlag>>

export type ScenarioFlagName = keyof typeof table
export const scenarioFlags = Object.entries(table) as readonly (readonly [ScenarioFlagName, ScenarioFlag])[]

const bySetting = new Map(scenarioFlags.map(([name, each]) => [each.setting, { option: optionOf(name), ...each }]))

/** As it is typed: `--backoff-base`. */
export function optionOf(name: ScenarioFlagName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** `8 editors`, `10 % changed`; a setting without a flag under its own name. */
export function describeSetting(setting: string, value: number | string): string {
  const known = bySetting.get(setting)
  return known === undefined ? `${setting} ${value}` : known.describe(known.form.format(value))
}

/** The settings of a scenario as they would be typed: `--users 4`, `--think 0ms`. */
export function formatAsFlags(settings: ScenarioSettings): readonly string[] {
  return Object.entries(settings).flatMap(([setting, value]) => {
    const known = bySetting.get(setting)
    return known === undefined ? [] : [`${known.option} ${known.form.format(value)}`]
  })
}

/** Settings by name, each with the values that a flag lists, or what is wrong with them. */
export interface FlaggedSettings {
  readonly settings: Readonly<Record<string, readonly (number | string)[]>>
  readonly problems: readonly string[]
}

/**
 * Reads the flags that set scenarios. Each may list several values; a flag that none of the chosen scenarios has is a
 * problem, since it would change nothing.
 */
export function readScenarioFlags(
  flags: { readonly [Name in ScenarioFlagName]?: string },
  chosen: readonly Scenario<ScenarioSettings, unknown>[],
  known: readonly Scenario<ScenarioSettings, unknown>[],
): FlaggedSettings {
  const settings: Record<string, readonly (number | string)[]> = {}
  const problems: string[] = []
  for (const [name, { setting, form }] of scenarioFlags) {
    const text = flags[name]
    if (text === undefined) continue
    const option = optionOf(name)
    const having = (scenarios: typeof known) => scenarios.filter(({ defaults }) => setting in defaults)
    const owners = having(known).map((scenario) => scenario.name)
    if (having(chosen).length === 0) {
      const played = chosen.length === 0 ? 'no scenario is played' : `none of ${chosen.map((scenario) => scenario.name).join(', ')} has it`
      problems.push(`${option}: ${played}; choose with --scenarios among ${owners.join(', ')}`)
    }
    const values = parseList(option, text, form, problems)
    if (values.length > 0) settings[setting] = values
  }
  return { settings, problems }
}

function parseList(option: string, text: string, form: SettingForm, problems: string[]): readonly (number | string)[] {
  const parts = text.split(',').map((part) => part.trim())
  const values = parts.flatMap((part) => {
    try {
      return [form.parse(part)]
    } catch (error) {
      problems.push(`${option}: ${(error as Error).message}`)
      return []
    }
  })
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) problems.push(`${option}: ${form.format(twice)} is given twice: give it once`)
  return values
}
