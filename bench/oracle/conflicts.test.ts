import { expect, it } from 'vitest'
import { countConflicts } from './conflicts.ts'
import { edit, poll, refused, unanswered } from './observed.ts'

const time = { sentNs: 1, doneNs: 2 }
const read = { ...poll('a0', time), kind: 'read' } as const

it('aborts are a share of conditional attempts; bytes and attempts are per committed edit', () => {
  expect(countConflicts([
    poll('a0', { ...time, receivedBytes: 999_999 }),
    read, edit('a1', 'a0', time),
    read, edit('a2', 'a0', { ...time, ...refused }),
    read, edit('a3', 'a1', { ...time, ...refused, attempt: 2, lastAttempt: true }),
    read, edit('a4', 'a1', { ...time, ...unanswered }),
    read, edit('a5', 'a1', { ...time, conditional: false }),
  ])).toEqual({
    attempts: 5, blindAttempts: 1, committed: 2, aborts: 2, abortRate: 0.5, giveUps: 1, indeterminate: 1,
    attemptsPerCommit: 2.5, bytesPerCommit: 5500,
  })
})

it('nothing per committed edit is said where none was committed', () => {
  expect(countConflicts([edit('a1', 'a0', { ...time, ...refused })])).toMatchObject({
    committed: 0, abortRate: 1, attemptsPerCommit: undefined, bytesPerCommit: undefined,
  })
})
