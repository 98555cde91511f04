import { expect, it } from 'vitest'
import { buildEdits } from '../record-fixture.ts'
import { buildReportRun } from './page-fixture.ts'
import { readTrust } from './trust.ts'

const small = { strategies: ['sha256'], references: [], sizesBytes: [10_000], fixedRates: [] }

it('a run of which everything holds raises no alarm', () => {
  const trust = readTrust(buildReportRun({ ...small, us: ({ launch, arm }) => 100 + launch + (arm.length % 2) }, { scenarios: [] }))
  expect(trust.alarms).toEqual([])
  expect(trust.checks[0]).toMatch(/^A\/A control, the same server twice: ×.*\. It holds 1, as it must\.$/)
  expect(trust.voids.rows).toEqual([])
})

it('a control that does not hold, a run that ended early and a violation are alarms', () => {
  const us = ({ arm }: { readonly arm: string }) => (arm === 'none-again' ? 130 : 100)
  const scenarios = [buildEdits({ violations: [{ kind: 'foreign-tag', count: 1, message: 'user 3 got "x"' }] })]
  const { alarms } = readTrust(buildReportRun({ ...small, us }, { scenarios, status: 'partial', endedBy: 'a server died' }))
  expect(alarms).toEqual([
    'Partial run: it ended before everything was measured. a server died',
    'The A/A control does not hold 1 (×1.30 [1.30, 1.30]): the same server, measured twice, differs. Do not trust small differences in this run; run it again on a quieter machine.',
    'Violation foreign-tag in edit-contended on sha256: user 3 got "x"',
  ])
})

it('void cells and scripts are named with their reasons; bursts by reasons that differ in their figures only', () => {
  const plain = buildReportRun(small)
  const bursts = plain.bursts.map((burst) => {
    if (burst.arm === 'sha256' && burst.responseClass === '412') return { ...burst, voidReason: `the server was busy only ${60 + burst.launch}.5 % of the time` }
    return burst.arm === 'none' && burst.responseClass === 'put' && burst.launch === 0 ? { ...burst, voidReason: 'a time-out' } : burst
  })
  const { voids, voidBursts } = readTrust(buildReportRun(small, { bursts, scenarios: [buildEdits({ voidReason: 'late' })] }))
  expect(voids.rows).toEqual([
    ['412 at 10kB, saturated', 'sha256', 'the server was busy only 65.5 % of the time'],
    ['edit-contended', 'sha256', 'late'],
  ])
  expect(voidBursts.rows).toEqual([['the server was busy only 60.5 % of the time', '6'], ['a time-out', '1']])
})

it('too few launches for an interval are told, and only then', () => {
  const told = (launches: number) => readTrust(buildReportRun({ ...small, launches }, { scenarios: [] })).warnings
  expect(told(3)).toEqual([expect.stringMatching(/^Some figures have no interval \(.+\); the run was set to 3 launches\.$/)])
  expect(told(6)).toEqual([])
})

it('findings without a chart of their own are warnings', () => {
  const scenarios = [buildEdits({ findings: [{ kind: 'no-answer', count: 2, message: '2 edits got no answer' }, { kind: 'lost-updates', count: 1, message: 'shown elsewhere' }] })]
  expect(readTrust(buildReportRun(small, { scenarios, warnings: ['steal'] })).warnings).toEqual(['steal', 'no-answer in edit-contended on sha256: 2 edits got no answer'])
})
