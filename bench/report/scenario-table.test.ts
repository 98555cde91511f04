import { expect, it } from 'vitest'
import { buildEdits, buildPolls, editFigures } from './record-fixture.ts'
import { formatScenarios } from './scenario-table.ts'

const titles = (...records: Parameters<typeof formatScenarios>[0]) => formatScenarios(records).map(({ title }) => title.split(':')[0])

it('polls have a table, edits one where they could conflict, and open workloads and closed polls one of their times', () => {
  const open = { workload: 'open', scenario: 'edit-burst' } as const
  const mixed = buildPolls({ scenario: 'mixed', variant: 'default', edits: editFigures }, 900, 0, 300)
  expect(titles(buildPolls({}, 900, 0, 300), mixed, buildEdits({}), buildEdits(open), buildPolls({ ...open, scenario: 'dashboard' }, 900, 0, 300))).toEqual([
    'poll-changing, 10kB, 1 % changed',
    'poll-changing, 10kB, 1 % changed, closed workload, ms of its polls',
    'mixed, 10kB',
    'mixed, 10kB, edits',
    'mixed, 10kB, closed workload, ms of its polls',
    'edit-contended, 10kB',
    'edit-burst, 10kB',
    'edit-burst, 10kB, open workload',
    'dashboard, 10kB, 1 % changed',
    'dashboard, 10kB, 1 % changed, open workload',
  ])
})

it('columns are explained once, and a scenario that needs it is explained itself', () => {
  const polled = buildPolls({}, 900, 0, 300)
  const touched = buildPolls({ scenario: 'touch', variant: 'default' }, 900, 0, 300)
  const titled = formatScenarios([polled, { ...touched, polls: { ...touched.polls!, uselessOk: 5 } }, { ...polled, sizeBytes: 1_000 }]).map(({ title }) => title)
  const [first, times, touch, , second, more] = titled
  expect(first).toMatch(/^poll-changing, 10kB, 1 % changed: polls answered 304, bytes saved /)
  expect(touch).toMatch(/^touch, 10kB: Some writes put back the content as it was: .* once its second is over\. Useless: 200s with what the client had already\.$/)
  expect(times).toBe('poll-changing, 10kB, 1 % changed, closed workload, ms of its polls: from when a poll left until its answer was there.')
  // With nothing more to say, no colon either.
  expect([second, more]).toEqual(['poll-changing, 1kB, 1 % changed', 'poll-changing, 1kB, 1 % changed, closed workload, ms of its polls'])
})

it('the clocks of edits and of polls are named as what they are', () => {
  const open = { workload: 'open' } as const
  const named = formatScenarios([buildEdits(open), buildPolls({ ...open, scenario: 'resume' }, 900, 0, 300)]).map(({ title }) => title)
  expect(named.map((title) => /open workload: (times of its \w+)/.exec(title)?.[1]).filter(Boolean)).toEqual(['times of its edits', 'times of its polls'])
})
