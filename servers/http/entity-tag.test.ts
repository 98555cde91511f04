import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEntityTag, parseTagList, strongMatch, weakMatch } from './entity-tag.ts'
import type { EntityTag } from './entity-tag.ts'

/** The grammar of RFC 9110 §8.8.3, as a reference to hold the parser against. */
const entityTag = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/
const megabyte = 1_000_000

const tagCharacter = fc.oneof(
  fc.constantFrom(...',*/W!\\a1'),
  fc.integer({ min: 0x21, max: 0xff }).filter((code) => code !== 0x22 && code !== 0x7f).map((code) => String.fromCharCode(code)),
)
const tag = fc
  .tuple(fc.constantFrom('', 'W/'), fc.array(tagCharacter, { maxLength: 12 }))
  .map(([weak, characters]) => `${weak}"${characters.join('')}"` as EntityTag)
const whitespace = fc.constantFrom('', ' ', '\t', ' \t ', '    ')
const separator = fc
  .tuple(whitespace, fc.array(fc.tuple(fc.constant(','), whitespace), { minLength: 1, maxLength: 4 }))
  .map(([before, commas]) => before + commas.flat().join(''))
const edge = fc.oneof(whitespace, separator)
/** Text of the parser's own alphabet, which comes near the grammar far more often than any text. */
const nearMiss = fc.array(fc.constantFrom('"', 'W', '/', ',', ' ', '\t', '*', 'a', 'W/"', '"a"', '\x7f', '\u0100'), { maxLength: 14 })

/** Undefined, `*` or the members, found by splitting instead of by scanning. */
function referenceParse(text: string): '*' | readonly string[] | undefined {
  if (/^[ \t]*\*[ \t]*$/.test(text)) return '*'
  const members: string[] = []
  let quoted = false
  let member = ''
  for (const character of `${text},`) {
    if (character === '"') quoted = !quoted
    if (character !== ',' || quoted) member += character
    else {
      members.push(member.replaceAll(/^[ \t]+|[ \t]+$/g, ''))
      member = ''
    }
  }
  const tags = members.filter((each) => each !== '')
  return !quoted && tags.length > 0 && tags.every((each) => entityTag.test(each)) ? tags : undefined
}

describe('parseTagList', () => {
  it.each<[string, readonly string[] | '*']>([
    ['"v7"', ['"v7"']],
    ['W/"v7"', ['W/"v7"']],
    ['""', ['""']],
    ['"a", W/"b" ,"c"', ['"a"', 'W/"b"', '"c"']],
    ['"a","b"', ['"a"', '"b"']],
    ['"a,b", ","', ['"a,b"', '","']],
    [', ,"a",,\t, "b" , ', ['"a"', '"b"']],
    ['  "a"\t', ['"a"']],
    ['"W/", "*"', ['"W/"', '"*"']],
    ['"back\\slash"', ['"back\\slash"']],
    ['"\x80\xff"', ['"\x80\xff"']],
    ['*', '*'],
    [' \t* ', '*'],
  ])('reads %j (RFC 9110 §8.8.3, §5.6.1)', (fieldValue, list) => {
    expect(parseTagList(fieldValue)).toEqual(list)
  })

  it.each([
    ['', 'nothing'],
    [' \t', 'only whitespace'],
    [',', 'only a comma'],
    [', ,,', 'only commas'],
    ['v7', 'an unquoted tag'],
    ['"v7', 'a quote that is not closed'],
    ['v7"', 'a quote that is not opened'],
    ["'v7'", 'the wrong quotes'],
    ['w/"v7"', 'a small w: weak is case-sensitive'],
    ['W"v7"', 'W without a slash'],
    ['W/ "v7"', 'a space after W/'],
    ['W/', 'W/ alone'],
    ['W/W/"v7"', 'W/ twice'],
    ['"a" "b"', 'no comma between'],
    ['"a""b"', 'nothing between'],
    ['"a", b', 'an unquoted member at the end'],
    ['"a"; "b"', 'another separator'],
    ['"a" x', 'trailing garbage'],
    ['"a b"', 'a space in a tag'],
    ['"a\tb"', 'a tab in a tag'],
    ['"a\x7fb"', 'DEL in a tag'],
    ['"a\u0100"', 'a character beyond latin1'],
    ['"a\\"b"', 'an escaped quote: tags have no escapes'],
    ['*, "a"', '* before a tag'],
    ['"a", *', '* after a tag'],
    ['*, *', '* twice'],
    ['*,', '* and an empty member'],
    ['**', 'two stars'],
    ['"*', 'half a quoted star'],
    ['\u00a0"a"', 'whitespace that HTTP does not know'],
    ['"a"\r\n', 'a line end'],
  ])('takes %j for malformed: %s', (fieldValue) => {
    expect(parseTagList(fieldValue)).toBeUndefined()
  })

  it('reads back the members of any list that the grammar can write', () => {
    const list = fc.array(tag, { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(list, fc.array(separator, { minLength: 7, maxLength: 7 }), edge, edge, (tags, separators, start, end) => {
        const fieldValue = start + tags.map((each, index) => (index ? separators[index - 1] : '') + each).join('') + end
        expect(parseTagList(fieldValue)).toEqual(tags)
      }),
    )
  })

  it('agrees with a parser that splits at commas, on any text', () => {
    const text = fc.oneof(nearMiss.map((parts) => parts.join('')), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(text, (fieldValue) => {
        expect(parseTagList(fieldValue)).toEqual(referenceParse(fieldValue))
      }),
      { numRuns: 5000 },
    )
  })

  it('refuses any list that one character spoils', () => {
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 4 }), fc.constantFrom('x', '"', '*', '\0', 'W/'), (tags, spoiler) => {
        expect(parseTagList(`${tags.join(', ')}${spoiler}`)).toBeUndefined()
        expect(parseTagList(`${spoiler}, ${tags.join(', ')}`)).toBeUndefined()
      }),
    )
  })

  it.each([
    ['quotes', '"'.repeat(megabyte)],
    ['commas', ','.repeat(megabyte)],
    ['spaces', ' '.repeat(megabyte)],
    ['stars', '*'.repeat(megabyte)],
    ['W/ repeated', 'W/'.repeat(megabyte / 2)],
    ['W/" repeated', 'W/"'.repeat(megabyte / 3)],
    ['commas and spaces', ', '.repeat(megabyte / 2)],
    ['one quote that is never closed', `"${'a'.repeat(megabyte)}`],
    ['a star in a megabyte of commas', `${','.repeat(megabyte)}*${','.repeat(megabyte)}`],
    ['300,000 members and an unclosed quote', `${'"",'.repeat(300_000)}"`],
  ])('refuses a megabyte of %s', (_kind, fieldValue) => {
    expect(parseTagList(fieldValue)).toBeUndefined()
  })

  it.each([
    ['one tag', `"${'a'.repeat(megabyte)}"`, 1],
    ['empty members around one tag', `${', '.repeat(megabyte / 2)}"a"${' ,'.repeat(megabyte / 2)}`, 1],
    ['300,000 tags', '"",'.repeat(300_000), 300_000],
  ])('reads a megabyte of %s', (_kind, fieldValue, count) => {
    expect(parseTagList(fieldValue)).toHaveLength(count)
  })
})

describe('strongMatch and weakMatch', () => {
  it.each<[EntityTag, EntityTag, boolean, boolean]>([
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
    ['"W/"', 'W/"W/"', false, true],
    ['"a"', '"A"', false, false],
  ])('compare %s with %s (RFC 9110 §8.8.3.2)', (a, b, strong, weak) => {
    expect([strongMatch(a, b), strongMatch(b, a)]).toEqual([strong, strong])
    expect([weakMatch(a, b), weakMatch(b, a)]).toEqual([weak, weak])
  })
})

describe('isEntityTag', () => {
  it('holds for one tag and for nothing around it', () => {
    fc.assert(fc.property(fc.oneof(tag, nearMiss.map((parts) => parts.join(''))), (text) => isEntityTag(text) === entityTag.test(text)))
    expect(['""', 'W/"a"', '"a,b"'].map(isEntityTag)).toEqual([true, true, true])
    expect(['', 'a', 'w/"a"', '"a", "b"', ',"a"', '"a" ', '"a"b"', '*'].map(isEntityTag)).toEqual(Array.from({ length: 8 }, () => false))
  })
})
