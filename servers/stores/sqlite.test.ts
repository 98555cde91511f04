import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { stores } from './index.ts'
import type { Store, StoreOptions } from './store.ts'

describe.each(stores)('the store $name', kind => {
  let store: Store
  const open = (onWrite?: StoreOptions['onWrite']) => {
    store = kind.open({
      documents: [{ id: '1', content: '{"a":1}', digest: 'd1' }],
      ...(onWrite === undefined ? {} : { onWrite }),
    })
    return store
  }
  afterEach(() => {
    vi.restoreAllMocks()
    store.close()
  })

  it('reads as much as it is asked for, and nothing of what is not there', () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_716_480_000_123)
    open()
    expect(store.peek('1')).toEqual({ version: 1, updatedAtMs: 1_716_480_000_123 })
    expect(store.peekDigest('1')).toEqual({ version: 1, updatedAtMs: 1_716_480_000_123, digest: 'd1' })
    expect(store.read('1')).toEqual({ version: 1, updatedAtMs: 1_716_480_000_123, digest: 'd1', content: '{"a":1}' })
    expect([store.peek('2'), store.peekDigest('2'), store.read('2')]).toEqual([undefined, undefined, undefined])
  })

  it('replaces and creates, one version more each time, at the time of the write', () => {
    open()
    vi.spyOn(Date, 'now').mockReturnValue(1_716_480_000_456)
    expect(store.write('1', () => ({ content: '{"a":2}', digest: 'd2' }))).toEqual({ version: 2, updatedAtMs: 1_716_480_000_456 })
    expect(store.write('2', () => ({ content: '{}', digest: '' }))).toEqual({ version: 1, updatedAtMs: 1_716_480_000_456 })
    expect(store.read('1')).toEqual({ version: 2, updatedAtMs: 1_716_480_000_456, digest: 'd2', content: '{"a":2}' })
  })

  it('changes nothing when the decision is not to, or fails, and goes on afterwards', () => {
    open()
    const before = store.read('1')
    expect(store.write('1', () => undefined)).toBeUndefined()
    const failure = () =>
      store.write('1', () => {
        throw new Error('no')
      })
    expect(failure).toThrow('no')
    expect(store.read('1')).toEqual(before)
    expect(store.write('1', () => ({ content: '{}', digest: '' }))?.version).toBe(2)
  })

  it('tells of each write within its transaction: what it replaced and what it wrote', () => {
    const onWrite = vi.fn<NonNullable<StoreOptions['onWrite']>>()
    open(onWrite)
    store.write('1', () => ({ content: '{"a":2}', digest: '' }))
    store.write('2', () => ({ content: '{}', digest: '' }))
    store.write('2', () => undefined)
    expect(onWrite.mock.calls).toEqual([
      ['1', '{"a":1}', '{"a":2}'],
      ['2', undefined, '{}'],
    ])
    onWrite.mockImplementation(() => {
      throw new Error('disk full')
    })
    expect(() => store.write('1', () => ({ content: '{"a":3}', digest: '' }))).toThrow('disk full')
    expect(store.read('1')?.content).toBe('{"a":2}')
  })

  it('leaves no file behind', () => {
    const folders = () => readdirSync(tmpdir()).filter(name => name.startsWith(`etag-bench-store-${process.pid}-`))
    const before = folders().length
    open()
    expect(folders().length).toBe(before + 1)
    store.close()
    expect(folders().length).toBe(before)
    open()
  })
})
