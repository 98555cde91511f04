import { expect, it } from 'vitest'
import { buildEdits, buildPolls, editFigures } from './record-fixture.ts'
import { formatScenarios } from './scenario-table.ts'

const titles = (...records: Parameters<typeof formatScenarios>[0]) => formatScenarios(records).map(({ title }) => title.split(':')[0])

it('polls have a table, edits one where they could conflict, open workloads one more', () => {
  const open = { workload: 'open', scenario: 'edit-burst' } as const
  const mixed = buildPolls({ scenario: 'mixed', variant: 'default', edits: editFigures }, 900, 0, 300)
  expect(titles(buildPolls({}, 900, 0, 300), mixed, buildEdits({}), buildEdits(open), buildPolls({ ...open, scenario: 'dashboard' }, 900, 0, 300))).toEqual([
    'poll-changing, 10kB, 1 % changed',
    'mixed, 10kB',
    'mixed, 10kB, edits',
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
  const [first, touch, second] = formatScenarios([polled, { ...touched, polls: { ...touched.polls!, uselessOk: 5 } }, { ...polled, sizeBytes: 1_000 }])
  expect(first?.title).toMatch(/^poll-changing, 10kB, 1 % changed: polls answered 304, bytes saved /)
  expect(touch?.title).toMatch(/^touch, 10kB: Some writes put back the content as it was: .* once its second is over\. Useless: 200s with what the client had already\.$/)
  expect(second?.title).toBe('poll-changing, 1kB, 1 % changed:')
})

it('the clocks of edits and of polls are named as what they are', () => {
  const open = { workload: 'open' } as const
  const named = formatScenarios([buildEdits(open), buildPolls({ ...open, scenario: 'resume' }, 900, 0, 300)]).map(({ title }) => title)
  expect(named.map((title) => /open workload: (times of its \w+)/.exec(title)?.[1]).filter(Boolean)).toEqual(['times of its edits', 'times of its polls'])
})
