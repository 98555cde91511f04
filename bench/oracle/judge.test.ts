import { describe, expect, it } from 'vitest'
import { initialEditId } from '../../scenarios/bookkeeping.ts'
import { untouchedDocuments } from './document-state.ts'
import { type Case, judge } from './judge.ts'
import { edit, notModified, poll, unanswered } from './observed.ts'

const copy = poll(initialEditId, { sentNs: 1, doneNs: 2, conditional: false })
const first = edit('a1', initialEditId, { sentNs: 10, doneNs: 20 })
const stale = edit('b1', initialEditId, { sentNs: 30, doneNs: 40 })
const lie = notModified({ sentNs: 50, doneNs: 60 })

function caseOf(chosen: Partial<Case>): Case {
  return {
    writeGuard: 'if-match',
    observations: [copy, first, stale, lie],
    before: untouchedDocuments(1),
    after: [{ document: 1, editId: 'b1', tally: 1_000_001 }],
    ...chosen,
  }
}

const broken = [
  { kind: 'lost-updates', count: 1, message: '1 of 2 acknowledged edits are lost' },
  { kind: 'false-not-modified', count: 1,
    message: '1 of 1 304s are false: the document had changed, for user 0 and document 1 first' },
]

describe('lost updates and false 304s', () => {
  it('are violations of a strategy with a strong tag', () => {
    expect(judge(caseOf({}))).toMatchObject({ findings: [], violations: broken })
  })

  it.each(['if-unmodified-since', 'none'] as const)('are findings about a strategy whose guard is %s', writeGuard => {
    expect(judge(caseOf({ writeGuard }))).toMatchObject({ findings: broken, violations: [] })
  })

  it('that are only possible are neither', () => {
    const observations = [copy, first, { ...stale, ...unanswered }]
    const after = [{ document: 1, editId: 'a1', tally: 1_000_001 }]
    const { findings, violations, lostUpdates } = judge(caseOf({ observations, after }))
    expect(lostUpdates.lost).toEqual({ atLeast: 0, atMost: 1 })
    expect(violations).toEqual([])
    expect(findings).toEqual([{ kind: 'no-answer', count: 1, message: '1 of 3 requests got no complete answer' }])
  })
})

describe('violations whatever the strategy', () => {
  it.each([
    ['an unexpected status', { observations: [{ ...copy, outcome: 'failed', status: 500 }] }, 'unexpected-status',
      '1 answers of an unexpected status: 500 to GET (poll)'],
    ['a tag that was not asked about', { observations: [{ ...lie, foreignTag: true }] }, 'foreign-tag',
      '1 304s name a strong tag that the poll did not send (RFC 9111 §4.3.4)'],
    ['a value that nobody wrote', { observations: [poll('zz9', { sentNs: 1, doneNs: 2 })] }, 'unknown-values',
      'user 0 read edit zz9, tally 1000009, in document 1: nobody wrote that id'],
    ['a log that contradicts', { observations: [], commitLog: `1 ${initialEditId} zz\n` }, 'oracles-disagree',
      'the server committed edit zz of document 1, which nobody sent (and 1 more)'],
  ] as const)('%s', (_case, chosen, kind, message) => {
    const untouched = caseOf({ ...chosen, writeGuard: 'none', after: untouchedDocuments(1) })
    expect(judge(untouched).violations).toEqual([{ kind, count: kind === 'oracles-disagree' ? 2 : 1, message }])
  })

  it('a tally that cannot be', () => {
    const after = [{ document: 1, editId: initialEditId, tally: 999_999 }]
    expect(judge(caseOf({ observations: [], after })).violations.map(({ kind }) => kind)).toContain('impossible-tally')
  })
})

it('a useless 200 is a finding', () => {
  const again = poll(initialEditId, { sentNs: 3, doneNs: 4 })
  expect(judge(caseOf({ observations: [copy, again], after: untouchedDocuments(1) }))).toMatchObject({
    violations: [],
    findings: [{ kind: 'useless-ok', count: 1, message: '1 of 1 conditional polls got a 200 for a copy that they had' }],
  })
})
