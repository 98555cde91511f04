import { expect, it } from 'vitest'
import { editContended, type EditContendedSettings } from './edit-contended.ts'
import { chanceOf, content, noContent as none, refused } from './play-fixture.ts'
import type { Answer, ScriptRequest, ScriptResponse, Start } from './scenario.ts'

const theirs = Buffer.from('{"edit":{"id":"000900000001","tally":1000001}}')
const settings = { editors: 8, documents: 4, edits: 2, thinkMs: 10, attempts: 3, backoff: 'exponential', backoffBaseMs: 16 } as const
/** Document, think time, three back-offs; twice. */
const draws = [0.5, 0.25, 0.5, 0.25, 0.5, 0, 0.75, 0, 0, 0]

function editor(chosen: Partial<EditContendedSettings> = {}) {
  const user = editContended.newUser({ ...settings, ...chosen }, { index: 2, random: chanceOf(...draws) })
  return (answer?: Answer): readonly [Start, ScriptRequest, string] | 'done' => {
    const step = editContended.next(user)
    if (step === 'done') return step
    const { request, ...start } = step
    return [start, request, editContended.observe(user, request, answer)]
  }
}

const after = (waitMs: number): Start => ({ waitMs })
const ok = (etag: string, body = content) => ({ status: 200, headers: { etag }, body })
const read = (document: number, logicalEdit: number) => ({ kind: 'read', method: 'GET', document, headers: {}, logicalEdit })
const edit = (document: number, nth: number, attempt: number, guard: object, base: string, tally: number, logicalEdit = 1) => ({
  kind: 'edit', method: 'PUT', document, headers: { ...guard, 'content-type': 'application/json' },
  body: Buffer.from(`{"edit":{"id":"00030000000${nth}","tally":${tally}}}`),
  editId: `00030000000${nth}`, baseEditId: base, attempt, lastAttempt: attempt === 3, logicalEdit,
})

it('a 412 is followed by back-off, a new read and the edit again, and the third by the next edit', () => {
  const answer = editor()
  expect(answer(ok('"a"'))).toEqual([after(0), read(3, 1), 'fetched'])
  expect(answer(refused)).toEqual([after(7.5), edit(3, 1, 1, { 'if-match': '"a"' }, '000000000000', 1_000_001), 'aborted'])
  expect(answer(ok('"b"', theirs))).toEqual([after(8), read(3, 1), 'fetched'])
  expect(answer(refused)).toEqual([after(0), edit(3, 2, 2, { 'if-match': '"b"' }, '000900000001', 1_000_002), 'aborted'])
  expect(answer(ok('"c"', theirs))).toEqual([after(8), read(3, 1), 'fetched'])
  expect(answer(refused)).toEqual([after(0), edit(3, 3, 3, { 'if-match': '"c"' }, '000900000001', 1_000_002), 'aborted'])
  expect(answer(ok('"d"'))).toEqual([after(0), read(1, 2), 'fetched'])
  expect(answer({ status: 204, headers: {}, body: none })).toEqual([
    after(12.5), edit(1, 4, 1, { 'if-match': '"d"' }, '000000000000', 1_000_001, 2), 'committed',
  ])
  expect(answer()).toBe('done')
})

it('a write without an answer is never resent: the editor goes on with its next edit', () => {
  const answer = editor()
  answer(ok('"a"'))
  expect(answer(undefined)).toEqual([after(7.5), edit(3, 1, 1, { 'if-match': '"a"' }, '000000000000', 1_000_001), 'no-answer'])
  expect(answer(ok('"b"'))).toEqual([after(0), read(1, 2), 'fetched'])
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

it('a read that brings no bookkeeping ends the edit', () => {
  const answer = editor()
  expect(answer({ status: 503, headers: {}, body: none })).toEqual([after(0), read(3, 1), 'failed'])
  expect(answer({ status: 200, headers: {}, body: Buffer.from('[]') })).toEqual([after(0), read(1, 2), 'fetched'])
  expect(answer()).toBe('done')
})

it.each([
  ['none', [0, 0]],
  ['fixed', [16, 16]],
  ['exponential', [8, 8]],
] as const)('with back-off %s the reads after the first two 412s wait %j ms, and the next edit is the same', (backoff, waits) => {
  const answer = editor({ backoff })
  const steps = [ok('"a"'), refused, ok('"b"'), refused, ok('"c"'), refused, ok('"d"')].map(response => answer(response))
  const reads = steps.filter((step, nth) => step !== 'done' && nth % 2 === 0)
  expect(reads).toEqual([
    [after(0), read(3, 1), 'fetched'],
    [after(waits[0]), read(3, 1), 'fetched'],
    [after(waits[1]), read(3, 1), 'fetched'],
    [after(0), read(1, 2), 'fetched'],
  ])
})
