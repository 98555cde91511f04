import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeOrder } from './order.ts'

const options = fc.record({
  id: fc.integer({ min: 1, max: 999_999_999 }).map(String),
  seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  contentBytes: fc.oneof(fc.integer({ min: 300, max: 1300 }), fc.integer({ min: 300, max: 60_000 })),
})

describe('makeOrder', () => {
  it('is exactly as long as was asked, in bytes of UTF-8, and survives parse and serialise', () => {
    fc.assert(
      fc.property(options, (each) => {
        const text = JSON.stringify(makeOrder(each))
        expect(Buffer.byteLength(text)).toBe(each.contentBytes)
        expect(JSON.stringify(JSON.parse(text))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('starts with its bookkeeping and its id, and has no other member of that name', () => {
    fc.assert(
      fc.property(options, (each) => {
        const text = JSON.stringify(makeOrder(each))
        expect(text).toMatch(new RegExp(`^\\{"edit":\\{"id":"000000000000","tally":1000000\\},"id":"${each.id}",`))
        expect(text.split('"edit":')).toHaveLength(2)
      }),
    )
  })

  it('is one and the same for the same options', () => {
    expect(JSON.stringify(makeOrder({ id: '1', seed: 1, contentBytes: 300 }))).toBe(
      '{"edit":{"id":"000000000000","tally":1000000},"id":"1","status":"paid",' +
        '"customer":{"number":32231,"name":"Mary Jones"},"currency":"EUR",' +
        '"items":[{"sku":"XB-4566","name":"USB-C cable","quantity":8,"unitPrice":57.35}],"total":458.8,' +
        '"note":"Please ring twice, leave the parcel with a neighbour and sen"}',
    )
  })

  it('differs from id to id and from seed to seed by more than the id', () => {
    const texts = ['1', '2', '3', '4'].flatMap((id) =>
      [1, 2, 3].map((seed) => JSON.stringify({ ...makeOrder({ id, seed, contentBytes: 2000 }), id: '' })),
    )
    expect(new Set(texts).size).toBe(12)
  })

  it('holds text beyond ASCII, numbers, booleans and null, its keys in no alphabetical order', () => {
    const order = makeOrder({ id: '1', seed: 1, contentBytes: 10_000 })
    const text = JSON.stringify(order)
    expect(Buffer.byteLength(text)).toBeGreaterThan(text.length)
    expect(text).toMatch(/":true[,}]/)
    expect(text).toMatch(/":null[,}]/)
    expect(text).toMatch(/":\d+\.\d+[,}]/)
    expect(Object.keys(order)).not.toEqual(Object.keys(order).toSorted())
  })

  it('grows by line items, not by its note', () => {
    const { items, note, total } = makeOrder({ id: '1', seed: 1, contentBytes: 1_000_000 })
    expect((items as unknown[]).length).toBeGreaterThan(4000)
    expect((note as string).length).toBeLessThan(300)
    expect(total).toBeGreaterThan(0)
  })

  it('fills the largest content that a server serves', () => {
    const bytes = 16 * 1024 * 1024
    expect(Buffer.byteLength(JSON.stringify(makeOrder({ id: '1', seed: 1, contentBytes: bytes })))).toBe(bytes)
  })

  it('says how much it takes where it does not fit', () => {
    expect(() => makeOrder({ id: '1', seed: 1, contentBytes: 200 })).toThrow(
      /^order "1" does not fit into 200 bytes, it takes 2\d\d: ask for more \(300 are enough for an id of up to 9 characters\)$/,
    )
  })
})
