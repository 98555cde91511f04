import { expect, it } from 'vitest'
import { initialEditId } from '../../scenarios/bookkeeping.ts'
import { untouchedDocuments } from './document-state.ts'
import { edit, poll, refused, unanswered } from './observed.ts'
import { findUnknownValues } from './unknown-values.ts'

const before = untouchedDocuments(2)
const written = edit('a1', initialEditId, { sentNs: 100, doneNs: 200 })

it.each([
  ['the untouched document', poll(initialEditId, { sentNs: 1, doneNs: 2 })],
  ['an edit that is not acknowledged yet', poll('a1', { sentNs: 90, doneNs: 150 })],
  ['an acknowledged edit', poll('a1', { sentNs: 300, doneNs: 400 })],
])('reading %s is in order', (_case, read) => {
  expect(findUnknownValues([written, read], before, [])).toEqual([])
})

it('reading an edit that got no answer is in order', () => {
  const read = poll('a1', { sentNs: 300, doneNs: 400 })
  expect(findUnknownValues([{ ...written, ...unanswered }, read], before, [])).toEqual([])
})

it.each([
  ['an id that nobody wrote', poll('zz', { sentNs: 300, doneNs: 400, readTally: 7 }),
    'user 0 read edit zz, tally 7, in document 1: nobody wrote that id'],
  ['the start with another tally', poll(initialEditId, { sentNs: 300, doneNs: 400, readTally: 1_000_005 }),
    'user 0 read edit 000000000000, tally 1000005, in document 1: the document started with tally 1000000'],
  ['an edit with another tally', poll('a1', { sentNs: 300, doneNs: 400, readTally: 1_000_002 }),
    'user 0 read edit a1, tally 1000002, in document 1: it wrote tally 1000001'],
  ['an edit in another document', poll('a1', { sentNs: 300, doneNs: 400, document: 2 }),
    'user 0 read edit a1, tally 1000001, in document 2: it was written to document 1'],
  ['an edit before it was sent', poll('a1', { sentNs: 10, doneNs: 99 }),
    'user 0 read edit a1, tally 1000001, in document 1: it was not even sent then'],
])('reading %s is reported', (_case, read, message) => {
  expect(findUnknownValues([written, read], before, [])).toEqual([message])
})

it('reading a refused edit is reported, in the final check too', () => {
  const after = [{ document: 1, editId: 'a1', tally: 1_000_001 }]
  expect(findUnknownValues([{ ...written, ...refused }], before, after)).toEqual([
    'the final check read edit a1, tally 1000001, in document 1: it was refused with 412',
  ])
})
