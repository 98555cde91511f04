import { expect, it } from 'vitest'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildEdits, buildPolls, buildRecord } from './record-fixture.ts'
import { scenarioTakeaways } from './scenario-takeaways.ts'

function played(...scenarios: ScenarioRecord[]): readonly string[] {
  return scenarioTakeaways({ ...buildRun({ us: () => 1, strategies: ['sha256', 'last-modified'] }), bursts: [], scenarios })
}

const lost = (least: number, most: number) => ({ lostUpdates: { least, most, acknowledged: 300, documentsWithLosses: 1 } })

it('name who lost edits, how many, and who lost none', () => {
  expect(played(
    buildEdits({ strategy: 'none', ...lost(41, 41) }), buildEdits({ strategy: 'last-modified', ...lost(0, 2) }), buildEdits({ strategy: 'sha256' }),
    buildEdits({ scenario: 'edit-burst', strategy: 'last-modified', ...lost(3, 3) }),
  )).toEqual([
    'Acknowledged edits lost in edit-contended: none 41 of 300, last-modified 0-2 of 300.',
    'Acknowledged edits lost in edit-burst: last-modified 3 of 300.',
    'No acknowledged edit was lost on sha256.',
  ])
})

it('add up what was lost over a sweep', () => {
  expect(played(...[1, 8].map((editors) => buildEdits({ strategy: 'none', settings: { editors }, variant: `${editors} editors`, ...lost(10, 11) })))).toEqual([
    'Acknowledged edits lost in edit-contended: none 20-22 of 600.',
  ])
})

it('say so where no poll was conditional, scenarios that share it together', () => {
  const plain = (scenario: string, strategy: string, conditional = 0) => {
    const record = buildPolls({ scenario, strategy }, 0, 0, 10_000)
    return { ...record, polls: { ...record.polls!, conditional } }
  }
  expect(played(plain('poll-changing', 'none'), plain('poll-changing', 'sha256', 990), plain('drift', 'none'), plain('drift', 'sha256', 990))).toEqual([
    'No poll was conditional in poll-changing, drift on none: no 304 was asked for there.',
  ])
})

it('say nothing of edits that nobody could get in the way of', () => {
  expect(played(buildPolls({ ...lost(0, 0) }, 900, 0, 300))).toEqual([])
})

it('give the reason of a void scenario, and leave it out of all else', () => {
  expect(played(buildEdits({ voidReason: '3 requests were dropped', ...lost(9, 9) }))).toEqual(['Void: edit-contended on sha256: 3 requests were dropped.'])
})

it('forget a void attempt that was made good, but not what it was charged with', () => {
  const violations = [{ kind: 'foreign-tag', count: 1, message: '1 304s name a strong tag that the poll did not send' }]
  expect(played(buildEdits({ voidReason: 'late', violations }), buildEdits({ attempt: 2 }))).toEqual([
    'No acknowledged edit was lost on sha256.',
    'VIOLATION foreign-tag in edit-contended on sha256: 1 304s name a strong tag that the poll did not send.',
  ])
})

it('add up certain false 304s, and blame the clock where there is one', () => {
  expect(played(
    buildPolls({ strategy: 'last-modified' }, 900, 40, 300),
    buildPolls({ strategy: 'last-modified', variant: '50 % changed' }, 900, 2, 300),
    buildPolls({ strategy: 'sha256' }, 900, 1, 300),
    buildPolls({ strategy: 'none' }, 0, 0, 300),
  )).toEqual([
    'last-modified answered 304 to 42 polls although the document had changed: changes within one second.',
    'sha256 answered 304 to 1 polls although the document had changed.',
  ])
})

it('name who answers 200 for nothing, and who does not', () => {
  const drifting = (strategy: string, uselessOk: number) => {
    const record = buildPolls({ scenario: 'drift', variant: 'key-order', strategy }, 990 - uselessOk, 0, 300)
    return { ...record, polls: { ...record.polls!, uselessOk } }
  }
  expect(played(drifting('sha256', 990), drifting('md5', 99), drifting('sha256-canonical', 0), drifting('version', 0))).toEqual([
    'Useless 200s in drift (key-order): sha256 100%, md5 10% of conditional polls; none on sha256-canonical, version.',
  ])
  expect(played(drifting('sha256', 990))).toEqual(['Useless 200s in drift (key-order): sha256 100% of conditional polls; none on any other.'])
})

it('state every violation, and findings that no other sentence has', () => {
  const findings = [
    { kind: 'lost-updates', count: 1, message: 'lost' },
    { kind: 'clock-went-back', count: 2, message: '2 answers are dated before earlier ones' },
  ]
  const violations = [
    { kind: 'oracles-disagree', count: 1, message: 'the oracles disagree' },
    { kind: 'unexpected-status', count: 1, message: '1 answers of an unexpected status: 500 to GET (poll)' },
  ]
  expect(played(buildRecord({ findings, violations }))).toEqual([
    'VIOLATION oracles-disagree in poll-changing (1 % changed) on sha256: the oracles disagree.',
    'VIOLATION unexpected-status in poll-changing (1 % changed) on sha256: 1 answers of an unexpected status: 500 to GET (poll).',
    'Finding clock-went-back in poll-changing (1 % changed) on sha256: 2 answers are dated before earlier ones.',
  ])
})
