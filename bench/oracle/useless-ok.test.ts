import { expect, it } from 'vitest'
import type { Observation } from '../load/observation.ts'
import { poll } from './observed.ts'
import { findUselessOk } from './useless-ok.ts'

const inTurn = (...polls: readonly Observation[]): readonly Observation[] =>
  polls.map((observation, index) => ({ ...observation, sentNs: 2 * index, doneNs: 2 * index + 1 }))

const time = { sentNs: 0, doneNs: 0 }

it('a conditional poll that brings the edit which the user had is useless; a first or a changed copy is not', () => {
  expect(findUselessOk(inTurn(
    poll('a0', { ...time, conditional: false }),
    poll('a0', { ...time, user: 1, conditional: false }),
    poll('a0', time),
    poll('a1', time),
    poll('a1', { ...time, document: 2 }),
    poll('a1', time),
  ))).toEqual({ conditionalOk: 4, useless: 2 })
})

it('an unconditional poll is never useless: the client gave the server no chance', () => {
  const unconditional = poll('a0', { ...time, conditional: false })
  expect(findUselessOk(inTurn(unconditional, unconditional))).toEqual({ conditionalOk: 0, useless: 0 })
})

it('a copy that came while the poll was under way is not one that the user had', () => {
  const first = poll('a0', { sentNs: 0, doneNs: 5, conditional: false })
  const overlapping = poll('a1', { sentNs: 6, doneNs: 9 })
  expect(findUselessOk([first, overlapping, poll('a1', { sentNs: 7, doneNs: 10 })]).useless).toBe(0)
  expect(findUselessOk([first, overlapping, poll('a1', { sentNs: 9, doneNs: 10 })]).useless).toBe(1)
})
