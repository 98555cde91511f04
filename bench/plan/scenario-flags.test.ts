import { expect, it } from 'vitest'
import { scenarios } from '../../scenarios/index.ts'
import { describeSetting, formatAsFlags, optionOf, readScenarioFlags, scenarioFlags } from './scenario-flags.ts'

it('every setting of every scenario has a flag, and every flag a scenario', () => {
  const settings = new Set(scenarios.flatMap(({ defaults }) => Object.keys(defaults)))
  expect(new Set(scenarioFlags.map(([, { setting }]) => setting))).toEqual(settings)
})

it('a flag is the name of its option in camel case', () => {
  expect([optionOf('backoffBase'), optionOf('users')]).toEqual(['--backoff-base', '--users'])
})

it.each(scenarios)('what $name is played with can be typed, and is read as it was', (scenario) => {
  const typed = Object.fromEntries(
    formatAsFlags(scenario.defaults).map((text) => {
      const [option, value] = text.split(' ')
      return [scenarioFlags.find(([name]) => optionOf(name) === option)![0], value]
    }),
  )
  const { settings, problems } = readScenarioFlags(typed, [scenario], scenarios)
  expect(problems).toEqual([])
  expect(settings).toEqual(Object.fromEntries(Object.entries(scenario.defaults).map(([key, value]) => [key, [value]])))
})

it('a value that is listed twice, if written differently, is a mistake', () => {
  const contended = scenarios.filter(({ name }) => name === 'edit-contended')
  expect(readScenarioFlags({ think: '1s,50ms,1000ms' }, contended, scenarios).problems).toEqual(['--think: 1s is given twice: give it once'])
})

it('settings are described with their unit, in few letters', () => {
  expect([
    describeSetting('editors', 1), describeSetting('editors', 8), describeSetting('changedFraction', 0.1), describeSetting('backoff', 'none'),
    describeSetting('changesPerMinute', 120), describeSetting('everyMs', 500), describeSetting('unheardOf', 3),
  ]).toEqual(['1 editor', '8 editors', '10 % changed', 'no back-off', '120/min changes', 'every 500ms', 'unheardOf 3'])
})
