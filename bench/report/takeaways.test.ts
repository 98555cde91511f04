import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import type { Place, RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildEdits } from './record-fixture.ts'
import { takeaways } from './takeaways.ts'

const costs: Readonly<Record<string, number>> = { none: 100, 'none-again': 100, sha256: 150, version: 50 }

function measured(fixture: Partial<RunFixture>, change: (run: RunFile) => RunFile = (run) => run): readonly string[] {
  const us = ({ arm }: Place) => costs[arm]!
  const run = change(buildRun({ us, strategies: ['sha256', 'version'], ...fixture }))
  return takeaways({ ...run, estimates: estimateRun(run) })
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

it('a floor that the load generator cannot keep busy is told once for all sizes', () => {
  const waiting = 'the server was busy only 40.0 % of the time (limit 80.0 %): the generator, or another process, was the bottleneck'
  const spoil = (run: RunFile) => ({
    ...run, bursts: run.bursts.map((each) => (each.arm === 'floor-constant' && each.sizeBytes > 1_000 ? { ...each, voidReason: each.responseClass === '200' ? waiting : 'stolen' } : each)),
  })
  const us = ({ arm }: Place) => costs[arm] ?? 10
  const sentences = measured({ us, sizesBytes: [1_000, 10_000, 100_000], classes: ['200', '304'], references: ['floor-constant'] }, spoil)
  expect(sentences.filter((sentence) => sentence.startsWith('Void'))).toEqual([
    'Void: floor-constant 200 at 10kB, 100kB, saturated: the load generator takes longer over such a request than the server, which had to wait for it (or for another process); there is no ratio to it at those sizes.',
    'Void: floor-constant 304 at 10kB, saturated: stolen.',
    'Void: floor-constant 304 at 100kB, saturated: stolen.',
  ])
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

it('gzip is told by what it costs and what it leaves, where its reference was measured', () => {
  const us = ({ arm, sizeBytes }: Place) => (arm === 'none-gzip' ? (sizeBytes === 1_000 ? 130 : 250) : costs[arm]!)
  const compressed = { us, sizesBytes: [1_000, 10_000], references: ['none-gzip'] }
  const sentence = 'A 200 of none in gzip, saturated: 1.30 [1.30, 1.30] times the CPU for 20% of the content at 1kB; 2.50 [2.50, 2.50] times the CPU for 20% of the content at 10kB.'
  expect(measured(compressed)).toContain(sentence)
  expect(measured({}).filter((each) => each.includes('gzip'))).toEqual([])
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

it('what scenarios say stands between costs and caveats', () => {
  const run = buildRun({ us: () => 1, strategies: ['xxhash'] })
  const arms = run.arms.map((arm) => ({ ...arm, caveat: arm.name === 'xxhash' ? 'not against an attacker' : null }))
  expect(takeaways({ ...run, arms, scenarios: [buildEdits({ strategy: 'xxhash' })] })).toEqual([
    'No acknowledged edit was lost on xxhash.', 'xxhash: not against an attacker.',
  ])
})

it('warnings of the run come last', () => {
  expect(takeaways({ ...buildRun({ us: () => 1 }), bursts: [], warnings: ['busy machine'] })).toEqual(['Warning: busy machine'])
})
