import { describe, expect, it } from 'vitest'
import { editContended } from '../../scenarios/edit-contended.ts'
import { pollChanging } from '../../scenarios/poll-changing.ts'
import { type ScenarioSettings, scenarios } from '../../scenarios/index.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { ScriptedServerOptions } from '../load/scripted-server.ts'
import { networkOf } from './random-script.ts'
import { judgeScripted, kindsOf } from './scripted-case.ts'

type Server = Omit<ScriptedServerOptions, 'documents'>

const editSettings = { ...editContended.defaults, editors: 6, documents: 2, edits: 12 }
const pollSettings = { users: 3, polls: 60, changedFraction: 0.25, thinkMs: 40 }

/** Few enough users and operations for a test; all else as the scenario has it. */
const sizes: ScenarioSettings = { users: 6, editors: 3, polls: 15, edits: 6, bursts: 4, documents: 3, durationMs: 1500 }

function smallSettings({ defaults }: Scenario<ScenarioSettings, unknown>): ScenarioSettings {
  return Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, sizes[key] ?? value]))
}

function played(scenario: Scenario<ScenarioSettings, unknown>, server: Server, seed: number, lostFraction = 0) {
  const settings = smallSettings(scenario)
  const drift = settings['drift'] as ScriptedServerOptions['drift']
  const drifting = drift === undefined ? server : { ...server, drift }
  return judgeScripted({ scenario, settings, server: drifting, ...networkOf(seed, lostFraction) })
}

describe.each(scenarios.map(scenario => ({ name: scenario.name, scenario })))('$name', ({ scenario }) => {
  it('shows no violation on a linearizable server with strong tags, whatever is lost on the way', () => {
    for (const validators of ['version', 'canonical-hash'] as const) {
      for (const [seed, lostFraction] of [[1, 0], [2, 0.05], [3, 0.3]] as const) {
        const { judgement, lostEditIds, falseNotModified } = played(scenario, { validators }, seed, lostFraction)
        expect(judgement.violations).toEqual([])
        expect([lostEditIds, falseNotModified]).toEqual([[], []])
      }
    }
  })

  it('is judged as it was, whatever the validators are', () => {
    for (const validators of ['last-modified', 'weak-hash', 'none'] as const) {
      const { judgement, lostEditIds, falseNotModified } = played(scenario, { validators }, 4)
      const { lost } = judgement.lostUpdates
      expect([judgement.violations, lost.atLeast, lost.atMost, judgement.commitLog?.lost]).toEqual([
        [], lostEditIds.length, lostEditIds.length, lostEditIds.length,
      ])
      const { certainlyFalse, possiblyFalse } = judgement.notModified
      expect(certainlyFalse).toBeLessThanOrEqual(falseNotModified.length)
      expect(certainlyFalse + possiblyFalse).toBeGreaterThanOrEqual(falseNotModified.length)
    }
  })
})

function edited(server: Server, seed: number) {
  return judgeScripted({ scenario: editContended, settings: editSettings, server, ...networkOf(seed, 0) })
}

function polled(server: Server, seed: number) {
  return judgeScripted({ scenario: pollChanging, settings: pollSettings, server, ...networkOf(seed, 0) })
}

describe('what a strategy cannot prevent is a finding', () => {
  it('contended editing aborts some attempts, loses nothing and finds nothing under a strong tag', () => {
    const { judgement } = edited({ validators: 'version' }, 3)
    expect(judgement.conflicts.aborts).toBeGreaterThan(0)
    expect(judgement.conflicts.committed + judgement.conflicts.giveUps).toBe(editSettings.editors * editSettings.edits)
    expect([judgement.findings, judgement.violations]).toEqual([[], []])
  })

  it.each(['none', 'weak-hash'] as const)('editors on %s write blindly and lose edits', validators => {
    const { judgement, lostEditIds } = edited({ validators }, 7)
    expect(lostEditIds.length).toBeGreaterThan(0)
    expect(judgement.violations).toEqual([])
    expect(kindsOf(judgement.findings)).toEqual(['lost-updates'])
    expect(judgement.conflicts).toMatchObject({ attempts: 72, blindAttempts: 72, aborts: 0, committed: 72 })
  })

  it('one-second dates lose edits and answer false 304s', () => {
    const edits = edited({ validators: 'last-modified' }, 7)
    expect(edits.judgement.violations).toEqual([])
    expect(kindsOf(edits.judgement.findings)).toEqual(['lost-updates'])
    const polls = polled({ validators: 'last-modified' }, 7)
    expect(polls.judgement.violations).toEqual([])
    expect(kindsOf(polls.judgement.findings)).toEqual(['false-not-modified'])
  })
})

describe('a planted fault is named, and nothing else is', () => {
  it('If-Match that is not enforced: lost updates of a strong tag', () => {
    const { judgement } = edited({ validators: 'version', ignoresIfMatch: true }, 5)
    expect(kindsOf(judgement.violations)).toEqual(['lost-updates'])
    expect(judgement.commitLog?.overwritingWrites).toBeGreaterThan(0)
  })

  it('a store that drops writes: lost updates, and a log that does not join up', () => {
    const { judgement } = edited({ validators: 'version', dropsEveryNthWrite: 5 }, 5)
    expect(kindsOf(judgement.violations)).toEqual(['lost-updates', 'oracles-disagree'])
  })

  it('a server that lies with 304: false 304s', () => {
    const { judgement } = polled({ validators: 'version', falseNotModifiedEveryNth: 3 }, 5)
    expect(kindsOf(judgement.violations)).toEqual(['false-not-modified'])
  })

  it('a write that is refused but stored: disagreement, and a refused edit is read', () => {
    const { judgement } = edited({ validators: 'version', storesEveryNthRefused: 4 }, 5)
    expect(kindsOf(judgement.violations)).toContain('oracles-disagree')
    expect(kindsOf(judgement.violations)).toContain('unknown-values')
  })

  it('a clock that steps back an hour: a finding under tags', () => {
    const { judgement } = polled({ validators: 'version', clockStepsBackAtNs: 500_000_000 }, 5)
    expect([kindsOf(judgement.findings), judgement.violations]).toEqual([['clock-went-back'], []])
  })
})

it('counts are a function of the seed alone, whatever the network does', () => {
  const counts = [1, 2].map(networkSeed => {
    const { observations } = judgeScripted({
      scenario: pollChanging,
      settings: pollChanging.defaults,
      server: { validators: 'version' },
      ...networkOf(networkSeed, 0),
      seedRandom: networkOf(1, 0).seedRandom,
    })
    return Object.fromEntries([...Map.groupBy(observations, ({ outcome }) => outcome)].map(([outcome, alike]) => [outcome, alike.length]))
  })
  expect(counts[0]).toEqual(counts[1])
  expect(counts[0]?.['committed']).toBeGreaterThan(70)
  expect(counts[0]?.['committed']).toBeLessThan(130)
})
