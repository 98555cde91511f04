import { expect, it } from 'vitest'
import type { Observation } from '../load/observation.ts'
import { parseCommitLog } from './commit-log.ts'
import { untouchedDocuments } from './document-state.ts'
import { describeLostEdit, findLostEdits } from './lost-edits.ts'
import { countLostUpdates } from './lost-updates.ts'
import { edit, touch, unanswered } from './observed.ts'

const start = '000000000000'
const ms = (sentMs: number, doneMs: number) => ({ sentNs: sentMs * 1e6, doneNs: doneMs * 1e6, intendedNs: sentMs * 1e6 })

function lost(observations: readonly Observation[], final: string, growth: number, log = ''): readonly string[] {
  const after = [{ document: 1, editId: final, tally: 1_000_000 + growth }]
  const byTally = countLostUpdates(observations, untouchedDocuments(1), after)
  return findLostEdits(observations, byTally, after, parseCommitLog(log)).map(each => describeLostEdit(each, observations))
}

const a1 = edit('a1', start, ms(10, 12))
const a2 = edit('a2', 'a1', ms(13, 15))
const stale = edit('b1', start, { ...ms(15, 17.5), user: 1 })

it('names what one stale write took away, and that write', () => {
  const log = `1 ${start} a1\n1 a1 a2\n1 a2 b1\n`
  expect(lost([a1, a2, stale], 'b1', 1, log)).toEqual([
    'edit a1 of document 1 (user 0, acknowledged at 2.000 ms) was overwritten by edit b1 (user 1, based on 000000000000, sent at 5.000 ms)',
    'edit a2 of document 1 (user 0, acknowledged at 5.000 ms) was overwritten by edit b1 (user 1, based on 000000000000, sent at 5.000 ms)',
  ])
})

it('names what is lost without a log too', () => {
  expect(lost([a1, stale], 'b1', 1)).toEqual([
    'edit a1 of document 1 (user 0, acknowledged at 2.000 ms) is not in the final content',
  ])
})

it('tells a touch that brought an old content back from an edit', () => {
  const log = `1 ${start} a1\n1 a1 a2\n1 a2 a1\n`
  expect(lost([a1, a2, touch('a1', ms(14, 16))], 'a1', 1, log)).toEqual([
    'edit a2 of document 1 (user 0, acknowledged at 5.000 ms) was overwritten by a write that brought edit a1 back',
  ])
})

it('does not name an edit that was overwritten and brought back', () => {
  const log = `1 ${start} a1\n1 a1 a2\n1 a2 a1\n1 a1 a2\n`
  expect(lost([a1, a2, touch('a1', ms(14, 16)), touch('a2', ms(16, 18))], 'a2', 2, log)).toEqual([])
})

it('knows which edits are gone where the tally alone does not', () => {
  const unclear = edit('c1', start, { ...ms(16, 18), ...unanswered })
  expect(lost([a1, unclear], 'c1', 1)).toEqual(['edit a1 of document 1 (user 0, acknowledged at 2.000 ms) is not in the final content'])
  expect(lost([a1, unclear], 'a1', 1)).toEqual([])
})

it('takes a content that nobody wrote for no proof', () => {
  expect(lost([a1, a2], 'zz', 2)).toEqual([])
})
