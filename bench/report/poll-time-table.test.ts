import { expect, it } from 'vitest'
import { formatPollTimes } from './poll-time-table.ts'
import { buildEdits, buildPolls } from './record-fixture.ts'

it('median and 99th percentile of the service time are a column per variant, with a dash where a strategy did not play', () => {
  const polled = buildPolls({ strategy: 'none' }, 0, 0, 10_000)
  const { poll } = polled.byKind
  const slow = { ...polled, byKind: { poll: { ...poll!, serviceTime: { ...poll!.serviceTime, p50Ns: 24_500_000, p99Ns: 1.9e9 } } } }
  const records = [slow, buildPolls({ variant: '50 % changed' }, 500, 0, 5_000), buildPolls({ voidReason: 'late' }, 0, 0, 300), buildEdits({})]
  expect(formatPollTimes(records)).toEqual([
    '                    1 % changed   50 % changed',
    '                      p50   p99      p50   p99',
    'none                 24.5  1900              -',
    'sha256                     void     1.00  12.3',
  ])
})
