import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, editIdOf, readBookkeeping, readRootBookkeeping } from './bookkeeping.ts'

const content = Buffer.from('{"id":"1","note":"Grüße {}","edit":{"id":"000000000000","tally":1000000},"items":[1.50]}')

describe('an edit', () => {
  it('changes the id and the tally and no other byte', () => {
    expect(applyEdit(content, '0001000000zz').toString()).toBe(
      '{"id":"1","note":"Grüße {}","edit":{"id":"0001000000zz","tally":1000001},"items":[1.50]}',
    )
  })

  it('leaves the content that it was made from as it was', () => {
    applyEdit(content, '0001000000zz')
    expect(readBookkeeping(content)).toEqual({ editId: '000000000000', tally: 1_000_000 })
  })

  it('keeps the length, edit after edit', () => {
    const after = Array.from({ length: 100 }, (_, n) => editIdOf(7, n + 1)).reduce(applyEdit, content)
    expect(after).toHaveLength(content.length)
    expect(readBookkeeping(after)).toEqual({ editId: '00080000002s', tally: 1_000_100 })
  })

  it('of JSON that is printed otherwise parses, changes and serialises it', () => {
    const printed = Buffer.from('{ "edit": { "tally": 41, "id": "abc", "by": "x" },\n  "n": [1] }')
    expect(applyEdit(printed, '000100000001').toString()).toBe(
      '{"edit":{"tally":42,"id":"000100000001","by":"x"},"n":[1]}',
    )
  })

  it('still adds up when the tally outgrows its seven digits', () => {
    const full = Buffer.from('{"edit":{"id":"000000000000","tally":9999999}}')
    expect(applyEdit(full, '000100000001').toString()).toBe('{"edit":{"id":"000100000001","tally":10000000}}')
  })

  it('of a content without bookkeeping says what is missing', () => {
    expect(() => applyEdit(Buffer.from('{"a":1}'), '000100000001')).toThrow(
      'the content has no root member "edit" with "id" and "tally": serve a document that has one',
    )
  })
})

describe('bookkeeping', () => {
  it.each([
    '', 'null', '[1]', '{"edit":1}', '{"edit":{"id":"000000000000"}}', '{"edit":{"id":1,"tally":1}}',
    '{"edit":{"id":"000000000000","tally":"1000000"}}', '{"edit":{"id":"0000000000', '{"payload":{"edit":',
  ])('is absent from %j', text => {
    expect(readBookkeeping(Buffer.from(text))).toBeUndefined()
  })

  it('is read the same from compact and from other JSON', () => {
    fc.assert(fc.property(
      fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1_000_000, max: 9_999_999 }),
      fc.dictionary(fc.string().filter(key => key !== 'edit' && key !== '__proto__'), fc.string()), fc.boolean(),
      (user, nth, tally, others, first) => {
        const edit = { id: editIdOf(user, nth), tally }
        const root = first ? { edit, ...others } : { ...others, edit }
        const expected = { editId: edit.id, tally }
        expect(readBookkeeping(Buffer.from(JSON.stringify(root)))).toEqual(expected)
        expect(readBookkeeping(Buffer.from(JSON.stringify(root, null, 2)))).toEqual(expected)
      },
    ), { seed: 1 })
  })
})

describe('edit ids', () => {
  it('are 12 characters that differ by user and by number', () => {
    expect(editIdOf(0, 1)).toBe('000100000001')
    expect(editIdOf(35, 36)).toBe('001000000010')
  })

  it('that would not fit are refused', () => {
    expect(() => editIdOf(36 ** 4, 1)).toThrow(RangeError)
  })
})

it('readRootBookkeeping takes none from within, however it is printed', () => {
  expect(readRootBookkeeping(content)).toEqual({ editId: '000000000000', tally: 1_000_000 })
  expect(readRootBookkeeping(Buffer.from(`{"data":${content.toString()}}`))).toBeUndefined()
  expect(readRootBookkeeping(Buffer.from(`[${content.toString()}]`))).toBeUndefined()
  expect(readRootBookkeeping(Buffer.from('<html>'))).toBeUndefined()
})
