import { expect, it } from 'vitest'
import { buildEdits } from '../record-fixture.ts'
import { decisionTable } from './decision-table.ts'
import { buildReportRun } from './page-fixture.ts'

const us = ({ arm, responseClass }: { readonly arm: string; readonly responseClass: string }) =>
  responseClass === '304' && !arm.startsWith('none') ? (arm === 'version' ? 10 : 90) : 100
const lost = { least: 30, most: 31, acknowledged: 300, documentsWithLosses: 4 }
const scenarios = ['none', 'sha256', 'version', 'last-modified'].map((strategy) =>
  buildEdits({ strategy, ...(strategy === 'none' ? { lostUpdates: lost } : {}) }),
)
const run = buildReportRun({ strategies: ['sha256', 'version', 'last-modified'], sizesBytes: [10_000], fixedRates: [], us }, { scenarios })

it('those that lose nothing come first, the cheapest 304 on top; then those that cannot promise it, then those that lost', () => {
  const { rows, verdicts, losses } = decisionTable(run)
  expect(rows.map((row, index) => [row[0], row[1], row[3], verdicts[index]])).toEqual([
    ['version', '0 of 300', '10.0 ×0.10', 'keeps'], ['sha256', '0 of 300', '90.0 ×0.90', 'keeps'], ['last-modified', '0 of 300', '90.0 ×0.90', 'unguarded'], ['none', '30-31 of 300', '–', 'loses'],
  ])
  expect(losses.map(({ edits, false304s }) => [edits, false304s])).toEqual([[false, null], [false, null], [false, null], [true, null]])
})

it('what was not tried is not called safe, and what to beware of is said', () => {
  const arms = run.arms.map((arm) => (arm.name === 'version' ? { ...arm, caveat: 'counts', asksFor: ['column' as const] } : arm))
  const { rows: [row], losses } = decisionTable({ ...run, arms, scenarios: [] })
  expect(losses[0]).toEqual({ edits: null, false304s: null })
  expect([row?.[1], row?.[2], row?.at(-1)]).toEqual(['not tried', 'not tried', 'made by hand: version. Needs a column of its own. Beware: counts'])
})
