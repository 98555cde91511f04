import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { estimateRun } from '../estimate/estimates.ts'
import type { Place, RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildEdits, buildPolls, buildRecord } from './record-fixture.ts'
import { takeaways } from './takeaways.ts'

const costs: Readonly<Record<string, number>> = { none: 100, 'none-again': 100, sha256: 150, version: 50 }

function measured(fixture: Partial<RunFixture>, change: (run: RunFile) => RunFile = (run) => run): readonly string[] {
  const us = ({ arm }: Place) => costs[arm]!
  const run = change(buildRun({ us, strategies: ['sha256', 'version'], ...fixture }))
  return takeaways({ ...run, estimates: estimateRun(run) })
}

function played(scenarios: ScenarioRecord[]): readonly string[] {
  return takeaways({ ...buildRun({ us: () => 1, strategies: ['sha256', 'last-modified'] }), bursts: [], scenarios })
}

describe('the cheapest', () => {
  it('is named once for all sizes of which it is true', () => {
    const us = ({ arm, sizeBytes }: Place) => (arm === 'version' && sizeBytes === 100_000 ? 200 : costs[arm]!)
    expect(measured({ us, sizesBytes: [1_000, 10_000, 100_000], classes: ['put'] })).toContain(
      'Cheapest for a write, saturated: version (1kB, 10kB); none (100kB).',
    )
  })

  it('is named with those that cannot be told from it', () => {
    expect(measured({ launches: 3, classes: ['304'] })).toContain(
      'Cheapest for a poll that finds no change, saturated: version, which cannot be told apart from none, sha256 (10kB).',
    )
  })

  it('is named beside those that have no valid figure', () => {
    const spoil = (run: RunFile) => ({
      ...run, bursts: run.bursts.map((each) => (each.arm === 'version' && each.sizeBytes === 10_000 ? { ...each, voidReason: 'stolen' } : each)),
    })
    expect(measured({ sizesBytes: [1_000, 10_000], classes: ['put'] }, spoil)).toContain(
      'Cheapest for a write, saturated: version (1kB); none (10kB; version not measured).',
    )
  })

  it('of class 412 is not named: none does something else there', () => {
    expect(measured({ classes: ['412'] }).filter((sentence) => sentence.startsWith('Cheapest'))).toEqual([])
  })
})

it('the break-even is a share for each size, or never', () => {
  const us = ({ arm, responseClass, sizeBytes }: Place) => {
    if (arm.startsWith('none')) return 100
    if (arm === 'sha256') return responseClass === '304' ? (sizeBytes === 1_000 ? 140 : 40) : 160
    return responseClass === '304' ? 20 : 90
  }
  expect(measured({ us, sizesBytes: [1_000, 10_000], classes: ['200', '304'] })).toContain(
    'Share of 304s from which a tag saves server CPU against none: sha256 never at 1kB, 50 % at 10kB; version 0 % at 1kB, 0 % at 10kB.',
  )
})

it('caveats are those of the strategies of the run, once where they are shared', () => {
  const run = buildRun({ us: () => 1, strategies: ['xxhash', 'version', 'xxhash-canonical'] })
  const arms = run.arms.map((arm) => ({ ...arm, caveat: arm.name.startsWith('xxhash') ? 'not against an attacker' : null }))
  expect(takeaways({ ...run, arms })).toEqual(['xxhash, xxhash-canonical: not against an attacker.'])
})

describe('trust', () => {
  it('holds where the A/A interval holds 1', () => {
    expect(measured({})).toContain('A/A control (none over none): 1.00 [1.00, 1.00] holds 1, as it must.')
  })

  it('is withdrawn where it does not', () => {
    const us = ({ arm }: Place) => (arm === 'none-again' ? 110 : costs[arm]!)
    expect(measured({ us })).toContain('A/A control (none over none): 1.10 [1.10, 1.10] DOES NOT HOLD 1: do not trust small differences in this run.')
  })

  it('is left open with too few launches', () => {
    expect(measured({ launches: 5 })).toContain(
      'A/A control (none over none): 1.00 (no interval: an exact 95 % interval needs at least 6 launches, there are 5) says nothing yet.',
    )
  })

  it('names every void cell with its reason, and counts void bursts', () => {
    const sentences = measured({ classes: ['put'] }, (run) => ({
      ...run, bursts: run.bursts.map((each) => (each.arm === 'version' ? { ...each, voidReason: 'stolen' } : each)),
    }))
    expect(sentences).toContain('Void: version put at 10kB, saturated: stolen.')
    expect(sentences).toContain('6 of 24 bursts were void and not counted; reasons are in the run file.')
  })
})

describe('scenarios', () => {
  it('name who lost edits, how many, and who lost none', () => {
    const lost = (least: number, most: number) => ({ lostUpdates: { least, most, acknowledged: 300 } })
    expect(played([buildEdits({ strategy: 'none', ...lost(41, 41) }), buildEdits({ strategy: 'last-modified', ...lost(0, 2) }), buildEdits({ strategy: 'sha256' })])).toEqual([
      'none lost 41 of 300 acknowledged edits in edit-contended.',
      'last-modified lost 0-2 of 300 acknowledged edits in edit-contended.',
      'No acknowledged edit was lost on sha256.',
    ])
  })

  it('leave a void one out', () => {
    expect(played([buildEdits({ voidReason: 'busy', lostUpdates: { least: 9, most: 9, acknowledged: 10 } })])).toEqual([])
  })

  it('add up certain false 304s, and blame the clock where there is one', () => {
    expect(played([
      buildPolls({ strategy: 'last-modified' }, 900, 40, 300),
      buildPolls({ strategy: 'last-modified', variant: '50 % changed' }, 900, 2, 300),
      buildPolls({ strategy: 'sha256' }, 900, 1, 300),
      buildPolls({ strategy: 'none' }, 0, 0, 300),
    ])).toEqual([
      'last-modified answered 304 to 42 polls although the document had changed: changes within one second.',
      'sha256 answered 304 to 1 polls although the document had changed.',
    ])
  })

  it('state every violation', () => {
    expect(played([buildRecord({ violations: ['a strong tag failed', 'the oracles disagree'] })])).toEqual([
      'VIOLATION in poll-changing on sha256: a strong tag failed', 'VIOLATION in poll-changing on sha256: the oracles disagree',
    ])
  })
})

it('warnings of the run come last', () => {
  expect(takeaways({ ...buildRun({ us: () => 1 }), bursts: [], warnings: ['busy machine'] })).toEqual(['Warning: busy machine'])
})
