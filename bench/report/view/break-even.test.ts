import { expect, it } from 'vitest'
import type { Place } from '../../estimate/run-fixture.ts'
import { breakEvenFigure } from './break-even.ts'
import { buildReportRun } from './page-fixture.ts'

/** Half of the polls must be 304s for version; sha256 never saves anything. */
const us = ({ arm, responseClass }: Place) => (arm.startsWith('none') ? 100 : arm === 'version' ? (responseClass === '304' ? 50 : 150) : 120)
const run = buildReportRun({ strategies: ['sha256', 'version'], references: [], sizesBytes: [10_000, 1_000], fixedRates: [], us }, { scenarios: [] })

it('a row is where a tag starts to pay, in CPU and in bytes, sizes ascending', () => {
  const { chart } = breakEvenFigure(run)
  const rows = chart?.kind === 'break-even' ? chart.panels.map((panel) => panel.rows.map(({ series, size, share, low, high }) => [series.name, size, ...[share, low, high].map((value) => (value === null ? null : Number(value.toFixed(3))))])) : []
  expect(rows[0]).toEqual([['sha256', '1kB', 1, 1, 1], ['version', '1kB', 0.5, 0.5, 0.5], ['sha256', '10kB', 1, 1, 1], ['version', '10kB', 0.5, 0.5, 0.5]])
  expect(rows[1]?.map(([, , share, low]) => [share, low])).toEqual([[0.111, null], [0.054, null], [0.012, null], [0.006, null]])
})

it('the answer says who pays and who never does', () => {
  expect(breakEvenFigure(run).answer).toBe(
    'In CPU, version pays from 50 % of 304s on, at 1kB as at 10kB. sha256 does not save CPU at any size. In bytes every tag pays from 11 % of 304s on.',
  )
})
