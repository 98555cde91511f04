import { expect, it } from 'vitest'
import type { ModelCheck } from '../../model/model-check.ts'
import { formatError, modelCheckFigure } from './model-check.ts'
import { buildReportRun } from './page-fixture.ts'

const plain = buildReportRun({ strategies: ['sha256'], sizesBytes: [10_000], fixedRates: [] }, { scenarios: [] })
const cell = { figure: 'cpu' as const, strategy: 'sha256', what: 'mix at 300/s', sizeBytes: 10_000, predicted: 110, measured: 100, relativeError: 0.1 }
const check: ModelCheck = {
  cells: [cell, { ...cell, figure: 'aborts', what: 'edit-contended', predicted: 0.38, measured: 0.4, relativeError: -0.05 }, { ...cell, strategy: 'nobody knows', relativeError: 3 }],
  summaries: [
    { figure: 'cpu', cells: 2, medianError: 0.12, worstError: 0.3, worstCell: 'sha256, mix at 300/s', reach: 0.1 },
    { figure: 'aborts', cells: 1, medianError: 0.05, worstError: 0.05, worstCell: null, reach: 0.15 },
    { figure: 'bytes', cells: 0, medianError: null, worstError: null, worstCell: null, reach: 0.02 },
  ],
  unchecked: ['bytes: no poll-changing was played'],
}
const figure = modelCheckFigure({ ...plain, modelCheck: check })

it('says of each figure whether the median error keeps what it should, and the worst cell', () => {
  expect(figure.answer).toBe(
    'CPU per request: median error 12 %, beyond the 10 % it should keep; worst 30 % (sha256, mix at 300/s). Refused edits: median error 5.0 %, within the 15 % it should keep; worst 5.0 %.',
  )
  expect(figure.remarks).toEqual(['bytes: no poll-changing was played'])
})

it('has a panel for each figure with the band, and all cells in the table', () => {
  const panels = figure.chart?.kind === 'model-check' ? figure.chart.panels : []
  expect(panels.map(({ title, reach, points }) => [title, reach, points.map(({ relativeError }) => relativeError)])).toEqual([
    ['CPU per request', 0.1, [0.1]], ['Refused edits', 0.15, [-0.05]],
  ])
  expect(figure.table?.rows.slice(0, 2)).toEqual([
    ['CPU per request', 'mix at 300/s', 'sha256', '10kB', '110 µs', '100 µs', '+10 %'],
    ['Refused edits', 'edit-contended', 'sha256', '10kB', '38 %', '40 %', '−5.0 %'],
  ])
})

it('a run without a check says so', () => {
  expect(modelCheckFigure({ ...plain, modelCheck: null }).missing).toBe('This run has nothing to check the model against.')
  expect(modelCheckFigure({ ...plain, modelCheck: { ...check, cells: [] } }).missing).toBe('This run has nothing to check the model against. bytes: no poll-changing was played')
})

it('errors have a sign and as many digits as matter', () => {
  expect([0.004, -0.0994, 0.1, -1.5].map(formatError)).toEqual(['+0.4 %', '−9.9 %', '+10 %', '−150 %'])
})
