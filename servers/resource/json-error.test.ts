import { describe, expect, it } from 'vitest'
import { describeJsonError } from './json-error.ts'

describe('describeJsonError', () => {
  it.each([
    ['{\n  "a": 1,\n  b}', 'Expected double-quoted property name (line 3, column 3)'],
    ['{\r\n  "a": x\r\n}', "Unexpected token 'x' (line 2, column 8)"],
    [`[${'1, '.repeat(50)}x, 1]`, "Unexpected token 'x' (line 1, column 152)"],
    ['[1 2]', "Expected ',' or ']' after array element (line 1, column 4)"],
    ['[1,]', "Unexpected token ']' (line 1, column 4)"],
    ['"a\tb"', 'Bad control character in string literal (line 1, column 3)'],
    ['{"a":1}\n}', 'Unexpected non-whitespace character after JSON (line 2, column 1)'],
    ['[1,\n 2', "Expected ',' or ']' after array element (line 2, column 3)"],
    ['{"a": [', 'Unexpected end of JSON input (line 1, column 8)'],
    ['// a comment\n1', "Unexpected token '/' (line 1, column 1)"],
    ["{'a': 1}", "Expected property name or '}' (line 1, column 2)"],
    ['[1, NaN]', "Unexpected token 'N' (line 1, column 5)"],
  ])('places the error of %j', (jsonText, description) => {
    expect(describeJsonError(jsonText)).toBe(description)
  })

  it('stops at the first error, however deep the rest nests', () => {
    expect(describeJsonError(`x${'['.repeat(100_000)}`)).toBe("Unexpected token 'x' (line 1, column 1)")
  })

  it('refuses to describe what is no error', () => {
    expect(() => describeJsonError('{}')).toThrow('the text is JSON: there is no error to describe')
  })
})
