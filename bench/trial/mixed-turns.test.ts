import { assert, integer, property } from 'fast-check'
import { expect, it } from 'vitest'
import { copiesOf } from './mixed-turns.ts'

const mix = { '304': 12, '200': 5, put: 3 }

it('a saturated mix comes as often as its CPU time asks for, and so that every connection sends equally many', () => {
  // 20 requests a copy: two copies are five for each of 8 connections.
  expect([0, 1, 2, 3, 9.5].map((wanted) => copiesOf(mix, 8, wanted))).toEqual([2, 2, 2, 4, 10])
  expect([copiesOf(mix, 7, 1), copiesOf(mix, 10, 3), copiesOf(mix, 1, 3)]).toEqual([7, 3, 3])
})

it('whatever the connections, it is whole, bounded, and the same for all of them', () => {
  assert(property(integer({ min: 1, max: 256 }), integer({ min: 0, max: 1e9 }), (connections, wanted) => {
    const copies = copiesOf(mix, connections, wanted)
    expect((copies * 20) % connections).toBe(0)
    expect(copies).toBeGreaterThanOrEqual(1)
    expect(copies).toBeLessThanOrEqual(10_000 + connections)
  }))
  expect(copiesOf(mix, 8, Number.POSITIVE_INFINITY)).toBe(10_000)
})
