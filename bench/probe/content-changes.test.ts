import { describe, expect, it } from 'vitest'
import { contentChanges, isLoss, isWithin } from './content-changes.ts'

describe('the changes between two contents', () => {
  it.each<[string, unknown, unknown, readonly string[]]>([
    ['none in another order of members', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, []],
    ['a value deep within', { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] }, ['a.1.b']],
    ['members that came and went', { a: 1 }, { b: 1 }, ['a', 'b']],
    ['a list of another length, as a whole', { a: [1, 2] }, { a: [1, 2, 3] }, ['a']],
    ['an object for a list', { a: {} }, { a: [] }, ['a']],
    ['the root', 1, 2, ['']],
    ['null for nothing', { a: null }, {}, ['a']],
  ])('are %s', (_what, before, after, expected) => {
    expect(contentChanges(before, after).map(({ path }) => path.join('.'))).toEqual(expected)
  })
})

describe('a change is a loss', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1 }, {}, true],
    [{ a: 'x' }, { a: null }, true],
    [{ a: 'x' }, { a: 1 }, true],
    [{ a: [1, 2] }, { a: [1] }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: [1] }, { a: [1, 2] }, false],
    [{ a: null }, { a: 'x' }, false],
    [{ a: null }, {}, false],
    [{}, { a: 1 }, false],
  ])('from %j to %j: %s', (before, after, expected) => {
    expect(contentChanges(before, after).some(isLoss)).toBe(expected)
  })
})

describe('a path', () => {
  it('lies within itself and what it leads through, and not within a name that only begins alike', () => {
    expect([isWithin(['a', 'b'], ['a']), isWithin(['a'], ['a']), isWithin(['a'], ['a', 'b']), isWithin(['ab'], ['a'])]).toEqual([true, true, false, false])
  })
})
