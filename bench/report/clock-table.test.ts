import { expect, it } from 'vitest'
import { formatClocks, timedKind } from './clock-table.ts'
import { buildEdits, buildPolls } from './record-fixture.ts'

const open = { workload: 'open', scenario: 'dashboard', variant: 'default' } as const

it('both clocks stand beside late and dropped requests', () => {
  const polled = buildPolls({ ...open, generator: { cpuFraction: 0.5, eventLoopLagP99Ns: 0, lateStarts: 7, reconnects: 0 } }, 900, 0, 300)
  const { poll } = polled.byKind
  const stalled = { ...polled, byKind: { poll: { ...poll!, responseTime: { ...poll!.responseTime, p50Ns: 250e6, p99Ns: 1_900e6 } } } }
  expect(formatClocks([stalled, buildPolls({ ...open, strategy: 'none', voidReason: 'dropped', dropped: 1234 }, 0, 0, 300)])).toEqual([
    '                 response       ms  service       ms',
    '                      p50      p99      p50      p99     late  dropped',
    'sha256                250     1900     1.00     12.3        7        0',
    'none                 void                                   0     1234',
  ])
})

it('the times are those of the polls, else of the edits', () => {
  expect([timedKind(buildPolls({}, 0, 0, 300)), timedKind(buildEdits({}))]).toEqual(['poll', 'edit'])
})
