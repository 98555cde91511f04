import { describe, expect, it } from 'vitest'
import type { ConnectionScript } from '../load/connection-script.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import { classScripts, plainScripts } from './class-scripts.ts'
import type { DocumentState } from './document-state.ts'

const content = Buffer.from('{"edit":{"id":"000000000000","tally":1000000},"id":"7"}')
const edited = (id: string) => Buffer.from(`{"edit":{"id":"${id}","tally":1000001},"id":"7"}`)

function tagged(): DocumentState {
  let edits = 0
  return {
    path: '/orders/7',
    acceptHeaders: {},
    current: { etag: '"v2"', lastModified: undefined },
    stale: { etag: '"v1"', lastModified: undefined },
    content,
    nextEditId: () => `u0000000000${++edits}`,
  }
}

function dated(): DocumentState {
  return {
    ...tagged(),
    current: { etag: undefined, lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT' },
    stale: { etag: undefined, lastModified: 'Sat, 21 Nov 2026 09:00:00 GMT' },
  }
}

function only(scripts: readonly ConnectionScript[]): ConnectionScript {
  expect(scripts).toHaveLength(1)
  return scripts[0]!
}

/** The first request that the script of the class sends. */
function firstRequest(responseClass: ResponseClass, document: DocumentState) {
  const script = only(classScripts(responseClass, [document]))
  return script.kind === 'static' ? script.request : script.next()
}

function putScript(document: DocumentState) {
  const script = only(classScripts('put', [document]))
  if (script.kind === 'static') throw new Error('the put script does not depend on answers')
  return script
}

describe('classScripts', () => {
  it('polls with the outdated validator for a 200', () => {
    expect(firstRequest('200', tagged())).toEqual({ method: 'GET', path: '/orders/7', headers: { 'if-none-match': '"v1"' } })
    expect(firstRequest('200', dated()).headers).toEqual({ 'if-modified-since': 'Sat, 21 Nov 2026 09:00:00 GMT' })
  })

  it('polls with the current validator for a 304', () => {
    expect(firstRequest('304', tagged())).toEqual({ method: 'GET', path: '/orders/7', headers: { 'if-none-match': '"v2"' } })
    expect(firstRequest('304', dated()).headers).toEqual({ 'if-modified-since': 'Sat, 21 Nov 2026 10:00:00 GMT' })
  })

  it('writes an edit guarded by the current validator for a 204', () => {
    expect(firstRequest('put', tagged())).toEqual({
      method: 'PUT',
      path: '/orders/7',
      headers: { 'content-type': 'application/json', 'if-match': '"v2"' },
      body: edited('u00000000001'),
    })
    expect(firstRequest('put', dated()).headers).toEqual({
      'content-type': 'application/json',
      'if-unmodified-since': 'Sat, 21 Nov 2026 10:00:00 GMT',
    })
  })

  it('writes an edit guarded by the outdated validator for a 412', () => {
    expect(firstRequest('412', tagged())).toEqual({
      method: 'PUT',
      path: '/orders/7',
      headers: { 'content-type': 'application/json', 'if-match': '"v1"' },
      body: edited('u00000000001'),
    })
    expect(firstRequest('412', dated()).headers).toEqual({
      'content-type': 'application/json',
      'if-unmodified-since': 'Sat, 21 Nov 2026 09:00:00 GMT',
    })
  })

  it.each(['200', '304', '412', 'put'] as const)('asks in class %s for the coding that the document is wanted in', (responseClass) => {
    const accepting = { ...tagged(), acceptHeaders: { 'accept-encoding': 'gzip' } }
    const plain = firstRequest(responseClass, tagged())
    expect(firstRequest(responseClass, accepting)).toEqual({ ...plain, headers: { ...plain.headers, 'accept-encoding': 'gzip' } })
  })

  it('gives each connection the document of its place', () => {
    const scripts = classScripts('304', [tagged(), { ...tagged(), path: '/orders/8' }])
    expect(scripts.map((script) => script.kind === 'static' && script.request.path)).toEqual(['/orders/7', '/orders/8'])
  })
})

describe('the put script', () => {
  const headers = (fields: Readonly<Record<string, string>>) => (name: string) => fields[name]

  it.each([200, 201, 204])('guards the next write with the validators of a %i', (status) => {
    const script = putScript(tagged())
    script.answered(status, headers({ etag: '"v3"' }))
    expect(script.next().headers).toEqual({ 'content-type': 'application/json', 'if-match': '"v3"' })
  })

  it.each([199, 304, 412, 500])('learns nothing from a %i', (status) => {
    const script = putScript(tagged())
    script.answered(status, headers({ etag: '"v9"' }))
    expect(script.next().headers['if-match']).toBe('"v2"')
  })

  it('goes by the last of several answers', () => {
    const script = putScript(dated())
    script.answered(204, headers({ 'last-modified': 'Sat, 21 Nov 2026 10:00:01 GMT' }))
    script.answered(204, headers({ 'last-modified': 'Sat, 21 Nov 2026 10:00:02 GMT' }))
    expect(script.next().headers['if-unmodified-since']).toBe('Sat, 21 Nov 2026 10:00:02 GMT')
  })

  it('writes without a guard once an answer came without validators', () => {
    const script = putScript(tagged())
    script.answered(204, headers({}))
    expect(script.next().headers).toEqual({ 'content-type': 'application/json' })
  })

  it('writes a fresh edit each time, of the same length', () => {
    const script = putScript(tagged())
    expect([script.next().body, script.next().body]).toEqual([edited('u00000000001'), edited('u00000000002')])
  })

  it('leaves its validators to the 304 of the next burst', () => {
    const document = tagged()
    putScript(document).answered(204, headers({ etag: '"v3"' }))
    expect(firstRequest('304', document).headers).toEqual({ 'if-none-match': '"v3"' })
    expect(firstRequest('200', document).headers).toEqual({ 'if-none-match': '"v1"' })
  })
})

describe('plainScripts', () => {
  it('polls without a condition', () => {
    const request = { method: 'GET', path: '/orders/7', headers: {} }
    expect(only(plainScripts([tagged()]))).toEqual({ kind: 'static', request })
    const acceptHeaders = { 'accept-encoding': 'gzip' }
    expect(only(plainScripts([{ ...tagged(), acceptHeaders }]))).toEqual({ kind: 'static', request: { ...request, headers: acceptHeaders } })
  })
})
