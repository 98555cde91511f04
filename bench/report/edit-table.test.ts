import { expect, it } from 'vitest'
import { formatEdits, formatLost } from './edit-table.ts'
import { buildEdits, editFigures } from './record-fixture.ts'

const heads = [
  '                 aborts attempts wasted wasted goodput  p50  p99 gave lost',
  '                         /commit   reqs  bytes      /s   ms   ms   up',
]

it('edits have their aborts, attempts, waste, goodput, times, and what was given up and lost', () => {
  const nothing = { ...editFigures, attempts: 6, aborts: 6, abortRate: 1, committed: 0, goodputPerSecond: 0, timeToCommit: { ...editFigures.timeToCommit, count: 0 } }
  const lost = { least: 41, most: 43, acknowledged: 300, documentsWithLosses: 3 }
  expect(formatEdits([
    buildEdits({ strategy: 'sha256-canonical' }),
    buildEdits({ strategy: 'none', lostUpdates: lost }),
    buildEdits({ voidReason: 'busy' }),
    buildEdits({ strategy: 'md5', edits: null }),
    buildEdits({ strategy: 'version', edits: nothing }),
  ])).toEqual([
    '                 aborts attempts wasted wasted goodput  p50  p99 gave  lost',
    '                         /commit   reqs  bytes      /s   ms   ms   up',
    'sha256-canonical    25%     1.33   0.80 9.00kB     150 1.00 12.3   20     0',
    'none                25%     1.33   0.80 9.00kB     150 1.00 12.3   20 41-43',
    'sha256             void',
    'md5                   -',
    'version            100%        -      -      -    0.00    -    -   20     0',
  ])
})

it('of a sweep are rows below each strategy', () => {
  const sweep = ['none', 'version'].flatMap((strategy) => [1, 8].map((editors) => buildEdits({ strategy, settings: { editors, thinkMs: 5 }, variant: `${editors}` })))
  expect(formatEdits(sweep)).toEqual([
    ...heads,
    'none',
    '  1 editor          25%     1.33   0.80 9.00kB     150 1.00 12.3   20    0',
    '  8 editors         25%     1.33   0.80 9.00kB     150 1.00 12.3   20    0',
    'version',
    '  1 editor          25%     1.33   0.80 9.00kB     150 1.00 12.3   20    0',
    '  8 editors         25%     1.33   0.80 9.00kB     150 1.00 12.3   20    0',
  ])
})

it('of a sweep in two directions have the shorter one beside the strategy', () => {
  const sweep = ['none', 'exponential'].flatMap((backoff) => [1, 8, 32].flatMap((editors) => ['none', 'version'].map((strategy) => {
    return buildEdits({ strategy, settings: { editors, backoff }, variant: `${editors} ${backoff}` })
  })))
  const rows = ['  1 editor          25', '  8 editors         25', '  32 editors        25']
  expect(formatEdits(sweep).slice(2).map((line) => line.slice(0, 22).trimEnd())).toEqual([
    'none, no back-off', ...rows, 'none, exp. back-off', ...rows, 'version, no back-off', ...rows, 'version, exp. back-off', ...rows,
  ])
})

it('lost edits are a range where edits without an answer leave it open', () => {
  expect([formatLost({ least: 0, most: 0, acknowledged: 320 }), formatLost({ least: 3, most: 5, acknowledged: 320 })]).toEqual(['0 of 320', '3-5 of 320'])
})
