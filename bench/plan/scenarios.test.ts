import { describe, expect, it } from 'vitest'
import { resolveSettings } from '../options.ts'
import { planArms } from './arm.ts'
import { planScenarios } from './scenarios.ts'

const arms = await planArms(['version', 'sha256'], ['floor-constant', 'fastify-etag'])

function plan(flags: Parameters<typeof resolveSettings>[0]) {
  return planScenarios(resolveSettings(flags).settings, arms)
}

describe('planScenarios', () => {
  it('plays three shares of change and one contention on every strategy, side by side', () => {
    expect(plan({}).map(({ scenario, variant, arm }) => `${scenario.name}, ${variant}: ${arm.name}`)).toEqual([
      'poll-changing, 1 % changed: none', 'poll-changing, 1 % changed: version', 'poll-changing, 1 % changed: sha256',
      'poll-changing, 10 % changed: none', 'poll-changing, 10 % changed: version', 'poll-changing, 10 % changed: sha256',
      'poll-changing, 50 % changed: none', 'poll-changing, 50 % changed: version', 'poll-changing, 50 % changed: sha256',
      'edit-contended, default: none', 'edit-contended, default: version', 'edit-contended, default: sha256',
    ])
  })

  it('sets the share of change and keeps the other settings of the scenario', () => {
    const { scenario, settings } = plan({ scenarios: 'poll-changing' })[3]!
    expect(settings).toEqual({ ...scenario.defaults, changedFraction: 0.1 })
  })

  it('plays what was asked for only', () => {
    expect(new Set(plan({ scenarios: 'edit-contended' }).map(({ scenario }) => scenario.name))).toEqual(new Set(['edit-contended']))
    expect(plan({ scenarios: 'none' })).toEqual([])
  })

  it('scales the work of a mode, and nothing else', () => {
    const [normal, quick, thorough] = [{}, { quick: true }, { thorough: true }].map((flags) => plan({ ...flags, scenarios: 'edit-contended' })[0]!.settings)
    const { edits } = normal!
    expect(quick).toEqual({ ...normal, edits: edits! / 2 })
    expect(thorough).toEqual({ ...normal, edits: edits! * 2 })
    const { settings } = resolveSettings({ scenarios: 'edit-contended' })
    expect(planScenarios({ ...settings, scenarioScale: 0.0001 }, arms)[0]?.settings).toEqual({ ...normal, edits: 1 })
  })

  it.each([
    [undefined, 10_000], ['1kB,10kB', 10_000], ['50kB,1kB', 50_000],
  ] as const)('plays at 10 kB where it is measured, else at the first size (--sizes %s)', (sizes, sizeBytes) => {
    const played = plan(sizes === undefined ? {} : { sizes })
    expect(new Set(played.map((each) => each.sizeBytes))).toEqual(new Set([sizeBytes]))
  })
})
