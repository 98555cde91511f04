import { describe, expect, it } from 'vitest'
import { resolveSettings } from '../options.ts'
import { scenarios } from '../../scenarios/index.ts'
import { planArms } from './arm.ts'
import { planScenarios } from './scenarios.ts'

const arms = await planArms(['version', 'sha256'], ['floor-constant', 'fastify-etag'])

function plan(flags: Parameters<typeof resolveSettings>[0]) {
  return planScenarios(resolveSettings(flags).settings, arms)
}

describe('planScenarios', () => {
  it('plays three shares of change, three numbers of editors and two kinds of drift on every strategy, side by side', () => {
    const played = plan({}).map(({ scenario, variant, arm }) => `${scenario.name}, ${variant}: ${arm.name}`)
    expect(played.slice(0, 4)).toEqual([
      'poll-changing, 1 % changed: none', 'poll-changing, 1 % changed: version', 'poll-changing, 1 % changed: sha256', 'poll-changing, 10 % changed: none',
    ])
    expect(played.filter((each) => each.endsWith(': sha256'))).toEqual([
      'poll-changing, 1 % changed: sha256', 'poll-changing, 10 % changed: sha256', 'poll-changing, 50 % changed: sha256',
      ...[2, 8, 16].map((editors) => `edit-contended, ${editors} editors, 12 edits, think 10ms: sha256`), 'edit-burst, 50 bursts: sha256', 'touch, default: sha256',
      'drift, server-time: sha256', 'drift, key-order: sha256',
    ])
  })

  it('plays two of them in a quick run, at one share of change', () => {
    expect(plan({ quick: true }).filter(({ arm }) => arm.name === 'version').map(({ scenario, variant }) => `${scenario.name}, ${variant}`)).toEqual([
      'poll-changing, 10 % changed', 'edit-contended, default',
    ])
  })

  it('sets the share of change and keeps the other settings of the scenario', () => {
    const { scenario, settings } = plan({ scenarios: 'poll-changing' })[3]!
    expect(settings).toEqual({ ...scenario.defaults, changedFraction: 0.1 })
  })

  it.each([
    [{ every: '5s' }, 20_000], [{ every: '100ms' }, 3000], [{ every: '5s', for: '6s' }, 6000], [{}, 4000],
  ])('gives users of a dashboard with %j time to poll again', (flags, durationMs) => {
    const [first] = plan({ scenarios: 'dashboard', ...flags })
    expect(first?.settings).toMatchObject({ durationMs })
  })

  it('plays what was asked for only', () => {
    expect(new Set(plan({ scenarios: 'edit-contended' }).map(({ scenario }) => scenario.name))).toEqual(new Set(['edit-contended']))
    expect(plan({ scenarios: 'none' })).toEqual([])
  })

  it('scales the work of a mode, and nothing else', () => {
    const [normal, quick, thorough] = [{}, { quick: true }, { thorough: true }].map((flags) => plan({ ...flags, scenarios: 'edit-contended', editors: '8' })[0]!.settings)
    const edits = Number(normal!['edits'])
    expect(quick).toEqual({ ...normal, edits: edits / 2 })
    expect(thorough).toEqual({ ...normal, edits: edits * 2 })
    const { settings } = resolveSettings({ scenarios: 'edit-contended', editors: '8' })
    expect(planScenarios({ ...settings, scenarioScale: 0.0001 }, arms)[0]?.settings).toEqual({ ...normal, edits: 1 })
  })

  it('plays every combination of what flags list, as they say it', () => {
    const swept = plan({ thorough: true, scenarios: 'edit-contended', editors: '1,8', backoff: 'none,exponential', edits: '7' })
    expect(swept.filter(({ arm }) => arm.name === 'version').map(({ variant, settings }) => [variant, settings['editors'], settings['backoff'], settings['edits']])).toEqual([
      ['1 editor, 7 edits, no back-off', 1, 'none', 7],
      ['1 editor, 7 edits, exp. back-off', 1, 'exponential', 7],
      ['8 editors, 7 edits, no back-off', 8, 'none', 7],
      ['8 editors, 7 edits, exp. back-off', 8, 'exponential', 7],
    ])
  })

  it('sets of each scenario what it has, and puts a flag in the place of a usual variant', () => {
    const swept = plan({ scenarios: 'poll-changing,edit-alone,drift', changed: '25%', think: '5ms', drift: 'key-order' })
    expect(swept.filter(({ arm }) => arm.name === 'none').map(({ scenario, variant }) => `${scenario.name}, ${variant}`)).toEqual([
      'poll-changing, 25 % changed, think 5ms', 'edit-alone, think 5ms', 'drift, think 5ms, key-order',
    ])
    expect(plan({ scenarios: 'poll-changing', think: '5ms' }).filter(({ arm }) => arm.name === 'none').map(({ variant }) => variant)).toEqual([
      '1 % changed, think 5ms', '10 % changed, think 5ms', '50 % changed, think 5ms',
    ])
  })

  it('plays every scenario that there is when asked for all', () => {
    expect([...new Set(plan({ scenarios: 'all' }).map(({ scenario }) => scenario))]).toEqual(scenarios)
  })

  it.each([
    [undefined, 10_000], ['1kB,10kB', 10_000], ['50kB,1kB', 50_000],
  ] as const)('plays at 10 kB where it is measured, else at the first size (--sizes %s)', (sizes, sizeBytes) => {
    const played = plan(sizes === undefined ? {} : { sizes })
    expect(new Set(played.map((each) => each.sizeBytes))).toEqual(new Set([sizeBytes]))
  })
})
