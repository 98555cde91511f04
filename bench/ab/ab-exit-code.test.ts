import { expect, it } from 'vitest'
import { abSettings, abVerdict } from './ab-file-fixture.ts'
import { exitCodeOfSuite } from './ab-exit-code.ts'
import type { AbVerdict, ExactResult } from './ab-file.ts'

const failed: ExactResult = { gate: 'lost updates', cell: 'version/10kB', base: '0', head: '1', passed: false, why: '' }

it.each<[readonly AbVerdict['verdict'][], readonly ExactResult[], boolean, number]>([
  [['no-change', 'improved'], [], false, 0],
  [['no-change', 'regressed', 'void', 'cannot-tell'], [], true, 1],
  [['no-change'], [failed], false, 1],
  [['void', 'void'], [failed], false, 1],
  [['no-change'], [{ ...failed, passed: true }], false, 0],
  [['no-change', 'cannot-tell'], [], false, 0],
  [['no-change', 'cannot-tell'], [], true, 3],
  [['void', 'no-change'], [], false, 0],
  [['void', 'void'], [], true, 4],
  [[], [], false, 4],
])('verdicts %j with exact results %j (failing where nothing can be told: %j) end with %i', (verdicts, exact, failOnCannotTell, code) => {
  const settings = abSettings([], { failOnCannotTell })
  expect(exitCodeOfSuite({ verdicts: verdicts.map((verdict) => abVerdict({ verdict })), exact: [...exact], settings })).toBe(code)
})

it.each([
  [[abVerdict({ verdict: 'cannot-tell', unconfirmedAlarm: true }), abVerdict()], 3],
  [[abVerdict({ verdict: 'void', unconfirmedAlarm: true }), abVerdict()], 3],
  [[abVerdict({ verdict: 'void', unconfirmedAlarm: true })], 4],
  [[abVerdict({ verdict: 'cannot-tell', unconfirmedAlarm: true }), abVerdict({ verdict: 'regressed' })], 1],
])('an alarm that was not confirmed never passes, whatever the flags say', (verdicts, code) => {
  expect(exitCodeOfSuite({ verdicts, exact: [], settings: abSettings([]) })).toBe(code)
})
