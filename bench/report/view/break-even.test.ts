import { expect, it } from 'vitest'
import type { Place } from '../../estimate/run-fixture.ts'
import { breakEvenFigure } from './break-even.ts'
import { buildReportRun } from './page-fixture.ts'

/** Half of the polls must be 304s for version; sha256 never saves anything. */
const us = ({ arm, responseClass }: Place) => (arm.startsWith('none') ? 100 : arm === 'version' ? (responseClass === '304' ? 50 : 150) : 120)
const run = buildReportRun({ strategies: ['sha256', 'version'], references: [], sizesBytes: [10_000, 1_000], fixedRates: [], us }, { scenarios: [] })

const rounded = (value: number | null | undefined) => (value == null ? null : Number(value.toFixed(3)))

it('a row is where a tag starts to pay, in CPU and in bytes, sizes ascending', () => {
  const { chart } = breakEvenFigure(run)
  const rows = chart?.kind === 'break-even' ? chart.panels.map((panel) => panel.rows.map(({ series, size, share, low, high }) => [series.name, size, ...[share, low, high].map(rounded)])) : []
  expect(rows[0]).toEqual([['sha256', '1kB', 1, 1, 1], ['version', '1kB', 0.5, 0.5, 0.5], ['sha256', '10kB', 1, 1, 1], ['version', '10kB', 0.5, 0.5, 0.5]])
  expect(rows[1]?.map(([, , share, low]) => [share, low])).toEqual([[0.111, null], [0.054, null], [0.012, null], [0.006, null]])
})

it('the answer says who pays and who never does', () => {
  expect(breakEvenFigure(run).answer).toBe(
    'In CPU, version pays from 50 % of 304s on, at 1kB as at 10kB. sha256 does not save CPU at any size. In bytes every tag pays from 12 % of 304s on.',
  )
})

it('what the launches cannot tell has neither mark nor bounds, and the answer says so', () => {
  const noisy = ({ arm, launch }: Place) => (arm.startsWith('none') ? 100 : 100 + (launch % 2 === 0 ? 20 : -20) * (1 + launch / 10))
  const figure = breakEvenFigure(buildReportRun({ strategies: ['sha256'], references: [], sizesBytes: [10_000], fixedRates: [], us: noisy }, { scenarios: [] }))
  expect(figure.chart?.kind === 'break-even' && figure.chart.panels[0]?.rows.map(({ share, low, high }) => [share, low, high])).toEqual([[null, null, null]])
  expect([figure.table?.rows[0]?.[2], figure.answer]).toEqual(['cannot tell', 'It cannot be told for sha256 at 10kB. In bytes every tag pays from 2 % of 304s on.'])
})
