import { describe, expect, it } from 'vitest'
import { untouchedDocuments } from './document-state.ts'
import { countLostUpdates } from './lost-updates.ts'
import { edit, refused, touch, unanswered } from './observed.ts'

const time = { sentNs: 1, doneNs: 2 }

function lostWith(acknowledged: number, indeterminate: number, refusals: number, growth: number) {
  const observations = [
    ...Array.from({ length: acknowledged }, () => edit('a', '0', time)),
    ...Array.from({ length: indeterminate }, () => edit('i', '0', { ...time, ...unanswered })),
    ...Array.from({ length: refusals }, () => edit('r', '0', { ...time, ...refused })),
  ]
  return countLostUpdates(observations, untouchedDocuments(1), [{ document: 1, editId: 'x', tally: 1_000_000 + growth }])
}

describe('lost updates by the tally', () => {
  it.each([
    // acknowledged, indeterminate, refused, growth of the tally -> at least, at most
    [10, 0, 0, 10, 0, 0],
    [10, 0, 5, 7, 3, 3],
    [10, 0, 0, 0, 10, 10],
    [0, 0, 3, 0, 0, 0],
    [10, 2, 0, 12, 0, 0],
    [10, 2, 0, 11, 0, 1],
    [10, 2, 0, 10, 0, 2],
    [10, 2, 0, 7, 3, 5],
    [1, 5, 0, 0, 1, 1],
    [3, 5, 0, 2, 1, 3],
  ])('%d acknowledged, %d indeterminate, %d refused, tally + %d: %d to %d lost', (acked, open, no, growth, atLeast, atMost) => {
    const { lost, impossible } = lostWith(acked, open, no, growth)
    expect(lost).toEqual({ atLeast, atMost })
    expect(impossible).toEqual([])
  })

  it('are bounded as tightly as counts allow: each bound is reached by a history with the same counts', () => {
    for (let acknowledged = 0; acknowledged <= 4; acknowledged += 1) {
      for (let indeterminate = 0; indeterminate <= 4; indeterminate += 1) {
        for (let growth = 0; growth <= acknowledged + indeterminate; growth += 1) {
          const losses: number[] = []
          for (let surviving = 0; surviving <= acknowledged; surviving += 1) {
            const applied = growth - surviving
            if (applied >= 0 && applied <= indeterminate) losses.push(acknowledged - surviving)
          }
          const expected = { atLeast: Math.min(...losses), atMost: Math.max(...losses) }
          expect(lostWith(acknowledged, indeterminate, 3, growth).lost).toEqual(expected)
        }
      }
    }
  })

  it('do not count touches', () => {
    const observations = [edit('a', '0', time), touch('a', time), touch('0', { ...time, ...unanswered })]
    const after = [{ document: 1, editId: 'a', tally: 1_000_001 }]
    expect(countLostUpdates(observations, untouchedDocuments(1), after)).toMatchObject({
      acknowledged: 1, indeterminate: 0, lost: { atLeast: 0, atMost: 0 }, impossible: [],
    })
  })

  it('are summed over documents, and a share of the acknowledged edits', () => {
    const observations = [
      edit('a', '0', time), edit('b', '0', time), edit('c', '0', { ...time, document: 2 }),
      edit('d', '0', { ...time, document: 2, ...unanswered }),
    ]
    const after = [{ document: 1, editId: 'a', tally: 1_000_001 }, { document: 2, editId: 'c', tally: 1_000_001 }]
    expect(countLostUpdates(observations, untouchedDocuments(2), after)).toMatchObject({
      acknowledged: 3, indeterminate: 1, lost: { atLeast: 1, atMost: 2 }, lostFraction: { atLeast: 1 / 3, atMost: 2 / 3 },
      documentsWithLosses: 1,
    })
  })

  it('a server error may have been applied', () => {
    const failed = edit('a', '0', { ...time, outcome: 'failed', status: 503 })
    const after = [{ document: 1, editId: 'a', tally: 1_000_001 }]
    expect(countLostUpdates([failed], untouchedDocuments(1), after)).toMatchObject({ indeterminate: 1, impossible: [] })
  })

  it.each([
    [11, 'the tally of document 1 went from 1000000 to 1000011, with 8 edits acknowledged and 2 indeterminate'],
    [-1, 'the tally of document 1 went from 1000000 to 999999, with 8 edits acknowledged and 2 indeterminate'],
  ])('a tally that grew by %d with 10 edits sent is impossible', (growth, message) => {
    expect(lostWith(8, 2, 5, growth).impossible).toEqual([message])
  })

  it('of a document that cannot be read at the end nothing is known to be lost, and nothing to be kept', () => {
    const acknowledged = edit('a', '0', { ...time, outcome: 'committed', status: 204 })
    expect(countLostUpdates([acknowledged], untouchedDocuments(1), [])).toMatchObject({
      lost: { atLeast: 0, atMost: 1 }, lostFraction: { atLeast: 0, atMost: 1 }, documentsWithLosses: 0,
    })
  })

  it('a document that cannot be read at the end is impossible too', () => {
    expect(countLostUpdates([], untouchedDocuments(1), []).impossible).toEqual([
      'the tally of document 1 could not be read at the end, with 0 edits acknowledged and 0 indeterminate',
    ])
  })
})
