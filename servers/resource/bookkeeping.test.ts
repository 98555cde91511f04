import { describe, expect, it } from 'vitest'
import { withBookkeeping } from './bookkeeping.ts'
import type { JsonValue } from './bookkeeping.ts'

const edit = '"edit":{"id":"000000000000","tally":1000000}'

describe('withBookkeeping', () => {
  it.each([
    ['{"b":1,"a":2}', `{${edit},"b":1,"a":2}`, 45],
    ['{}', `{${edit}}`, 44],
    ['{"note":"\\"edit\\":"}', `{${edit},"note":"\\"edit\\":"}`, 45],
    ['{"editor":"é","list":["edit"]}', `{${edit},"editor":"é","list":["edit"]}`, 45],
    ['{"__proto__":1}', `{${edit},"__proto__":1}`, 45],
  ])('makes edit the first member of %s', (before, after, addedBytes) => {
    const { content, ...rest } = withBookkeeping(JSON.parse(before) as JsonValue)
    expect(JSON.stringify(content)).toBe(after)
    expect(rest).toEqual({ added: 'member', obstacle: null, addedBytes })
  })

  it.each([
    ['an array', '[1,{"a":2}]', 'no-object'],
    ['an empty array', '[]', 'no-object'],
    ['a string', '"text"', 'no-object'],
    ['a number', '1', 'no-object'],
    ['null', 'null', 'no-object'],
    ['an object whose edit is taken', '{"edit":1}', 'name-taken'],
    ['an object with edit further down', '{"a":[{"edit":{"id":"1"}}]}', 'name-taken'],
    ['an object whose first names are like integers', '{"1":2,"a":3}', 'numeric-names'],
  ])('puts %s into an envelope, and says why', (_kind, before, obstacle) => {
    const { content, ...rest } = withBookkeeping(JSON.parse(before) as JsonValue)
    expect(JSON.stringify(content)).toBe(`{${edit},"payload":${before}}`)
    expect(rest).toEqual({ added: 'envelope', obstacle, addedBytes: 57 })
  })
})
