import { expect, it } from 'vitest'
import type { RunFile } from './archive/run-file.ts'
import type { ScenarioRecord } from './archive/scenario-record.ts'
import { estimateRun } from './estimate/estimates.ts'
import { buildRun } from './estimate/run-fixture.ts'
import { buildRecord } from './report/record-fixture.ts'
import { exitCodeOfRun } from './verdict.ts'

const estimated = (run: RunFile): RunFile => ({ ...run, estimates: estimateRun(run) })
const measured = estimated(buildRun({ us: () => 50 }))
const allVoid = estimated({ ...measured, bursts: measured.bursts.map((each) => ({ ...each, voidReason: 'stolen' })) })
const unmeasured = { ...measured, bursts: [], estimates: null }
const violated: ScenarioRecord = buildRecord({ violations: [{ kind: 'lost-updates', count: 1, message: 'a strong tag lost an edit' }] })

it('a run with figures ends with 0', () => {
  expect(exitCodeOfRun(measured)).toBe(0)
})

it('findings are no failure', () => {
  expect(exitCodeOfRun({ ...measured, scenarios: [buildRecord({ findings: [{ kind: 'lost-updates', count: 3, message: 'lost 3 edits' }] })] })).toBe(0)
})

it('a violation ends with 1, whatever else was measured', () => {
  expect(exitCodeOfRun({ ...measured, scenarios: [buildRecord({}), violated] })).toBe(1)
  expect(exitCodeOfRun({ ...allVoid, scenarios: [violated] })).toBe(1)
  expect(exitCodeOfRun({ ...measured, scenarios: [{ ...violated, voidReason: 'the generator was busy' }] })).toBe(1)
})

it('a run of which nothing is valid ends with 4', () => {
  expect(exitCodeOfRun(allVoid)).toBe(4)
  expect(exitCodeOfRun({ ...allVoid, scenarios: [buildRecord({ voidReason: 'the generator was busy' })] })).toBe(4)
  expect(exitCodeOfRun(unmeasured)).toBe(4)
})

it('one valid cell is enough, or a valid scenario where no unit costs were asked for', () => {
  expect(exitCodeOfRun(estimated({ ...allVoid, bursts: [...allVoid.bursts.slice(1), measured.bursts[0]!] }))).toBe(0)
  expect(exitCodeOfRun({ ...unmeasured, scenarios: [buildRecord({})] })).toBe(0)
})

it('a valid scenario does not hide that no unit cost is valid', () => {
  expect(exitCodeOfRun({ ...allVoid, scenarios: [buildRecord({})] })).toBe(4)
})
