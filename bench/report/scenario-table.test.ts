import { describe, expect, it } from 'vitest'
import { buildEdits, buildPolls } from './record-fixture.ts'
import { formatEdits, formatLost, formatPolls, groupScenarios, savedFraction } from './scenario-table.ts'

const control = buildPolls({ strategy: 'none' }, 0, 0, 10_000)

describe('bytes saved', () => {
  it('are those of the polls against the same polls on none', () => {
    expect(savedFraction(buildPolls({}, 900, 0, 2_500), control)).toBe(0.75)
    expect(savedFraction(control, control)).toBe(0)
  })

  it('by a false 304 do not count: the client is owed a 200', () => {
    expect(savedFraction(buildPolls({}, 900, 500, 2_500), control)).toBe(0.25)
  })

  it('are unknown without none', () => {
    expect(savedFraction(buildPolls({}, 900, 0, 2_500), undefined)).toBeUndefined()
  })
})

it('polls are a column per variant, with a dash where a strategy did not play', () => {
  const records = [control, buildPolls({ strategy: 'sha256' }, 900, 5, 10_030), buildPolls({ strategy: 'sha256', variant: '50 % changed' }, 500, 0, 5_000)]
  expect(formatPolls(records)).toEqual([
    '                         1 % changed        50 % changed',
    '                    304s saved false    304s saved false',
    'none                  0%    0%     0                   -',
    'sha256               90%   -1%     5     50%     -     0',
  ])
})

it('polls that may have been answered falsely stand behind those that certainly were', () => {
  const record = buildPolls({ strategy: 'last-modified' }, 900, 1368, 300)
  expect(formatPolls([control, { ...record, polls: { ...record.polls!, possibleFalse: 24 } }])).toEqual([
    '                         1 % changed',
    '                  304s saved   false',
    'none                0%    0%       0',
    'last-modified      90%  -40% 1368+24',
  ])
})

it('scenarios that poll have one table, others one for each variant, in the order of play', () => {
  const records = [control, buildEdits({}), buildPolls({ variant: '50 % changed' }, 1, 0, 1), buildEdits({ variant: 'slow', sizeBytes: 1_000 })]
  expect(groupScenarios(records).map(({ title, polls, records: { length } }) => [title, polls, length])).toEqual([
    ['poll-changing, 10kB', true, 2], ['edit-contended, 10kB', false, 1], ['edit-contended, 1kB, slow', false, 1],
  ])
})

it('what is saved is never minus nothing', () => {
  expect(formatPolls([control, buildPolls({ strategy: 'sha256' }, 0, 0, 10_030)]).at(-1)).toBe('sha256                0%    0%     0')
})

it('edits have their aborts, attempts, lost edits and response time', () => {
  expect(formatEdits([buildEdits({ strategy: 'sha256-canonical' }), buildEdits({ voidReason: 'busy' }), buildEdits({ strategy: 'md5', edits: null })])).toEqual([
    '                   aborts  attempts/commit  gave up     lost edits  p99 response',
    'sha256-canonical      25%             1.33       20       0 of 300       12.3 ms',
    'sha256               void',
    'md5                     -',
  ])
})

it('lost edits are a range where edits without an answer leave it open', () => {
  expect([formatLost({ least: 0, most: 0, acknowledged: 320 }), formatLost({ least: 3, most: 5, acknowledged: 320 })]).toEqual(['0 of 320', '3-5 of 320'])
})
