import { expect, it } from 'vitest'
import { exitCodeOfProbe } from './exit-code.ts'
import { finding, passed, reportOf, unchecked } from '../fixtures/report-fixture.ts'

it.each<[string, Parameters<typeof reportOf>[0], number, number]>([
  ['nothing wrong', { passed: [passed] }, 0, 0],
  ['notes only', { findings: [finding('note')] }, 0, 0],
  ['a warning', { findings: [finding('warning')] }, 1, 0],
  ['an error', { findings: [finding('note'), finding('error')] }, 1, 1],
  ['nothing that any check could say', { unchecked: [unchecked] }, 4, 4],
  ['an error before the target stopped answering', { status: 'ended-early', findings: [finding('error')] }, 1, 1],
  ['nothing wrong before the target stopped answering', { status: 'ended-early', passed: [passed] }, 5, 5],
  ['a check that crashed', { passed: [passed], unchecked: [{ ...unchecked, crashed: true }] }, 5, 5],
  ['an interruption', { status: 'interrupted', findings: [finding('error')] }, 130, 130],
  ['no answer at all', { status: 'unreachable' }, 5, 5],
])('%s: the exit code with --fail-on warning, and error', (_what, parts, onWarning, onError) => {
  expect([exitCodeOfProbe(reportOf(parts), 'warning'), exitCodeOfProbe(reportOf(parts), 'error')]).toEqual([onWarning, onError])
})
