import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDateSource, formatHttpDate, parseHttpDate } from './http-date.ts'

const nowMs = Date.UTC(2026, 5, 15, 12, 0, 0)
const seconds = (iso: string) => Date.parse(iso) / 1000

describe('parseHttpDate', () => {
  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', 784_111_777],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 784_111_777],
    ['Sun Nov  6 08:49:37 1994', 784_111_777],
    ['Wed Nov 16 08:49:37 1994', 784_975_777],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Wed, 31 Dec 1969 23:59:59 GMT', -1],
    ['Thu, 29 Feb 2024 23:59:59 GMT', seconds('2024-02-29T23:59:59Z')],
    ['Tue, 29 Feb 2000 00:00:00 GMT', seconds('2000-02-29T00:00:00Z')],
    ['Fri, 31 Dec 9999 23:59:59 GMT', seconds('9999-12-31T23:59:59Z')],
    ['Sat, 01 Jan 0000 00:00:00 GMT', seconds('0000-01-01T00:00:00Z')],
    ['Fri, 01 Jan 0099 00:00:00 GMT', seconds('0099-01-01T00:00:00Z')],
    ['Sat, 31 Dec 2016 23:59:60 GMT', seconds('2017-01-01T00:00:00Z')],
  ])('reads %s (RFC 9110 §5.6.7)', (text, expected) => {
    expect(parseHttpDate(text, nowMs)).toBe(expected)
  })

  it('accepts a day name that is not the date’s', () => {
    expect(parseHttpDate('Mon, 06 Nov 1994 08:49:37 GMT', nowMs)).toBe(784_111_777)
  })

  it.each([
    ['2026-06-15T12:00:00Z'],
    ['Sun, 6 Nov 1994 08:49:37 GMT'],
    ['Sun, 06 Nov 1994 08:49:37'],
    ['Sun, 06 Nov 1994 08:49:37 UTC'],
    ['Sun, 06 Nov 1994 08:49:37 +0000'],
    ['Sun, 06 Nov 1994 08:49:37 GMT '],
    [' Sun, 06 Nov 1994 08:49:37 GMT'],
    ['Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT'],
    ['sun, 06 nov 1994 08:49:37 gmt'],
    ['Sun, 06 Foo 1994 08:49:37 GMT'],
    ['Sun, 00 Nov 1994 08:49:37 GMT'],
    ['Sun, 31 Nov 1994 08:49:37 GMT'],
    ['Sun, 30 Feb 2024 08:49:37 GMT'],
    ['Sun, 29 Feb 2023 08:49:37 GMT'],
    ['Thu, 29 Feb 1900 08:49:37 GMT'],
    ['Sun, 06 Nov 1994 24:00:00 GMT'],
    ['Sun, 06 Nov 1994 08:60:37 GMT'],
    ['Sun, 06 Nov 1994 08:49:60 GMT'],
    ['Sun, 06 Nov 1994 23:59:61 GMT'],
    ['Sun, 06-Nov-94 08:49:37 GMT'],
    ['Sunday, 06-Nov-1994 08:49:37 GMT'],
    ['Sunday, 31-Nov-94 08:49:37 GMT'],
    ['Sun Nov 6 08:49:37 1994'],
    ['Sun Nov 06 08:49:37 1994 GMT'],
    ['784111777'],
    ['"v7"'],
    [''],
  ])('takes %j for no date', (text) => {
    expect(parseHttpDate(text, nowMs)).toBeUndefined()
  })

  it.each([
    ['Monday, 15-Jun-26 12:00:00 GMT', '2026-06-15T12:00:00Z'],
    ['Monday, 15-Jun-76 12:00:00 GMT', '2076-06-15T12:00:00Z'],
    ['Monday, 15-Jun-76 12:00:01 GMT', '1976-06-15T12:00:01Z'],
    ['Monday, 01-Jan-99 00:00:00 GMT', '1999-01-01T00:00:00Z'],
    ['Tuesday, 29-Feb-00 00:00:00 GMT', '2000-02-29T00:00:00Z'],
  ])('takes %s for %s, not more than 50 years ahead of 2026-06-15T12:00:00Z (RFC 9110 §5.6.7)', (text, iso) => {
    expect(parseHttpDate(text, nowMs)).toBe(seconds(iso))
  })

  it('takes a two-digit year for the next century where that is nearer', () => {
    expect(parseHttpDate('Sunday, 01-Jun-03 00:00:00 GMT', Date.UTC(2090, 0, 1))).toBe(seconds('2103-06-01T00:00:00Z'))
  })

  it('takes 29 February for 2000 when 2100, within the 50 years, has none', () => {
    expect(parseHttpDate('Tuesday, 29-Feb-00 00:00:00 GMT', Date.UTC(2060, 0, 1))).toBe(seconds('2000-02-29T00:00:00Z'))
  })

  it('reads back what formatHttpDate writes', () => {
    const time = fc.integer({ min: Date.UTC(2000, 0, 1) - 2000 * 31_556_952_000, max: Date.UTC(9999, 11, 31) })
    fc.assert(
      fc.property(time.filter((ms) => ms >= Date.parse('0000-01-01T00:00:00Z')), (ms) => {
        expect(parseHttpDate(formatHttpDate(ms), nowMs)).toBe(Math.floor(ms / 1000))
      }),
    )
  })

  it('never throws, and answers whole seconds or undefined', () => {
    const parts = fc.array(fc.constantFrom('Sun', ', ', '06', '-', ' ', 'Nov', '94', '1994', '08:49:37', ' GMT', 'day', 'x'))
    fc.assert(
      fc.property(fc.oneof(fc.string(), parts.map((each) => each.join(''))), (text) => {
        const parsed = parseHttpDate(text, nowMs)
        expect(parsed === undefined || Number.isInteger(parsed)).toBe(true)
      }),
    )
  })
})

describe('formatHttpDate', () => {
  it.each([
    [784_111_777_000, 'Sun, 06 Nov 1994 08:49:37 GMT'],
    [784_111_777_999, 'Sun, 06 Nov 1994 08:49:37 GMT'],
    [-1, 'Wed, 31 Dec 1969 23:59:59 GMT'],
    [Date.parse('0099-01-01T00:00:00Z'), 'Thu, 01 Jan 0099 00:00:00 GMT'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatHttpDate(ms)).toBe(text)
  })

  it.each([Date.UTC(10_000, 0, 1), Date.parse('-000001-12-31T23:59:59Z'), Number.NaN])('refuses %d', (ms) => {
    expect(() => formatHttpDate(ms)).toThrow(`${ms} ms is outside the years 0 to 9999: it has no HTTP-date`)
  })
})

describe('createDateSource', () => {
  it('follows its clock from second to second, backwards too', () => {
    const clock = [0, 999, 1000, 59_999, 500]
    const date = createDateSource(() => clock.shift() ?? Number.NaN)
    expect([date(), date(), date(), date(), date()]).toEqual([
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Thu, 01 Jan 1970 00:00:01 GMT',
      'Thu, 01 Jan 1970 00:00:59 GMT',
      'Thu, 01 Jan 1970 00:00:00 GMT',
    ])
  })
})
