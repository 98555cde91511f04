import { expect, it } from 'vitest'
import { buildEdits, buildPolls, editFigures } from './record-fixture.ts'
import { groupScenarios, isContended, lastAttempts, ownVariant, rowsOf } from './scenario-group.ts'

it('records of a scenario at one size are one group, in the order of play', () => {
  const records = [
    buildPolls({}, 0, 0, 1), buildEdits({}), buildPolls({ variant: '50 % changed' }, 1, 0, 1), buildEdits({ variant: 'slow', sizeBytes: 1_000 }),
  ]
  expect(groupScenarios(records).map(({ title, scenario, records: { length } }) => [title, scenario, length])).toEqual([
    ['poll-changing, 10kB', 'poll-changing', 2], ['edit-contended, 10kB', 'edit-contended', 1], ['edit-contended, 1kB, slow', 'edit-contended', 1],
  ])
})

it('what all variants share stands in the title, the rest beside each', () => {
  const records = ['8 editors, 3 attempts, no back-off', '16 editors, 3 attempts, no back-off'].map((variant) => buildEdits({ variant }))
  expect(groupScenarios(records).map(({ title }) => title)).toEqual(['edit-contended, 10kB, 3 attempts, no back-off'])
  expect(records.map((record) => ownVariant(record, records))).toEqual(['8 editors', '16 editors'])
})

it('only the last attempt of a script is shown', () => {
  const records = [buildEdits({ voidReason: 'late' }), buildEdits({ attempt: 2 }), buildEdits({ strategy: 'version' })]
  expect(lastAttempts(records).map(({ strategy, attempt }) => [strategy, attempt])).toEqual([['sha256', 2], ['version', 1]])
})

it('editors could conflict where nobody polls, or where one was refused or lost an edit', () => {
  const contended = (...records: Parameters<typeof groupScenarios>[0]) => groupScenarios(records).map(isContended)
  const polled = buildPolls({}, 900, 0, 300)
  const calm = { ...editFigures, aborts: 0 }
  expect(contended(polled)).toEqual([false])
  expect(contended({ ...polled, edits: calm })).toEqual([false])
  expect(contended({ ...polled, edits: calm }, { ...polled, strategy: 'version', edits: editFigures })).toEqual([true])
  expect(contended({ ...polled, edits: calm, lostUpdates: { least: 0, most: 1, acknowledged: 9, documentsWithLosses: 0 } })).toEqual([true])
  expect(contended(buildEdits({ edits: calm }))).toEqual([true])
})

it('variants that no setting tells apart go by their own names', () => {
  const records = ['fast', 'slow'].map((variant) => buildEdits({ variant }))
  expect(rowsOf(records, () => ['x']).map(({ name }) => name)).toEqual(['sha256', '  fast', '  slow'])
})
