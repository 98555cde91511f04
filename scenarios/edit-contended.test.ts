import { expect, it } from 'vitest'
import { editContended } from './edit-contended.ts'
import type { ScriptRequest, ScriptResponse } from './scenario.ts'

const content = Buffer.from('{"edit":{"id":"000000000000","tally":1000000}}')
const theirs = Buffer.from('{"edit":{"id":"000900000001","tally":1000001}}')
const none = Buffer.alloc(0)
const settings = { editors: 8, documents: 4, edits: 2, thinkMs: 10, attempts: 3, backoffBaseMs: 16 }
/** Document, think time, three back-offs; twice, and once more for the plan that is never carried out. */
const draws = [0.5, 0.25, 0.5, 0.25, 0.5, 0, 0.75, 0, 0, 0, 0, 0, 0, 0, 0]

function editor() {
  const left = [...draws]
  const user = editContended.newUser(settings, { index: 2, random: () => left.shift() ?? Number.NaN })
  return (response?: ScriptResponse): readonly [number, ScriptRequest, string] | 'done' => {
    const step = editContended.next(user)
    return step === 'done' ? step : [step.waitMs, step.request, editContended.observe(user, step.request, response)]
  }
}

const ok = (etag: string, body = content) => ({ status: 200, headers: { etag }, body })
const refused = { status: 412, headers: { etag: '"current"' }, body: none }
const read = (document: number) => ({ kind: 'read', method: 'GET', document, headers: {} })
const edit = (document: number, nth: number, attempt: number, guard: object, base: string, tally: number) => ({
  kind: 'edit', method: 'PUT', document, headers: { ...guard, 'content-type': 'application/json' },
  body: Buffer.from(`{"edit":{"id":"00030000000${nth}","tally":${tally}}}`),
  editId: `00030000000${nth}`, baseEditId: base, attempt, lastAttempt: attempt === 3,
})

it('a 412 is followed by back-off, a new read and the edit again, and the third by the next edit', () => {
  const answer = editor()
  expect(answer(ok('"a"'))).toEqual([0, read(3), 'fetched'])
  expect(answer(refused)).toEqual([7.5, edit(3, 1, 1, { 'if-match': '"a"' }, '000000000000', 1_000_001), 'aborted'])
  expect(answer(ok('"b"', theirs))).toEqual([8, read(3), 'fetched'])
  expect(answer(refused)).toEqual([0, edit(3, 2, 2, { 'if-match': '"b"' }, '000900000001', 1_000_002), 'aborted'])
  expect(answer(ok('"c"', theirs))).toEqual([8, read(3), 'fetched'])
  expect(answer(refused)).toEqual([0, edit(3, 3, 3, { 'if-match': '"c"' }, '000900000001', 1_000_002), 'aborted'])
  expect(answer(ok('"d"'))).toEqual([0, read(1), 'fetched'])
  expect(answer({ status: 204, headers: {}, body: none })).toEqual([
    12.5, edit(1, 4, 1, { 'if-match': '"d"' }, '000000000000', 1_000_001), 'committed',
  ])
  expect(answer()).toBe('done')
})

it('a write without an answer is never resent: the editor goes on with its next edit', () => {
  const answer = editor()
  answer(ok('"a"'))
  expect(answer(undefined)).toEqual([7.5, edit(3, 1, 1, { 'if-match': '"a"' }, '000000000000', 1_000_001), 'no-answer'])
  expect(answer(ok('"b"'))).toEqual([0, read(1), 'fetched'])
})

it('how often others were in the way does not change what is edited next', () => {
  const documentsOf = (answers: readonly ScriptResponse[]): readonly number[] => {
    const answer = editor()
    return answers.flatMap(response => {
      const step = answer(response)
      return step === 'done' ? [] : [step[1].document]
    })
  }
  const committed = { status: 204, headers: {}, body: none }
  expect(documentsOf([ok('"a"'), committed, ok('"a"'), committed])).toEqual([3, 3, 1, 1])
  expect(documentsOf([ok('"a"'), refused, ok('"b"'), committed, ok('"c"'), committed])).toEqual([3, 3, 3, 3, 1, 1])
})

it('a weak tag guards nothing, a date does', () => {
  const blind = editor()
  blind(ok('W/"a"'))
  expect(blind(refused)[1]).toMatchObject({ headers: { 'content-type': 'application/json' } })
  const dated = editor()
  dated({ status: 200, headers: { 'last-modified': 'Thu, 23 May 2024 16:00:00 GMT' }, body: content })
  expect(dated(refused)[1]).toMatchObject({ headers: { 'if-unmodified-since': 'Thu, 23 May 2024 16:00:00 GMT' } })
})

it('a read that brings no bookkeeping ends the edit', () => {
  const answer = editor()
  expect(answer({ status: 503, headers: {}, body: none })).toEqual([0, read(3), 'failed'])
  expect(answer({ status: 200, headers: {}, body: Buffer.from('[]') })).toEqual([0, read(1), 'fetched'])
  expect(answer()).toBe('done')
})
