import { expect, it } from 'vitest'
import { buildEdits, buildPolls, editFigures } from '../record-fixture.ts'
import { conflictFigure } from './conflicts.ts'
import { buildReportRun } from './page-fixture.ts'

const small = { strategies: ['sha256'], references: [], sizesBytes: [10_000], fixedRates: [] }
const lost = { least: 41, most: 43, acknowledged: 300, documentsWithLosses: 4 }
const edits = (strategy: string, editors: number, more = {}) =>
  buildEdits({ strategy, variant: `${editors} editors`, settings: { editors }, ...(strategy === 'none' ? { lostUpdates: lost } : {}), ...more })

function blocksOf(...scenarios: ReturnType<typeof buildEdits>[]) {
  const { chart } = conflictFigure(buildReportRun(small, { scenarios }))
  if (chart?.kind !== 'conflicts') throw new Error('no chart was made')
  return chart.blocks
}

it('a point is what one script on one strategy came to; what may be lost is told from what certainly is', () => {
  const [block] = blocksOf(edits('none', 8), edits('sha256', 8))
  expect(block?.points.map(({ series, variant, editors, abortRate, attemptsPerCommit, lostLeast, lostMost, lostText }) => [
    series.name, variant, editors, abortRate, attemptsPerCommit?.toFixed(2), lostLeast, lostMost, lostText,
  ])).toEqual([
    ['none', '', 8, 0.25, '1.33', 41, 43, '41-43 of 300'],
    ['sha256', '', 8, 0.25, '1.33', 0, 0, '0 of 300'],
  ])
})

it('several numbers of editors make a line; where something else varies too, they do not', () => {
  expect(blocksOf(edits('sha256', 8), edits('sha256', 2))[0]?.editorCounts).toEqual([2, 8])
  const both = [edits('sha256', 8), edits('sha256', 2), edits('sha256', 8, { variant: '8 editors, fixed back-off' })]
  expect(blocksOf(...both)[0]?.editorCounts).toEqual([])
})

it('scripts in which nobody could conflict, or that are void, are in no chart; void ones are in the table', () => {
  const { chart, table } = conflictFigure(buildReportRun(small, { scenarios: [edits('sha256', 8), edits('none', 8, { voidReason: 'late' }), buildPolls({}, 1, 0, 1)] }))
  expect(chart?.kind === 'conflicts' && chart.blocks.map(({ points, voids }) => [points.length, voids.map(({ series }) => series.name)])).toEqual([[1, ['none']]])
  expect(table?.rows.map((row) => [row[1], row[2]])).toEqual([['sha256', '25 %'], ['none', 'void']])
  expect(conflictFigure(buildReportRun(small, { scenarios: [buildPolls({}, 1, 0, 1)] })).missing).toMatch(/^No contended edits/)
})

it('an edit of which nothing came is no division by zero', () => {
  const [block] = blocksOf(edits('sha256', 8, { edits: { ...editFigures, committed: 0 }, lostUpdates: { ...lost, acknowledged: 0, least: 0, most: 0 } }))
  expect(block?.points[0]).toMatchObject({ attemptsPerCommit: null, acknowledged: 0 })
})

it('the answer says who lost how much, and who nothing', () => {
  expect(conflictFigure(buildReportRun(small, { scenarios: [edits('none', 8), edits('sha256', 8)] })).answer).toBe(
    'Accepted edits got lost: 41-43 of 300 with none (no tag). Not a single one with sha256: a conflicting write is refused and made again.',
  )
})

it('scripts in which nobody got into anybody’s way say nothing, unless there are no others', () => {
  const calm = edits('sha256', 1, { scenario: 'edit-alone', edits: { ...editFigures, aborts: 0, abortRate: 0 } })
  expect(blocksOf(calm, edits('sha256', 8)).map(({ title }) => title)).toEqual(['edit-contended, 10kB, 8 editors'])
  expect(blocksOf(calm).map(({ title }) => title)).toEqual(['edit-alone, 10kB, 1 editors'])
})

it('a block of one number of editors names it once', () => {
  expect(blocksOf(edits('sha256', 8))[0]?.title).toBe('edit-contended, 10kB, 8 editors')
  expect(blocksOf(edits('sha256', 8, { variant: 'default' }))[0]?.title).toBe('edit-contended, 10kB, 8 editors')
  expect(blocksOf(edits('sha256', 8), edits('sha256', 2))[0]?.title).toBe('edit-contended, 10kB')
})
