import { expect, it } from 'vitest'
import type { Edit } from './edits.ts'
import { EditTree } from './edit-tree.ts'
import { edit } from './observed.ts'

const of = (editId: string, baseEditId: string): Edit => edit(editId, baseEditId, { sentNs: 1, doneNs: 2 }) as Edit

/** a1 - a2 - a3 and a1 - b2, all from the start; c1 from the start as well. */
const tree = new EditTree([of('a3', 'a2'), of('a1', 'start'), of('a2', 'a1'), of('b2', 'a1'), of('c1', 'start')])

it('a history goes back to what the run began with, newest first', () => {
  expect(tree.historyOf('a3')).toEqual(['a3', 'a2', 'a1'])
  expect(tree.historyOf('b2')).toEqual(['b2', 'a1'])
  expect(tree.historyOf('start')).toEqual([])
})

it.each([
  ['a3', 'a3', []],
  ['a1', 'a3', []],
  ['a3', 'b2', ['a3', 'a2']],
  ['b2', 'a3', ['b2']],
  ['a3', 'c1', ['a3', 'a2', 'a1']],
  ['c1', 'a3', ['c1']],
  ['a2', 'start', ['a2', 'a1']],
  ['start', 'a2', []],
])('replacing content %s by %s takes %j away', (before, after, missing) => {
  expect(tree.missingAfter(before, after)).toEqual(missing)
})

it('ids that a server gives out before they are written end a history instead of going round in it', () => {
  const round = new EditTree([of('a1', 'a3'), of('a2', 'a1'), of('a3', 'a2'), of('b1', 'b1')])
  expect(round.historyOf('a1')).toEqual(['a1', 'a3', 'a2'])
  expect(round.historyOf('a2')).toEqual(['a2'])
  expect(round.historyOf('b1')).toEqual(['b1'])
  expect(round.missingAfter('a1', 'b1')).toEqual(['a1', 'a3', 'a2'])
})

it('a history of 20,000 edits is no problem', () => {
  const chain = Array.from({ length: 20_000 }, (_, nth) => of(`e${nth + 1}`, `e${nth}`))
  expect(new EditTree(chain.toReversed()).historyOf('e20000')).toHaveLength(20_000)
})
