import { describe, expect, it } from 'vitest'
import { type LogicalEdit, LogicalEditor } from './logical-edit.ts'
import { content, noContent, refused } from './play-fixture.ts'
import type { Answer, ScriptResponse } from './scenario.ts'

const theirs = Buffer.from('{"edit":{"id":"000900000001","tally":1000001}}')
const plan: LogicalEdit = {
  kind: 'edit', document: 7, start: { waitMs: 1 }, writeStart: { waitMs: 20 }, attempts: 3, backoffMs: [4, 8],
}
const ok = (etag: string, body = content): ScriptResponse => ({ status: 200, headers: { etag }, body })
const committed = (headers = {}): ScriptResponse => ({ status: 204, headers, body: noContent })
const read = { kind: 'read', method: 'GET', document: 7, headers: {} }

function begin(edit: LogicalEdit = plan) {
  const editor = new LogicalEditor(2)
  editor.begin(edit)
  const answer = (given: Answer) => {
    const step = editor.next()
    if (step === 'done') return step
    return { ...step, outcome: editor.observe(step.request, given) }
  }
  return { editor, answer }
}

describe('one logical edit', () => {
  it('reads, thinks and writes; after a 412 it backs off, reads again and writes at once', () => {
    const { editor, answer } = begin()
    const edit = { kind: 'edit', method: 'PUT', document: 7, lastAttempt: false, logicalEdit: 1 }
    expect(answer(ok('"a"'))).toEqual({ waitMs: 1, request: { ...read, logicalEdit: 1 }, outcome: 'fetched' })
    expect(answer(refused)).toEqual({
      waitMs: 20,
      request: {
        ...edit, headers: { 'if-match': '"a"', 'content-type': 'application/json' }, attempt: 1,
        body: Buffer.from('{"edit":{"id":"000300000001","tally":1000001}}'), editId: '000300000001', baseEditId: '000000000000',
      },
      outcome: 'aborted',
    })
    expect(answer(ok('"b"', theirs))).toEqual({ waitMs: 4, request: { ...read, logicalEdit: 1 }, outcome: 'fetched' })
    expect(answer(committed())).toEqual({
      waitMs: 0,
      request: {
        ...edit, headers: { 'if-match': '"b"', 'content-type': 'application/json' }, attempt: 2,
        body: Buffer.from('{"edit":{"id":"000300000002","tally":1000002}}'), editId: '000300000002', baseEditId: '000900000001',
      },
      outcome: 'committed',
    })
    expect(editor.hasEnded).toBe(true)
    expect(answer(undefined)).toBe('done')
  })

  it('gives up after the 412 to its last attempt', () => {
    const { editor, answer } = begin({ ...plan, attempts: 2 })
    answer(ok('"a"'))
    expect(answer(refused)).toMatchObject({ request: { attempt: 1, lastAttempt: false } })
    answer(ok('"b"'))
    expect(editor.hasEnded).toBe(false)
    expect(answer(refused)).toMatchObject({ request: { attempt: 2, lastAttempt: true }, outcome: 'aborted' })
    expect(editor.hasEnded).toBe(true)
  })

  it('waits for nothing after a 412 for which no back-off is given', () => {
    const { answer } = begin({ ...plan, backoffMs: [] })
    answer(ok('"a"'))
    answer(refused)
    expect(answer(ok('"b"'))).toMatchObject({ waitMs: 0, request: { kind: 'read' } })
  })

  it.each([
    ['without an answer', undefined, 'no-answer'],
    ['that was never sent', 'dropped', 'dropped'],
    ['that failed', { status: 500, headers: {}, body: noContent }, 'failed'],
    ['that demands a precondition', { status: 428, headers: {}, body: noContent }, 'failed'],
  ] as const)('ends with a write %s', (_case, given, outcome) => {
    const { editor, answer } = begin()
    answer(ok('"a"'))
    expect(answer(given)).toMatchObject({ outcome })
    expect(editor.hasEnded).toBe(true)
  })

  it.each([
    ['without an answer', undefined, 'no-answer'],
    ['that was never sent', 'dropped', 'dropped'],
    ['that failed', { status: 404, headers: {}, body: noContent }, 'failed'],
    ['that brings no bookkeeping', { status: 200, headers: { etag: '"a"' }, body: Buffer.from('[]') }, 'fetched'],
  ] as const)('ends with a read %s', (_case, given, outcome) => {
    const { editor, answer } = begin()
    expect(answer(given)).toMatchObject({ outcome })
    expect(editor.hasEnded).toBe(true)
  })

  it('starts when an open workload wants it to, and retries as soon as it can', () => {
    const start = { atMs: 100, dropAfterMs: 50 }
    const writeStart = { atMs: 300, dropAfterMs: 50 }
    const { answer } = begin({ ...plan, start, writeStart, backoffMs: [] })
    expect(answer(ok('"a"'))).toMatchObject({ ...start, request: { kind: 'read' } })
    expect(answer(refused)).toMatchObject({ ...writeStart, request: { kind: 'edit' } })
    expect(answer(ok('"b"'))).toMatchObject({ waitMs: 0, request: { kind: 'read' } })
    expect(answer(refused)).toMatchObject({ waitMs: 0, request: { kind: 'edit' } })
  })
})

describe('a touch', () => {
  it('puts the content back byte by byte, without an edit id', () => {
    const { answer } = begin({ ...plan, kind: 'touch' })
    answer(ok('"a"', theirs))
    expect(answer(committed())).toEqual({
      waitMs: 20,
      request: {
        kind: 'touch', method: 'PUT', document: 7, headers: { 'if-match': '"a"', 'content-type': 'application/json' },
        body: theirs, baseEditId: '000900000001', attempt: 1, lastAttempt: false, logicalEdit: 1,
      },
      outcome: 'committed',
    })
  })

  it('that is refused is tried again like an edit', () => {
    const { answer } = begin({ ...plan, kind: 'touch' })
    answer(ok('"a"'))
    expect(answer(refused)).toMatchObject({ outcome: 'aborted' })
    expect(answer(ok('"b"', theirs))).toMatchObject({ waitMs: 4, request: { kind: 'read' } })
    expect(answer(committed())).toMatchObject({ request: { kind: 'touch', body: theirs, attempt: 2 } })
  })
})

describe('the next logical edit', () => {
  /** Two logical edits, each of one attempt; `given` answers the first one's write. */
  function second(given: Answer, next: Partial<LogicalEdit>) {
    const { editor, answer } = begin({ ...plan, attempts: 1 })
    answer(ok('"a"'))
    answer(given)
    editor.begin({ ...plan, attempts: 1, ...next })
    return answer(ok('"z"'))
  }

  it('reads again though the last answer named the validators', () => {
    expect(second(committed({ etag: '"b"' }), {})).toMatchObject({ waitMs: 1, request: { kind: 'read', logicalEdit: 2 } })
  })

  it('starts from the last write if it may and the answer named its validators', () => {
    expect(second(committed({ etag: '"b"' }), { fromLastWrite: true })).toMatchObject({
      waitMs: 1,
      request: {
        kind: 'edit', headers: { 'if-match': '"b"' }, editId: '000300000002', baseEditId: '000300000001', logicalEdit: 2,
        body: Buffer.from('{"edit":{"id":"000300000002","tally":1000002}}'),
      },
    })
  })

  it.each([
    ['the answer named no validators', committed(), {}],
    ['the write was refused', refused, {}],
    ['no answer came', undefined, {}],
    ['it is about another document', committed({ etag: '"b"' }), { document: 8 }],
  ] as const)('reads although it may start from the last write: %s', (_case, given, next) => {
    expect(second(given, { fromLastWrite: true, ...next })).toMatchObject({ request: { kind: 'read' } })
  })
})

it.each([
  [{ etag: 'W/"a"' }, {}],
  [{ etag: 'W/"a"', 'last-modified': 'Thu, 23 May 2024 16:00:00 GMT' }, { 'if-unmodified-since': 'Thu, 23 May 2024 16:00:00 GMT' }],
  [{}, {}],
])('after %j a write is guarded by %j', (headers, guard) => {
  const { editor, answer } = begin()
  answer({ status: 200, headers, body: content })
  const step = editor.next()
  expect(step === 'done' ? step : step.request.headers).toEqual({ ...guard, 'content-type': 'application/json' })
})
