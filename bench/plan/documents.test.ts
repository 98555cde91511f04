import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { planDocuments } from './documents.ts'

it('four sizes over eight connections take ids of two digits', () => {
  expect(planDocuments(4, 8)).toEqual({
    documents: 41,
    idsBySize: [
      [13, 17, 21, 25, 29, 33, 37, 41],
      [10, 14, 18, 22, 26, 30, 34, 38],
      [11, 15, 19, 23, 27, 31, 35, 39],
      [12, 16, 20, 24, 28, 32, 36, 40],
    ],
  })
})

it('one size and one connection is document 1', () => {
  expect(planDocuments(1, 1)).toEqual({ documents: 1, idsBySize: [[1]] })
})

const matrix = [fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 256 })] as const

it('every connection has a document of its own at every size, as the server numbers them', () => {
  fc.assert(
    fc.property(...matrix, (sizes, connections) => {
      const { idsBySize } = planDocuments(sizes, connections)
      expect(idsBySize.map((ids) => ids.length)).toEqual(Array.from({ length: sizes }, () => connections))
      expect(new Set(idsBySize.flat()).size).toBe(sizes * connections)
      expect(idsBySize.every((ids, size) => ids.every((id) => (id - 1) % sizes === size))).toBe(true)
    }),
  )
})

it('all ids have one number of digits, and the server has them all and no more than it must', () => {
  fc.assert(
    fc.property(...matrix, (sizes, connections) => {
      const { idsBySize, documents } = planDocuments(sizes, connections)
      const ids = idsBySize.flat()
      expect(new Set(ids.map((id) => String(id).length)).size).toBe(1)
      expect(Math.min(...ids)).toBeGreaterThanOrEqual(1)
      expect(documents).toBe(Math.max(...ids))
    }),
  )
})

it('no matrix of up to twelve sizes runs over into ids with one digit more', () => {
  const mixed: string[] = []
  for (let sizes = 1; sizes <= 12; sizes++) {
    for (let connections = 1; connections <= 256; connections++) {
      const ids = planDocuments(sizes, connections).idsBySize.flat()
      if (String(Math.min(...ids)).length !== String(Math.max(...ids)).length) mixed.push(`${sizes} x ${connections}`)
    }
  }
  expect(mixed).toEqual([])
})
