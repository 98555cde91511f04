import { describe, expect, it } from 'vitest'
import type { ScriptRequest, ScriptResponse } from '../../scenarios/scenario.ts'
import { toObservation } from './observation.ts'

const timing = { intendedNs: 1, sentNs: 2, doneNs: 3 }
const bytes = { sentBytes: 10, receivedBytes: 20 }
const content = Buffer.from('{"edit":{"id":"000100000001","tally":1000001}}')

function poll(tag: string): ScriptRequest {
  return { kind: 'poll', method: 'GET', document: 2, headers: { 'if-none-match': tag } }
}

function notModified(etag: string): ScriptResponse {
  return { status: 304, headers: { etag }, body: Buffer.alloc(0) }
}

describe('an observation', () => {
  it('of a 200 says which edit was read', () => {
    const response = { status: 200, headers: {}, body: content }
    expect(toObservation(4, poll('"a"'), response, 'fetched', timing, bytes)).toEqual({
      user: 4, kind: 'poll', method: 'GET', document: 2, outcome: 'fetched', status: 200, conditional: true,
      sentBytes: 10, receivedBytes: 20, intendedNs: 1, sentNs: 2, doneNs: 3,
      readEditId: '000100000001', readTally: 1_000_001,
    })
  })

  it('of a write without an answer says what it would have written', () => {
    const request: ScriptRequest = {
      kind: 'edit', method: 'PUT', document: 1, headers: {}, body: content,
      editId: '000100000001', baseEditId: '000000000000', attempt: 1, lastAttempt: false,
    }
    expect(toObservation(0, request, undefined, 'no-answer', timing, bytes)).toEqual({
      user: 0, kind: 'edit', method: 'PUT', document: 1, outcome: 'no-answer', status: 0, conditional: false,
      sentBytes: 10, receivedBytes: 20, intendedNs: 1, sentNs: 2, doneNs: 3,
      editId: '000100000001', baseEditId: '000000000000', writtenTally: 1_000_001, attempt: 1, lastAttempt: false,
    })
  })

  it.each([
    ['"a"', '"a"', undefined],
    ['W/"a"', '"a"', undefined],
    ['"a"', 'W/"b"', undefined],
    ['"a"', '"b"', true],
    ['W/"a"', '"b"', true],
  ])('of a poll with %s answered 304 %s: foreign tag %s (RFC 9111 §4.3.4)', (asked, named, foreign) => {
    expect(toObservation(0, poll(asked), notModified(named), 'not-modified', timing, bytes).foreignTag).toBe(foreign)
  })
})
