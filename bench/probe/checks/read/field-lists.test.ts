import { describe, expect, it } from 'vitest'
import { directivesOf, membersOf } from './field-lists.ts'

describe('the directives of Cache-Control', () => {
  it.each([
    [undefined, {}],
    ['', {}],
    ['no-store', { 'no-store': undefined }],
    ['Private, No-Cache', { private: undefined, 'no-cache': undefined }],
    ['max-age=60, s-maxage="120"', { 'max-age': '60', 's-maxage': '120' }],
    ['private="set-cookie, no-store", max-age=1', { private: 'set-cookie, no-store', 'max-age': '1' }],
    [',, max-age=5 ,max-age=9', { 'max-age': '5' }],
  ])('of %s', (fieldValue, expected) => {
    expect(Object.fromEntries(directivesOf(fieldValue))).toEqual(expected)
  })
})

describe('the members of a list', () => {
  it('come in lower case, without empty ones', () => {
    expect(membersOf(' Accept-Encoding ,,Cookie')).toEqual(['accept-encoding', 'cookie'])
    expect(membersOf(undefined)).toEqual([])
  })
})
