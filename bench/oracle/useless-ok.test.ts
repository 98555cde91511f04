import { expect, it } from 'vitest'
import { poll } from './observed.ts'
import { findUselessOk } from './useless-ok.ts'

const time = { sentNs: 1, doneNs: 2 }

it('a conditional poll that brings the edit which the user had is useless; a first or a changed copy is not', () => {
  expect(findUselessOk([
    poll('a0', { ...time, conditional: false }),
    poll('a0', { ...time, user: 1, conditional: false }),
    poll('a0', { ...time, receivedBytes: 700 }),
    poll('a1', time),
    poll('a1', { ...time, document: 2 }),
    poll('a1', { ...time, receivedBytes: 800 }),
  ])).toEqual({ conditionalOk: 4, useless: 2, uselessReceivedBytes: 1500 })
})

it('an unconditional poll is never useless: the client gave the server no chance', () => {
  const unconditional = poll('a0', { ...time, conditional: false })
  expect(findUselessOk([unconditional, unconditional])).toEqual({ conditionalOk: 0, useless: 0, uselessReceivedBytes: 0 })
})
