import { expect, it } from 'vitest'
import type { Place } from '../../estimate/run-fixture.ts'
import { buildMicro } from '../../micro/micro-fixture.ts'
import { cpuBreakdownFigure } from './cpu-breakdown.ts'
import { buildReportRun } from './page-fixture.ts'

const costs: Readonly<Record<string, number>> = { none: 100, 'none-again': 100, 'sha256 200': 120, 'sha256 304': 60, 'floor-constant 200': 20, 'floor-constant 304': 10 }
const us = ({ arm, responseClass }: Place) => costs[`${arm} ${responseClass}`] ?? costs[arm] ?? 20
const run = buildReportRun({ strategies: ['sha256'], references: ['floor-constant'], sizesBytes: [10_000], fixedRates: [], us }, { scenarios: [] })
const ns: Readonly<Record<string, number>> = { 'sha256-buffer': 6000, 'json-parse': 30_000, 'json-stringify': 20_000, 'encode-utf8': 4000, 'read-row': 10_000 }
const micro = buildMicro({ tasks: Object.keys(ns), ns: (task) => ns[task]! })

it('a bar stacks what was measured alone, HTTP first and the rest last; a negative rest is left out and the whole stays', () => {
  const { chart } = cpuBreakdownFigure(run, micro)
  const bars = chart?.kind === 'cpu-breakdown' ? chart.panels.flatMap((panel) => panel.bars) : []
  expect(bars.map(({ name, totalUs, parts }) => [name, Math.round(totalUs), parts.map(({ part, us: partUs }) => `${part} ${Math.round(partUs)}`).join(', ')])).toEqual([
    ['304 sha256', 60, 'http 10, row 10, parsing 30, serialising 24, hashing 6'],
    ['200 none', 100, 'http 20, row 10, parsing 30, serialising 24, rest 16'],
    ['200 sha256', 120, 'http 20, row 10, parsing 30, serialising 24, hashing 6, rest 30'],
  ])
})

it('the table has the negative rest; the remarks say where the parts do not add up, and how much dearer a hash is in a handler', () => {
  const { table, remarks, answer } = cpuBreakdownFigure(run, micro)
  expect(table?.rows[0]?.at(-1)).toBe('−20.0 [−20.0, −20.0] (−33 %)')
  expect(remarks).toEqual([
    'Of a 200 of none (no tag), the parts leave over 16 % at 10kB: the framework, and all that the same work costs more between requests, on cold caches, than in a loop that does nothing else.',
    'Alone, the parts cost more than the whole: 304 of sha256 at 10kB. Both were measured at different hours; such a bar says little.',
    'A hash takes longer in a handler, between the other work of requests, than in a loop of its own, as bars have it; what it takes more is within the rest: sha256 at 10kB ×2.00 [2.00, 2.00].',
  ])
  expect(answer).toBe('Of a 304 at 10kB, hashing would take 10 % with sha256 at the speed of a loop; what must be read, parsed and serialised before it comes on top.')
})

it('without a micro file, or with one of another machine, it says so', () => {
  expect(cpuBreakdownFigure(run, undefined).missing).toMatch(/^No micro file was joined\. `npm run micro`/)
  const elsewhere = { ...micro, environment: { ...micro.environment, cpuModel: 'another' } }
  expect(cpuBreakdownFigure(run, elsewhere).missing).toMatch(/^Not joined with 2026-11-21T03-03-04Z-5e6f: /)
})
