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

  it('of a dropped write says what it would have been, and that nothing was sent', () => {
    const request: ScriptRequest = {
      kind: 'edit', method: 'PUT', document: 1, headers: { 'if-match': '"a"' }, body: content,
      editId: '000100000001', baseEditId: '000000000000', attempt: 1, lastAttempt: false, logicalEdit: 7,
    }
    const unsent = { sentBytes: 0, receivedBytes: 0 }
    expect(toObservation(0, request, undefined, 'dropped', timing, unsent)).toEqual({
      user: 0, kind: 'edit', method: 'PUT', document: 1, outcome: 'dropped', status: 0, conditional: true,
      sentBytes: 0, receivedBytes: 0, intendedNs: 1, sentNs: 2, doneNs: 3, logicalEdit: 7,
      editId: '000100000001', baseEditId: '000000000000', writtenTally: 1_000_001, attempt: 1, lastAttempt: false,
    })
  })

  it('of a touch says which logical edit it is, and writes no tally', () => {
    const request: ScriptRequest = { kind: 'touch', method: 'PUT', document: 1, headers: {}, body: content, logicalEdit: 2 }
    const response = { status: 204, headers: {}, body: Buffer.alloc(0) }
    expect(toObservation(0, request, response, 'committed', timing, bytes)).toEqual({
      user: 0, kind: 'touch', method: 'PUT', document: 1, outcome: 'committed', status: 204, conditional: false,
      sentBytes: 10, receivedBytes: 20, intendedNs: 1, sentNs: 2, doneNs: 3, logicalEdit: 2,
    })
  })

  it('names what the connection saw wrong, beside the answer', () => {
    const wire = { ...bytes, protocolFault: 'content-in-304' } as const
    expect(toObservation(0, poll('"a"'), notModified('"a"'), 'not-modified', timing, wire)).toMatchObject({
      status: 304, outcome: 'not-modified', protocolFault: 'content-in-304',
    })
  })

  it.each([
    ['Thu, 23 May 2024 16:00:00 GMT', 1_716_480_000_000],
    ['Thursday, 23-May-24 16:00:00 GMT', 1_716_480_000_000],
    ['Thu May 23 16:00:00 2024', undefined],
    ['2024-05-23T16:00:00Z', undefined],
    ['yesterday, GMT', undefined],
  ])('of an answer dated %s has %s', (date, dateMs) => {
    const seen = toObservation(0, poll('"a"'), { status: 304, headers: { date }, body: Buffer.alloc(0) }, 'not-modified', timing, bytes)
    expect([seen.dateMs, seen.lastModifiedMs]).toEqual([dateMs, undefined])
  })

  it('tells when the document was last modified, whatever the status', () => {
    const headers = { 'last-modified': 'Thu, 23 May 2024 16:00:01 GMT', date: 'Thu, 23 May 2024 16:00:02 GMT' }
    const response = { status: 304, headers, body: Buffer.alloc(0) }
    expect(toObservation(0, poll('"a"'), response, 'not-modified', timing, bytes)).toMatchObject({
      lastModifiedMs: 1_716_480_001_000, dateMs: 1_716_480_002_000,
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
