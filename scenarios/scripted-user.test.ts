import { expect, it } from 'vitest'
import { content, noContent } from './play-fixture.ts'
import type { Answer } from './scenario.ts'
import { type Operation, ScriptedUser } from './scripted-user.ts'

const poll: Operation = { kind: 'poll', document: 1, start: { waitMs: 0 } }

/** The headers of a poll after each answer. */
function headersAfter(...answers: readonly Answer[]): readonly unknown[] {
  const user = new ScriptedUser(0, Iterator.from([poll, ...answers.map(() => poll)]))
  return answers.map(answer => {
    const step = user.next()
    if (step === 'done') return step
    user.observe(step.request, answer)
    const following = user.next()
    return following === 'done' ? following : following.request.headers
  })
}

it('a poll bears the newest tag that a 200 or a 304 named (RFC 9111 §4.3.4)', () => {
  expect(headersAfter(
    { status: 200, headers: { etag: 'W/"a"' }, body: content },
    { status: 304, headers: { etag: 'W/"b"' }, body: noContent },
    { status: 304, headers: {}, body: noContent },
    { status: 200, headers: {}, body: content },
  )).toEqual([{ 'if-none-match': 'W/"a"' }, { 'if-none-match': 'W/"b"' }, { 'if-none-match': 'W/"b"' }, {}])
})

it('what is no answer about the content changes nothing that a user knows', () => {
  expect(headersAfter(
    { status: 200, headers: { etag: '"a"' }, body: content },
    { status: 500, headers: { etag: '"error"' }, body: noContent },
    undefined,
    'dropped',
  )).toEqual(Array.from({ length: 4 }, () => ({ 'if-none-match': '"a"' })))
})

it('a 304 to a poll that bore no precondition is no answer to it', () => {
  const user = new ScriptedUser(0, Iterator.from([poll, poll]))
  const step = user.next()
  expect(step === 'done' ? step : user.observe(step.request, { status: 304, headers: { etag: '"a"' }, body: noContent })).toBe('failed')
  expect(user.next()).toMatchObject({ request: { headers: {} } })
})

it('the next operation is asked for only when the one before has ended', () => {
  let asked = 0
  const user = new ScriptedUser(0, (function* () {
    for (const operation of [poll, poll]) {
      asked += 1
      yield operation
    }
  })())
  const step = user.next()
  user.next()
  expect(asked).toBe(1)
  if (step !== 'done') user.observe(step.request, undefined)
  expect(asked).toBe(2)
})
