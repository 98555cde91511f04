import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNestedDeeperThan } from './nesting.ts'

describe('isNestedDeeperThan', () => {
  it.each([
    ['1', 0],
    ['[]', 1],
    ['[[],[],{"a":{}}]', 3],
    ['{"[[[[":"{{{{"}', 1],
    [String.raw`["\"[[[", "\\", [0]]`, 2],
  ])('finds %s nested in %s levels', (jsonText, depth) => {
    expect([isNestedDeeperThan(depth, jsonText), isNestedDeeperThan(depth - 1, jsonText)]).toEqual([false, true])
  })

  it('agrees with a walk of the parsed value', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
    fc.assert(
      fc.property(fc.json(), fc.nat({ max: 6 }), (jsonText, limit) => {
        expect(isNestedDeeperThan(limit, jsonText)).toBe(depthOf(JSON.parse(jsonText)) > limit)
      }),
    )
  })

  it('needs no stack for a million levels, nor valid JSON', () => {
    expect(isNestedDeeperThan(999_999, '['.repeat(1_000_000))).toBe(true)
    expect(isNestedDeeperThan(1_000_000, '{'.repeat(1_000_000))).toBe(false)
    expect(isNestedDeeperThan(0, '"never closed [')).toBe(false)
  })
})
