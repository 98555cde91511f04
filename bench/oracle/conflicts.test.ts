import { expect, it } from 'vitest'
import { countConflicts } from './conflicts.ts'
import { edit, poll, refused, touch, unanswered } from './observed.ts'

const time = { sentNs: 1, doneNs: 2 }
const read = { ...poll('a0', time), kind: 'read' } as const

it('aborts are a share of conditional attempts; polls, reads and touches are no attempts', () => {
  expect(countConflicts([
    poll('a0', time),
    read, edit('a1', 'a0', time),
    read, edit('a2', 'a0', { ...time, ...refused }),
    read, edit('a3', 'a1', { ...time, ...refused, attempt: 2, lastAttempt: true }),
    read, edit('a4', 'a1', { ...time, ...unanswered }),
    read, edit('a5', 'a1', { ...time, conditional: false }),
    touch('a5', time), touch('a1', { ...time, ...refused }),
  ])).toEqual({
    attempts: 5, blindAttempts: 1, committed: 2, aborts: 2, abortRate: 0.5, giveUps: 1, indeterminate: 1,
  })
})

it('a server error leaves an edit indeterminate, any other refusal does not; a dropped one was never sent', () => {
  expect(countConflicts([
    edit('a1', 'a0', { ...time, outcome: 'failed', status: 503 }),
    edit('a2', 'a0', { ...time, outcome: 'failed', status: 428 }),
    edit('a3', 'a0', { ...time, outcome: 'dropped', status: 0 }),
  ])).toMatchObject({ attempts: 2, committed: 0, aborts: 0, abortRate: 0, indeterminate: 1 })
})
