import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildEdits } from '../report/record-fixture.ts'
import type { SoakFigures } from './soak-figures.ts'
import { formatSoak } from './soak-table.ts'
import { exitCodeOfSoak, findShortcomings } from './soak-verdict.ts'

const guarded: SoakFigures = {
  strategy: 'version', slices: 10, edits: 50_000, attempts: 73_000, blindAttempts: 0, abortRate: 0.315, gaveUp: 0,
  lostAtLeast: 0, lostAtMost: 0, lostByCommitLog: 0, agree: true, violations: 0,
}
const blind: SoakFigures = {
  ...guarded, strategy: 'none', attempts: 50_000, blindAttempts: 50_000, abortRate: 0,
  lostAtLeast: 14_440, lostAtMost: 14_440, lostByCommitLog: 14_440,
}

const soaked: RunFile = { ...buildRun({ us: () => 50 }), bursts: [], scenarios: [buildEdits({ strategy: 'version', variant: 'slice 1' })] }
const violated: RunFile = {
  ...soaked,
  scenarios: [buildEdits({ strategy: 'version', variant: 'slice 1', violations: [{ kind: 'lost-updates', count: 1, message: '1 of 300 acknowledged edits are lost' }] })],
}
const { arms } = { arms: [{ name: 'none', strongTag: false }, { name: 'version', strongTag: true }] as RunFile['arms'] }

describe('a soak proves something', () => {
  it.each([0.1, 0.315, 0.6])('where %d of the attempts on a strong tag were refused and none lost 5 % and more', abortRate => {
    expect(findShortcomings([{ ...blind, lostAtLeast: 2500 }, { ...guarded, abortRate }], arms)).toEqual([])
  })

  it.each([
    [0.05, 'version aborted 5.0 % of attempts: a soak needs 10 to 60 %'],
    [0.61, 'version aborted 61.0 % of attempts: a soak needs 10 to 60 %'],
  ])('but not where %d were', (abortRate, sentence) => {
    expect(findShortcomings([blind, { ...guarded, abortRate }], arms)).toEqual([sentence])
  })

  it('nor where nobody loses without a guard either', () => {
    expect(findShortcomings([{ ...blind, lostAtLeast: 2499 }, guarded], arms)).toEqual([
      'none lost 5.0 % of edits: with real contention it loses at least 5 %',
    ])
  })
})

it('exit codes: 1 for a violation, 4 for a soak that proves nothing, else 0', () => {
  expect(exitCodeOfSoak(soaked, [])).toBe(0)
  expect(exitCodeOfSoak(soaked, ['version aborted 5.0 %'])).toBe(4)
  expect(exitCodeOfSoak(violated, ['version aborted 5.0 %'])).toBe(1)
})

describe('the table', () => {
  const lossy = { ...blind, agree: false, lostAtMost: 14_441 }

  it('has a line per strategy, then violations and shortcomings', () => {
    expect(formatSoak(violated, [lossy, guarded], ['none lost 1.0 % of edits'], '/runs/1/run.json')).toBe([
      '                    edits   aborts lost (tally) lost (log)     lost    agree',
      'none                50000    blind  14440-14441      14440   28.9 %       NO',
      'version             50000   31.5 %            0          0    0.0 %      yes',
      '',
      '- VIOLATION on version, slice 1: 1 of 300 acknowledged edits are lost',
      '- none lost 1.0 % of edits',
      'run file: /runs/1/run.json',
      '',
    ].join('\n'))
  })

  it('says first if the soak ended early', () => {
    const partial = { ...soaked, status: 'partial', endedBy: 'interrupted\nkept' } as const
    expect(formatSoak(partial, [], [], 'x').split('\n')[0]).toBe('PARTIAL SOAK: interrupted kept')
  })
})
