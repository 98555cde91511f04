import { expect, it } from 'vitest'
import type { Place } from '../../estimate/run-fixture.ts'
import { buildEdits } from '../record-fixture.ts'
import { cheapestMapFigure } from './cheapest-map.ts'
import { buildReportRun } from './page-fixture.ts'

const wobble = [1, 1.02, 0.99, 1.01, 0.98, 1.005]
const costs: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  none: { '200': 60 }, 'none-again': { '200': 60 },
  // As dear as each other where half of the polls find a change.
  sha256: { '200': 80, '304': 80 }, version: { '200': 140, '304': 20 }, 'last-modified': { '200': 10, '304': 10 },
}
const us = ({ arm, responseClass, launch }: Place) => (costs[arm]?.[responseClass] ?? 100) * wobble[(launch + arm.length) % 6]!

function mapOf(sizesBytes: readonly number[], usOf = us) {
  const run = buildReportRun({ strategies: ['sha256', 'version', 'last-modified'], references: [], sizesBytes, fixedRates: [], us: usOf }, { scenarios: [] })
  const figure = cheapestMapFigure(run)
  if (figure.chart?.kind !== 'cheapest-map') throw new Error('no map was made')
  return { figure, cells: figure.chart.cells }
}

it('the cheapest that loses nothing changes with the share of polls that find a change; near the turn none can be told from the other', () => {
  const { cells } = mapOf([10_000])
  expect(cells.map(({ changed, cheapest }) => [changed, cheapest.map(({ name }) => name).toSorted().join(' ')])).toEqual([
    ['0 %', 'version'], ['0.1 %', 'version'], ['0.3 %', 'version'], ['1 %', 'version'], ['3 %', 'version'], ['10 %', 'version'],
    ['20 %', 'version'], ['30 %', 'version'], ['50 %', 'sha256 version'], ['70 %', 'sha256'], ['100 %', 'sha256'],
  ])
})

it('the answer counts the cells, those of the strategy that has most of them first', () => {
  expect(mapOf([10_000]).figure.answer).toBe('Alone the cheapest: version in 8 and sha256 in 2 of 11 cells. In 1 several cannot be told apart. In 3 no tag at all would take less CPU, and lose edits.')
  const dearVersion = ({ arm, ...place }: Place) => us({ ...place, arm }) * (arm === 'version' ? 3.5 : 1)
  expect(mapOf([10_000], dearVersion).figure.answer).toMatch(/^Alone the cheapest: sha256 in \d+ and version in \d of 11 cells\./)
})

it('a cell says where no tag at all would be cheaper', () => {
  const cheaper = mapOf([10_000]).cells.filter(({ controlCheaper }) => controlCheaper).map(({ changed }) => changed)
  expect(cheaper).toEqual(['50 %', '70 %', '100 %'])
})

it('between two sizes each launch is on a straight line in the size, as in the cost model, and the row says so', () => {
  const steep = (place: Place) => us(place) * (place.arm === 'version' && place.responseClass === '304' ? (place.sizeBytes === 1_000 ? 2.8 : 4.8) : 1)
  const { cells } = mapOf([1_000, 8_000], steep)
  const still = cells.filter(({ changedFraction }) => changedFraction === 0)
  // 56, 62, 73 and 96 µs by version against 80; on log scales it would be 80 at 4 kB.
  expect(still.map(({ sizeBytes, measured, cheapest }) => [sizeBytes, measured, cheapest.map(({ name }) => name).toSorted().join(' ')])).toEqual([
    [1_000, true, 'version'], [2_000, false, 'version'], [4_000, false, 'version'], [8_000, true, 'sha256'],
  ])
})

it('the table has measured sizes only, and names everyone who may be the cheapest', () => {
  const { figure } = mapOf([1_000, 10_000])
  expect(figure.table?.rows.map((row) => [row[0], row[1]])).toEqual([['1kB', 'version'], ['10kB', 'version']])
})

it('without a strategy that loses nothing, or without costs, it says what is missing', () => {
  const run = buildReportRun({ strategies: ['last-modified'], references: [], fixedRates: [], us }, { scenarios: [] })
  expect(cheapestMapFigure(run)).toMatchObject({ chart: null, missing: 'No strategy of this run loses nothing: measure one with a strong tag, such as version or sha256.' })
  const scripts = { ...buildReportRun({ strategies: ['version'], us }, { scenarios: [buildEdits({ strategy: 'version' })] }), bursts: [] }
  expect(cheapestMapFigure(scripts).missing).toMatch(/^This needs the CPU costs/)
})
