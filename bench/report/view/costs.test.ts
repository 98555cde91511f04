import { describe, expect, it } from 'vitest'
import type { Place } from '../../estimate/run-fixture.ts'
import { costByRateFigure } from './cost-by-rate.ts'
import { costBySizeFigure } from './cost-by-size.ts'
import { buildReportRun } from './page-fixture.ts'

const base: Readonly<Record<string, number>> = { none: 80, 'none-again': 80, sha256: 100, version: 20, 'floor-constant': 10 }
const us = ({ arm, sizeBytes, load, responseClass }: Place) => {
  const grows = arm === 'version' && responseClass === '304' ? 1 : sizeBytes / 1000
  return (responseClass === '200' && arm === 'version' ? 80 : (base[arm] ?? 1)) * grows + (load === '100/s' ? 180 : load === '1000/s' ? 50 : 0)
}
const run = buildReportRun({ strategies: ['sha256', 'version'], references: ['floor-constant', 'none-gzip'], sizesBytes: [10_000, 1_000], fixedRates: [100, 1000], us }, { scenarios: [] })

describe('CPU by size', () => {
  const figure = costBySizeFigure(run)
  const panels = figure.chart?.kind === 'cost-by-size' ? figure.chart.panels : []

  it('has a panel for a 304 and one for a 200, a line for each strategy and the control, sizes ascending', () => {
    expect(panels.map(({ title }) => title)).toEqual(['304: a poll that finds no change', '200: a poll that finds a change'])
    expect(panels[0]?.lines.map(({ series, points }) => [series.name, points.map(({ sizeBytes, us: cost }) => `${sizeBytes} ${cost.toFixed(0)}`)])).toEqual([
      ['none', ['1000 80', '10000 800']], ['sha256', ['1000 100', '10000 1000']], ['version', ['1000 20', '10000 20']],
    ])
  })

  it('takes bare servers for floors, and no others', () => {
    expect(panels[1]?.floors.map(({ name }) => name)).toEqual(['floor-constant'])
  })

  it('answers with the cheapest and the dearest 304 at the largest size', () => {
    expect(figure.answer).toBe('At 10kB a 304 costs 20.0 µs by version and 1000 µs by sha256; the 200 that it replaces costs 800 µs without a tag.')
  })

  it('has void cells in the table and not in the drawing', () => {
    const bursts = run.bursts.map((burst) => (burst.arm === 'version' && burst.sizeBytes === 1_000 ? { ...burst, voidReason: 'stolen' } : burst))
    const { chart, table } = costBySizeFigure(buildReportRun({ strategies: ['sha256', 'version'], sizesBytes: [10_000, 1_000], us }, { bursts, scenarios: [] }))
    expect(chart?.kind === 'cost-by-size' && chart.panels[0]?.lines.find(({ series }) => series.name === 'version')?.points.length).toBe(1)
    expect(table?.rows.find((row) => row[0] === 'version')?.slice(0, 3)).toEqual(['version', '304', 'void'])
  })
})

describe('CPU by request rate', () => {
  it('has fixed rates where they were asked for, and saturation at the rate that was reached', () => {
    const { chart } = costByRateFigure(run)
    const line = chart?.kind === 'cost-by-rate' ? chart.panels[0]?.lines.find(({ series }) => series.name === 'version') : undefined
    expect(line?.points.map(({ requestsPerSecond, saturated, us: cost }) => [Math.round(requestsPerSecond), saturated, Math.round(cost)])).toEqual([
      [100, false, 200], [1000, false, 70], [50_000, true, 20],
    ])
  })

  it('answers by how much the gap shrinks', () => {
    expect(costByRateFigure(run).answer).toBe('Saturated, a 304 of sha256 costs 50.0 times that of version; at 100/s, where every request wakes the server up, 5.90 times.')
  })

  it('a run without fixed rates says so', () => {
    expect(costByRateFigure(buildReportRun({ fixedRates: [] })).missing).toMatch(/^This run has no figures at fixed rates/)
  })
})
