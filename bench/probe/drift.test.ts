import { describe, expect, it } from 'vitest'
import { describeDrift, findDrift } from './drift.ts'

/** What is said of two contents. */
function drift(before: string, after: string): string {
  return describeDrift(findDrift(Buffer.from(before), Buffer.from(after)))
}

describe('the drift between two contents', () => {
  it.each([
    ['{"a":1}', '{"a":1}', 'the content stayed the same, byte for byte'],
    ['{"a":1,"t":10}', '{"a":1,"t":11}', '$.t changed (10 then 11)'],
    ['{"a":{"b":[{"c":"x"},{"c":"y"}]}}', '{"a":{"b":[{"c":"x"},{"c":"z"}]}}', '$.a.b[1].c changed ("y" then "z")'],
    ['{"a":1}', '{"a":1,"now":"12:00"}', '$.now came ("12:00")'],
    ['{"a":1,"b":null}', '{"a":1}', '$.b went (null)'],
    ['[1,2]', '[1,2,3]', '$[2] came (3)'],
    ['[1,2,3]', '[1]', '$[2] went (3), $[1] went (2)'],
    ['{"a":1,"b":2}', '{"b":2,"a":1}', 'the key order of $ changed (a, b then b, a)'],
    ['{"o":{"a":1,"b":2},"t":1}', '{"o":{"b":2,"a":1},"t":2}', 'the key order of $.o changed (a, b then b, a), $.t changed (1 then 2)'],
    ['{"tags":["x","y","z"]}', '{"tags":["z","x","y"]}', 'the items of $.tags changed places'],
    ['[{"id":1},{"id":2}]', '[{"id":2},{"id":1}]', 'the items of $ changed places'],
    ['{"a":1,"b":2}', '{"c":3,"b":2}', '$.a went (1), $.c came (3)'],
    ['{"it\'s":{"a b":1}}', '{"it\'s":{"a b":2}}', String.raw`$['it\'s']['a b'] changed (1 then 2)`],
    ['{"a":[]}', '{"a":{}}', '$.a changed ([] then {})'],
    ['1', '"1"', '$ changed (1 then "1")'],
    ['{"a":1}', '{"a": 1}', 'the JSON value stayed the same and is written otherwise from byte 5 on'],
    ['{"a":1.0}', '{"a":1}', 'the JSON value stayed the same and is written otherwise from byte 6 on'],
    ['<p>1</p>', '<p>2</p>', 'the content changed from byte 3 on'],
    ['{"a":1}', '{"a":1', 'the content changed from byte 6 on'],
    ['', '{}', 'the content changed from byte 0 on'],
    ['{"__proto__":1,"toString":1}', '{"__proto__":2,"constructor":1}', '$.toString went (1), $.constructor came (1), $.__proto__ changed (1 then 2)'],
  ])('from %s to %s: %s', (before, after, expected) => {
    expect(drift(before, after)).toBe(expected)
  })

  it('shortens long values, and counts what it does not list', () => {
    expect(drift('{"a":"x"}', `{"a":"${'y'.repeat(100)}"}`)).toBe(`$.a changed ("x" then "${'y'.repeat(39)}...)`)
    const numbers = (add: number) => JSON.stringify(Array.from({ length: 20 }, (_, index) => 2 * index + add))
    expect(drift(numbers(0), numbers(1))).toMatch(/^\$\[0\] changed \(0 then 1\), .*, \$\[7\] changed \(14 then 15\), 12 more$/)
  })

  it('ends for a content that nests as deep as it can', () => {
    const nested = (inner: string) => `${'[1,'.repeat(50_000)}${inner}${']'.repeat(50_000)}`
    expect(drift(nested('1'), nested('1 '))).toBe('the JSON value stayed the same and is written otherwise from byte 150001 on')
  })
})
