import { describe, expect, it } from 'vitest'
import { formatPolls, savedFraction } from './poll-table.ts'
import { buildPolls } from './record-fixture.ts'

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
    '                  304s saved   false',
    'none                0%    0%       0',
    'last-modified      90%  -40% 1368+24',
  ])
})

it('useless 200s have a column where there are any', () => {
  const plain = buildPolls({ scenario: 'touch', variant: 'default', strategy: 'version' }, 480, 0, 5_000)
  const hash = buildPolls({ scenario: 'touch', variant: 'default', strategy: 'sha256' }, 580, 0, 4_000)
  expect(formatPolls([{ ...control, variant: 'default' }, { ...plain, polls: { ...plain.polls!, uselessOk: 76 } }, hash])).toEqual([
    '                 304s saved useless false',
    'none               0%    0%       0     0',
    'version           48%   50%      76     0',
    'sha256            58%   60%       0     0',
  ])
})

it('a void cell says so', () => {
  expect(formatPolls([control, buildPolls({ voidReason: 'late' }, 900, 0, 300)]).at(-1)).toBe('sha256                          void')
})

it('what is saved is never minus nothing', () => {
  expect(formatPolls([control, buildPolls({ strategy: 'sha256' }, 0, 0, 10_030)]).at(-1)).toBe('sha256                0%    0%     0')
})

it('a column is named by what its variant does not share with the others', () => {
  const swept = ['5 users, every 1s', '9 users, every 1s'].map((variant) => buildPolls({ variant }, 900, 0, 300))
  expect(formatPolls(swept)[0]).toBe('                             5 users             9 users')
  const manifold = [' a', ' b'].map((end) => buildPolls({ variant: Array.from({ length: 30 }, (_, index) => `${index}${end}`).join(', ') }, 900, 0, 300))
  expect(Math.max(...formatPolls(manifold).map((line) => line.length))).toBeLessThanOrEqual(80)
})

it('who did not poll has no row', () => {
  expect(formatPolls([control, { ...control, strategy: 'writer', polls: null }])).toHaveLength(2)
})
