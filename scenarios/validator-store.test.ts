import { describe, expect, it } from 'vitest'
import { ValidatorStore } from './validator-store.ts'

const date = 'Thu, 23 May 2024 16:00:00 GMT'
const laterDate = 'Thu, 23 May 2024 16:00:01 GMT'

function storeAfter(headers: Readonly<Record<string, string>>): ValidatorStore {
  const store = new ValidatorStore()
  store.replace(1, headers)
  return store
}

describe('a poll', () => {
  it('is unconditional until something is known', () => {
    expect(new ValidatorStore().pollHeaders(1)).toEqual({})
  })

  it('bears the tag as it came, weak and quotes included, and then no date', () => {
    expect(storeAfter({ etag: 'W/"a, b"', 'last-modified': date }).pollHeaders(1)).toEqual({ 'if-none-match': 'W/"a, b"' })
  })

  it('bears the date where there is no tag', () => {
    expect(storeAfter({ 'last-modified': date }).pollHeaders(1)).toEqual({ 'if-modified-since': date })
  })

  it('of another document knows nothing of it', () => {
    expect(storeAfter({ etag: '"a"' }).pollHeaders(2)).toEqual({})
  })
})

describe('a write', () => {
  it.each([
    [{ etag: '"a"', 'last-modified': date }, { 'if-match': '"a"' }],
    [{ etag: 'W/"a"', 'last-modified': date }, { 'if-unmodified-since': date }],
    [{ 'last-modified': date }, { 'if-unmodified-since': date }],
    [{ etag: 'W/"a"' }, {}],
    [{}, {}],
  ])('after %j is guarded by %j', (headers, guard) => {
    expect(storeAfter(headers).guardHeaders(1)).toEqual(guard)
  })
})

describe('a new answer', () => {
  it('replaces the tag every time, not only the first (Gatling #3371)', () => {
    const store = storeAfter({ etag: '"a"' })
    store.replace(1, { etag: '"b"' })
    store.replace(1, { etag: '"c"' })
    expect(store.pollHeaders(1)).toEqual({ 'if-none-match': '"c"' })
  })

  it('without a validator leaves none behind', () => {
    const store = storeAfter({ etag: '"a"' })
    store.replace(1, {})
    expect(store.pollHeaders(1)).toEqual({})
    expect(store.hasValidator(1)).toBe(false)
  })

  it('that is a 304 replaces what it names and keeps the rest (RFC 9111 §4.3.4)', () => {
    const store = storeAfter({ etag: 'W/"a"', 'last-modified': date })
    store.refresh(1, { etag: 'W/"b"' })
    expect(store.pollHeaders(1)).toEqual({ 'if-none-match': 'W/"b"' })
    expect(store.guardHeaders(1)).toEqual({ 'if-unmodified-since': date })
    store.refresh(1, { 'last-modified': laterDate })
    expect(store.pollHeaders(1)).toEqual({ 'if-none-match': 'W/"b"' })
    expect(store.guardHeaders(1)).toEqual({ 'if-unmodified-since': laterDate })
  })
})
