import { describe, expect, it } from 'vitest'
import { checkCommitLog, parseCommitLog } from './commit-log.ts'
import { untouchedDocuments } from './document-state.ts'
import { countLostUpdates } from './lost-updates.ts'
import { edit, refused, touch, unanswered } from './observed.ts'
import type { Observation } from '../load/observation.ts'

const start = '000000000000'
const time = { sentNs: 1, doneNs: 2 }

function check(log: string, observations: readonly Observation[], finalEditId: string, tally: number) {
  const before = untouchedDocuments(1)
  const after = [{ document: 1, editId: finalEditId, tally }]
  return checkCommitLog(parseCommitLog(log), observations, before, after, countLostUpdates(observations, before, after))
}

describe('a commit log', () => {
  it('is read line by line, without a last line that was cut short', () => {
    expect(parseCommitLog(`1 ${start} a1\n2 ${start} b1\n1 a1 a`)).toEqual([
      { document: 1, replacedEditId: start, newEditId: 'a1' },
      { document: 2, replacedEditId: start, newEditId: 'b1' },
    ])
    expect(parseCommitLog('')).toEqual([])
  })

  it.each(['1 a1\n', 'x a1 a2\n', '1 a1 a2 a3\n', '\n'])('with the line %j is refused', text => {
    expect(() => parseCommitLog(text)).toThrow('commit log, line 1')
  })
})

describe('the commit log agrees with clients and tallies', () => {
  it('when every commit was based on what it replaced', () => {
    const edits = [edit('a1', start, time), edit('a2', 'a1', time)]
    expect(check(`1 ${start} a1\n1 a1 a2\n`, edits, 'a2', 1_000_002)).toEqual({
      commits: 2, touchCommits: 0, lost: 0, overwritingWrites: 0, disagreements: [],
    })
  })

  it('when one stale write loses many edits', () => {
    const edits = [edit('a1', start, time), edit('a2', 'a1', time), edit('a3', 'a2', time), edit('b1', start, time)]
    const log = `1 ${start} a1\n1 a1 a2\n1 a2 a3\n1 a3 b1\n`
    expect(check(log, edits, 'b1', 1_000_001)).toEqual({
      commits: 4, touchCommits: 0, lost: 3, overwritingWrites: 1, disagreements: [],
    })
  })

  it('when an edit without an answer was applied, and when it was not', () => {
    const edits = [edit('a1', start, { ...time, ...unanswered }), edit('a2', 'a1', time), edit('a3', 'a2', { ...time, ...unanswered })]
    expect(check(`1 ${start} a1\n1 a1 a2\n`, edits, 'a2', 1_000_002)).toEqual({
      commits: 2, touchCommits: 0, lost: 0, overwritingWrites: 0, disagreements: [],
    })
  })
})

describe('the commit log agrees about touches', () => {
  const edits = [edit('a1', start, time), edit('a2', 'a1', time)]

  it('that put the current content back', () => {
    const log = `1 ${start} ${start}\n1 ${start} a1\n1 a1 a1\n1 a1 a2\n`
    expect(check(log, [...edits, touch(start, time), touch('a1', time)], 'a2', 1_000_002)).toEqual({
      commits: 4, touchCommits: 2, lost: 0, overwritingWrites: 0, disagreements: [],
    })
  })

  it('that overwrite an edit with the content before it, and so lose it', () => {
    const log = `1 ${start} a1\n1 a1 a2\n1 a2 a1\n`
    expect(check(log, [...edits, touch('a1', time)], 'a1', 1_000_001)).toEqual({
      commits: 3, touchCommits: 1, lost: 1, overwritingWrites: 1, disagreements: [],
    })
  })

  it('without an answer, whether they were applied or not', () => {
    const unclear = touch('a2', { ...time, ...unanswered })
    const log = `1 ${start} a1\n1 a1 a2\n`
    expect(check(log, [...edits, unclear], 'a2', 1_000_002).disagreements).toEqual([])
    expect(check(`${log}1 a2 a2\n`, [...edits, unclear], 'a2', 1_000_002).disagreements).toEqual([])
  })
})

describe('writes without an answer that were applied after the last look', () => {
  const first = edit('a1', start, time)

  it('are no disagreement, whatever they replaced', () => {
    const late = [edit('b1', start, { ...time, ...unanswered }), touch(start, { ...time, ...unanswered })]
    const log = `1 ${start} a1\n1 a1 b1\n1 b1 ${start}\n`
    expect(check(log, [first, ...late], 'a1', 1_000_001)).toEqual({
      commits: 3, touchCommits: 1, lost: 0, overwritingWrites: 2, disagreements: [],
    })
  })

  it('are one before the answer of another write', () => {
    const unclear = edit('b1', start, { ...time, ...unanswered })
    expect(check(`1 ${start} b1\n1 b1 a1\n`, [first, unclear], 'b1', 1_000_001).disagreements).toEqual([
      'document 1 ends with edit b1, but the last one committed to it is a1',
    ])
  })
})

describe('the commit log disagrees', () => {
  const edits = [edit('a1', start, time), edit('a2', 'a1', time)]

  it.each([
    ['an acknowledged edit was never committed', `1 ${start} a2\n`, edits, 'a2', 1_000_002,
      'edit a1 of document 1 was acknowledged, but the server never committed it'],
    ['a commit that nobody sent', `1 ${start} a1\n1 a1 zz\n1 zz a2\n`, edits, 'a2', 1_000_002,
      'the server committed edit zz of document 1, which nobody sent'],
    ['a refused edit was committed', `1 ${start} a1\n`, [edit('a1', start, { ...time, ...refused })], 'a1', 1_000_001,
      'edit a1 of document 1 was answered 412, but committed all the same'],
    ['an edit went to another document', `1 ${start} a1\n`, [edit('a1', start, { ...time, document: 2 })], 'a1', 1_000_001,
      'edit a1 was sent to document 2, but committed to document 1'],
    ['the store dropped a commit', `1 ${start} a1\n1 ${start} a2\n`, edits, 'a2', 1_000_002,
      `edit a2 replaced ${start} in document 1, where a1 had been committed`],
    ['an edit was committed twice', `1 ${start} a1\n1 a1 a2\n1 a2 a2\n`, edits, 'a2', 1_000_002,
      'the content of edit a2 of document 1 was written again, 1 times, but 0 touches of it were acknowledged and 0 are indeterminate'],
    ['an acknowledged touch was never committed', `1 ${start} a1\n1 a1 a2\n`, [...edits, touch('a2', time)], 'a2', 1_000_002,
      'the content of edit a2 of document 1 was written again, 0 times, but 1 touches of it were acknowledged and 0 are indeterminate'],
    ['a refused touch was committed', `1 ${start} a1\n1 a1 a2\n1 a2 a1\n`, [...edits, touch('a1', { ...time, ...refused })], 'a1', 1_000_001,
      'the content of edit a1 of document 1 was written again, 1 times, but 0 touches of it were acknowledged and 0 are indeterminate'],
    ['the final content is not the last one committed', `1 ${start} a1\n1 a1 a2\n`, edits, 'a1', 1_000_001,
      'document 1 ends with edit a1, but the last one committed to it is a2'],
    ['the tally grew by another number', `1 ${start} a1\n1 a1 a2\n`, edits, 'a2', 1_000_001,
      'the tally of document 1 grew by 1, but its final content has 2 edits'],
  ] as const)('when %s', (_case, log, observations, finalEditId, tally, message) => {
    expect(check(log, observations, finalEditId, tally).disagreements).toContain(message)
  })
})
