import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findLosses } from './losses.ts'

describe('findLosses', () => {
  it.each([
    ['{"id":9007199254740993}', 'integers that a double cannot hold (beyond 2^53), 1 in all: $.id: 9007199254740993 is sent as 9007199254740992'],
    ['[-12345678901234567890]', 'integers that a double cannot hold (beyond 2^53), 1 in all: $[0]: -12345678901234567890 is sent as -12345678901234567000'],
    ['3.14159265358979323846', 'numbers with more digits than a double keeps, 1 in all: $: 3.14159265358979323846 is sent as 3.141592653589793'],
    ['[1e400,-1e400]', 'numbers beyond the range of a double, 2 in all: $[0]: 1e400 is sent as null; $[1]: -1e400 is sent as null'],
    ['1e-400', 'numbers beyond the range of a double, 1 in all: $: 1e-400 is sent as 0'],
    ['[-0,-0.0e5]', 'negative zeros, 2 in all: $[0]: -0 is sent as 0; $[1]: -0.0e5 is sent as 0'],
    ['{"a b":{"x":1,"y":2,"x":3}}', 'members of a name that their object has already, of which the last is kept, 1 in all: $["a b"].x'],
    [String.raw`{"a":1,"\u0061":1}`, 'members of a name that their object has already, of which the last is kept, 1 in all: $.a'],
    [String.raw`["\ud83d"]`, 'strings with half a surrogate pair, which some JSON parsers refuse, 1 in all: $[0]'],
    [String.raw`{"\ude00":1}`, String.raw`strings with half a surrogate pair, which some JSON parsers refuse, 1 in all: the name $["\ude00"]`],
  ])('names what %s loses', (jsonText, loss) => {
    expect(findLosses(jsonText)).toEqual([loss])
  })

  it.each([
    ['numbers that only change their spelling', '[1.0, 1e2, 1E+2, 100e-2, 0.10, 1.50e10, 0e0, 0.0, 0e999999]'],
    ['integers that a double holds, beyond 2^53 too', '[9007199254740992, 9007199254740994, 100000000000000000000, 1e23]'],
    ['the shortest spelling of any double', '[0.30000000000000004, 5e-324, 1.7976931348623157e308, 123456789.12345679]'],
    ['a whole surrogate pair', String.raw`["\ud83d\ude00", "é"]`],
    ['the same name in different objects', '{"a":{"a":[{"a":1},{"a":1}]},"b":{"a":1}}'],
    ['digits in strings', '["9007199254740993","-0"]'],
  ])('finds nothing in %s', (_kind, jsonText) => {
    expect(findLosses(jsonText)).toEqual([])
  })

  it('lists five of a kind and counts the rest', () => {
    const losses = findLosses(JSON.stringify({ n: 0 }).replace('0', `[${Array(8).fill('-0').join(',')}]`))
    expect(losses).toEqual([
      'negative zeros, 8 in all: $.n[0]: -0 is sent as 0; $.n[1]: -0 is sent as 0; $.n[2]: -0 is sent as 0; ' +
        '$.n[3]: -0 is sent as 0; $.n[4]: -0 is sent as 0; and 3 more',
    ])
  })

  it('keeps a line short however long the number and the path', () => {
    const jsonText = `{"${'k'.repeat(5000)}":1${'0'.repeat(300)}1${'0'.repeat(5000)}}`
    const [loss = '', ...others] = findLosses(jsonText)
    expect(others).toEqual([])
    expect(loss.length).toBeLessThan(300)
    expect(loss).toContain('is sent as null')
  })

  it('finds nothing in what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(findLosses(text)).toEqual([])
      }),
    )
  })

  it('finds an integer lost exactly where BigInt sees that the double is another', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), (integer) => {
        const text = String(integer)
        expect(findLosses(text).length).toBe(BigInt(JSON.stringify(Number(text))) === integer ? 0 : 1)
      }),
    )
  })
})
