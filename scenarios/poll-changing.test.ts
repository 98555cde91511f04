import { expect, it } from 'vitest'
import { chanceOf, content, noContent as none } from './play-fixture.ts'
import { pollChanging } from './poll-changing.ts'
import type { Answer, ScriptRequest, Start } from './scenario.ts'

const edited = Buffer.from('{"edit":{"id":"000100000001","tally":1000001}}')
const editedTwice = Buffer.from('{"edit":{"id":"000100000002","tally":1000002}}')

function userThatDraws(...draws: readonly number[]) {
  const settings = { users: 1, polls: draws.length + 1, changedFraction: 0.5, thinkMs: 20 }
  const user = pollChanging.newUser(settings, { index: 0, random: chanceOf(...draws) })
  return (answer?: Answer): readonly [Start, ScriptRequest, string] => {
    const step = pollChanging.next(user)
    if (step === 'done') throw new Error('the script is over')
    const { request, ...start } = step
    return [start, request, pollChanging.observe(user, request, answer)]
  }
}

const after = (waitMs: number): Start => ({ waitMs })
const poll = (headers = {}) => ({ kind: 'poll', method: 'GET', document: 1, headers })
const read = (logicalEdit: number) => ({ kind: 'read', method: 'GET', document: 1, headers: {}, logicalEdit })
const edit = (guard: object, body: Buffer, editId: string, baseEditId: string) => ({
  kind: 'edit', method: 'PUT', document: 1, headers: { ...guard, 'content-type': 'application/json' },
  body, editId, baseEditId, attempt: 1, lastAttempt: true, logicalEdit: Number(editId.slice(-1)),
})

it('a poll before which something changes is preceded by a read and an edit, and by the edit alone from then on', () => {
  const answer = userThatDraws(0.9, 0.1, 0.1)
  expect(answer({ status: 200, headers: { etag: '"a"' }, body: content })).toEqual([after(0), poll(), 'fetched'])
  expect(answer({ status: 304, headers: { etag: '"a"' }, body: none })).toEqual([after(20), poll({ 'if-none-match': '"a"' }), 'not-modified'])
  expect(answer({ status: 200, headers: { etag: '"a"' }, body: content })).toEqual([after(20), read(1), 'fetched'])
  expect(answer({ status: 204, headers: { etag: '"b"' }, body: none })).toEqual([
    after(0), edit({ 'if-match': '"a"' }, edited, '000100000001', '000000000000'), 'committed',
  ])
  expect(answer({ status: 200, headers: { etag: '"b"' }, body: edited })).toEqual([after(0), poll({ 'if-none-match': '"a"' }), 'fetched'])
  expect(answer({ status: 204, headers: { etag: '"c"' }, body: none })).toEqual([
    after(20), edit({ 'if-match': '"b"' }, editedTwice, '000100000002', '000100000001'), 'committed',
  ])
  expect(answer({ status: 200, headers: { etag: '"c"' }, body: editedTwice })).toEqual([after(0), poll({ 'if-none-match': '"b"' }), 'fetched'])
  expect(() => answer()).toThrow('the script is over')
})

it.each([
  ['an answer without validators', { status: 204, headers: {}, body: none }, 'committed'],
  ['a 412', { status: 412, headers: { etag: '"z"' }, body: none }, 'aborted'],
  ['no answer', undefined, 'no-answer'],
  ['a server error', { status: 500, headers: {}, body: none }, 'failed'],
] as const)('after %s to its edit the writer reads again before the next', (_case, response, outcome) => {
  const answer = userThatDraws(0.1, 0.1)
  answer({ status: 200, headers: { etag: '"a"' }, body: content })
  answer({ status: 200, headers: { etag: '"a"' }, body: content })
  expect(answer(response)[2]).toBe(outcome)
  expect(answer({ status: 304, headers: {}, body: none })[1]).toEqual(poll({ 'if-none-match': '"a"' }))
  expect(answer(undefined)).toEqual([after(20), read(2), 'no-answer'])
  expect(answer(undefined)).toEqual([after(0), poll({ 'if-none-match': '"a"' }), 'no-answer'])
})
