import { describe, expect, it } from 'vitest'
import { initialEditId } from '../../scenarios/bookkeeping.ts'
import { untouchedDocuments } from './document-state.ts'
import { type Case, judge } from './judge.ts'
import { edit, notModified, poll, unanswered } from './observed.ts'

const ms = (sentMs: number, doneMs: number) => ({ sentNs: sentMs * 1e6, doneNs: doneMs * 1e6, intendedNs: sentMs * 1e6 })

const copy = poll(initialEditId, { ...ms(1, 2), conditional: false })
const first = edit('a1', initialEditId, ms(10, 20))
const stale = edit('b1', initialEditId, ms(30, 40))
const lie = notModified(ms(50, 60))

function caseOf(chosen: Partial<Case>): Case {
  return {
    writeGuard: 'if-match',
    observations: [copy, first, stale, lie],
    before: untouchedDocuments(1),
    after: [{ document: 1, editId: 'b1', tally: 1_000_001 }],
    commitLog: `1 ${initialEditId} a1\n1 a1 b1\n`,
    ...chosen,
  }
}

const broken = [
  { kind: 'lost-updates', count: 1,
    message: '1 of 2 acknowledged edits are lost; first: edit a1 of document 1 (user 0, acknowledged at 19.000 ms) ' +
      'was overwritten by edit b1 (user 0, based on 000000000000, sent at 29.000 ms)' },
  { kind: 'false-not-modified', count: 1,
    message: '1 of 1 304s are false, the document had changed; first: user 0 got document 1 with edit 000000000000 ' +
      'at 1.000 ms, edit a1 was sent at 9.000 ms and acknowledged at 19.000 ms, ' +
      'and the poll sent at 49.000 ms was answered 304 at 59.000 ms' },
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
    const commitLog = `1 ${initialEditId} a1\n`
    const { findings, violations, lostUpdates } = judge(caseOf({ observations, after, commitLog }))
    expect(lostUpdates.lost).toEqual({ atLeast: 0, atMost: 1 })
    expect(violations).toEqual([])
    expect(findings).toEqual([{ kind: 'no-answer', count: 1, message: '1 of 3 requests got no complete answer' }])
  })

  it('that the tally leaves open are charged where ids tell', () => {
    const { lostUpdates, violations } = judge(caseOf({ observations: [copy, first, { ...stale, ...unanswered }] }))
    expect(lostUpdates.lost).toEqual({ atLeast: 0, atMost: 1 })
    expect(violations).toEqual([{ ...broken[0], message: broken[0]?.message.replace('1 of 2', '1 of 1').replace('lost;', 'lost (0 to 1 by the tally alone);') }])
  })

  it('are counted by the tally where the final content is none that was written', () => {
    const after = [{ document: 1, editId: 'zz', tally: 1_000_001 }]
    expect(judge(caseOf({ after })).violations).toContainEqual(
      { kind: 'lost-updates', count: 1, message: '1 of 2 acknowledged edits are lost' })
  })
})

describe('violations whatever the strategy', () => {
  it.each([
    ['an unexpected status', { observations: [{ ...copy, outcome: 'failed', status: 500 }] }, 'unexpected-status',
      '1 answers of an unexpected status: 500 to GET (poll)'],
    ['a tag that was not asked about', { observations: [{ ...lie, foreignTag: true }] }, 'foreign-tag',
      '1 304s name a strong tag that the poll did not send (RFC 9111 §4.3.4)'],
    ['a value that nobody wrote', { observations: [poll('zz9', ms(1, 2))] }, 'unknown-values',
      'user 0 read edit zz9, tally 1000009, in document 1: nobody wrote that id'],
    ['content in a 304', { observations: [{ ...lie, protocolFault: 'content-in-304' }] }, 'content-in-304',
      '1 304s have content, though a 304 ends with its head (RFC 9110 §15.4.5, RFC 9112 §6.3); first: user 0, document 1'],
    ['a Content-Length in a 304', { observations: [{ ...lie, protocolFault: 'content-length-in-304' }] }, 'content-length-in-304',
      '1 304s have a Content-Length, which only the size of the 200 could be (RFC 9110 §8.6); first: user 0, document 1'],
    ['bytes that nobody asked for', { observations: [{ ...copy, protocolFault: 'unrequested-bytes' }] }, 'unrequested-bytes',
      '1 times bytes came that belong to no request (RFC 9112 §9.2); first: user 0, document 1'],
  ] as const)('%s', (_case, chosen, kind, message) => {
    const untouched = caseOf({ ...chosen, writeGuard: 'none', after: untouchedDocuments(1), commitLog: '' })
    expect(judge(untouched)).toMatchObject({ findings: [], violations: [{ kind, count: 1, message }] })
  })

  it('a log that contradicts', () => {
    const contradicted = caseOf({ observations: [], after: untouchedDocuments(1), commitLog: `1 ${initialEditId} zz\n` })
    expect(judge(contradicted).violations).toEqual([{
      kind: 'oracles-disagree', count: 2, message: 'the server committed edit zz of document 1, which nobody sent (and 1 more)',
    }])
  })

  it('a tally that cannot be', () => {
    const after = [{ document: 1, editId: initialEditId, tally: 999_999 }]
    expect(judge(caseOf({ observations: [], after })).violations.map(({ kind }) => kind)).toContain('impossible-tally')
  })
})

describe('findings whatever the strategy', () => {
  const untouched = { after: untouchedDocuments(1), commitLog: '' }

  it('a useless 200', () => {
    const again = poll(initialEditId, ms(3, 4))
    expect(judge(caseOf({ ...untouched, observations: [copy, again] }))).toMatchObject({
      violations: [],
      findings: [{ kind: 'useless-ok', count: 1, message: '1 of 1 conditional polls got a 200 for a copy that they had' }],
    })
  })

  it('a clock that went back', () => {
    const dated = [{ ...copy, dateMs: 1_716_480_000_000 }, { ...copy, ...ms(3, 4), dateMs: 1_716_476_400_000 }]
    expect(judge(caseOf({ ...untouched, observations: dated }))).toMatchObject({
      violations: [],
      findings: [{ kind: 'clock-went-back', count: 1,
        message: '1 dates lie more than 1 s before earlier ones; first: document 1, ' +
          'Date Thu, 23 May 2024 16:00:00 GMT and later Thu, 23 May 2024 15:00:00 GMT' }],
    })
  })

  it('but nothing about a request that was dropped: it was never sent', () => {
    const dropped = { ...first, outcome: 'dropped', status: 0, sentBytes: 0, receivedBytes: 0 } as const
    const judgement = judge(caseOf({ ...untouched, observations: [copy, dropped] }))
    expect(judgement).toMatchObject({ findings: [], violations: [], conflicts: { attempts: 0 } })
    expect(judgement.lostUpdates).toMatchObject({ acknowledged: 0, indeterminate: 0 })
  })
})
