import { expect, it } from 'vitest'
import { buildPolls } from '../record-fixture.ts'
import { buildReportRun, buildTimes } from './page-fixture.ts'
import { timesFigure } from './times.ts'

const small = { strategies: ['sha256'], references: [], sizesBytes: [10_000], fixedRates: [] }

function polls(given: Parameters<typeof buildPolls>[0], responseMs = 2, serviceMs = 1) {
  const record = buildPolls(given, 500, 0, 1000)
  return { ...record, byKind: { poll: { ...record.byKind['poll']!, responseTime: buildTimes('response', responseMs), serviceTime: buildTimes('service', serviceMs) } } }
}

function panelsOf(...scenarios: ReturnType<typeof polls>[]) {
  const { chart } = timesFigure(buildReportRun(small, { scenarios }))
  if (chart?.kind !== 'times') throw new Error('no chart was made')
  return chart.panels
}

it('an open workload shows both clocks, a closed one the only one that it has', () => {
  const [open, closed] = panelsOf(polls({ scenario: 'poll-changing' }), polls({ scenario: 'dashboard', variant: 'default', workload: 'open' }))
  expect(open?.title).toBe('Polls of dashboard, 10kB (open)')
  expect(open?.rows.map(({ clock, count }) => [clock, count])).toEqual([['response', 500], ['service', 500]])
  expect(closed?.rows.map(({ clock }) => clock)).toEqual(['service'])
})

it('percentiles come from the histogram, in milliseconds and in order', () => {
  const [row] = panelsOf(polls({ workload: 'open' }))[0]!.rows
  const { p1, p10, p25, p50, p75, p90, p99, max } = row!.ms
  expect([p1, p10, p25, p50, p75, p90, p99, max].toSorted((a, b) => a - b)).toEqual([p1, p10, p25, p50, p75, p90, p99, max])
  expect(p50).toBeGreaterThan(1.5)
  expect(p50).toBeLessThan(2.5)
})

it('the table has both clocks in milliseconds, three digits', () => {
  const record = polls({ variant: 'default' })
  const { poll } = record.byKind
  const timed = { ...poll, responseTime: { ...poll.responseTime, p50Ns: 2_000_000, p90Ns: 3_456_789, p99Ns: 45_678_900, maxNs: 1_234_000_000 }, serviceTime: { ...poll.serviceTime, p50Ns: 500_000, p90Ns: 600_000, p99Ns: 700_000, maxNs: 800_000 } }
  const [row] = timesFigure(buildReportRun(small, { scenarios: [{ ...record, byKind: { poll: timed } }] })).table?.rows ?? []
  expect(row?.slice(-8)).toEqual(['2.00', '3.46', '45.7', '1234', '0.500', '0.600', '0.700', '0.800'])
})

it('of several variants the last is drawn, all are in the table; void ones are in neither', () => {
  const scenarios = [polls({ variant: '1 % changed' }), polls({ variant: '50 % changed' }), polls({ variant: '50 % changed', strategy: 'none', voidReason: 'late' })]
  expect(panelsOf(...scenarios).map(({ title, rows }) => [title, rows.length])).toEqual([['Polls of poll-changing, 10kB, 50 % changed (closed)', 1]])
  expect(timesFigure(buildReportRun(small, { scenarios })).table?.rows.map((row) => row[0])).toEqual(['poll-changing, 10kB, 1 % changed', 'poll-changing, 10kB, 50 % changed'])
})

it('a histogram that cannot be read is left out of the drawing', () => {
  const record = polls({ workload: 'open' })
  const broken = { ...record, byKind: { poll: { ...record.byKind.poll, responseTime: { ...record.byKind.poll.responseTime, encoded: 'nonsense' } } } }
  expect(panelsOf(broken)[0]?.rows.map(({ clock }) => clock)).toEqual(['service'])
})

it('the answer has medians and counts, and ranks nobody on fewer than 1,000 requests', () => {
  const answerOf = (count: number) => {
    const played = (strategy: string, ms: number) => {
      const record = polls({ scenario: 'poll-changing', strategy }, 2, ms)
      const serviceTime = { ...record.byKind.poll.serviceTime, count }
      return { ...record, byKind: { poll: { ...record.byKind.poll, serviceTime } } }
    }
    return timesFigure(buildReportRun(small, { scenarios: [played('none', 1), played('sha256', 4)] })).answer
  }
  expect(answerOf(999)).toMatch(/^Polls of poll-changing, 10kB, 1 % changed \(closed\): half within [\d.]+ ms to [\d.]+ ms, of 999 requests each, too few to rank strategies\.$/)
  expect(answerOf(1000)).toMatch(/half within [\d.]+ ms \(none\) to [\d.]+ ms \(sha256\), of 1000 requests each\.$/)
})
