import { describe, expect, it } from 'vitest'
import { parseHttpDate } from '../../../../servers/http/http-date.ts'
import { formatAsctimeDate, formatRfc850Date, hasRfc850Form } from './obsolete-dates.ts'

const nowMs = Date.UTC(2026, 0, 1)

describe('obsolete dates', () => {
  it('are those of RFC 9110 §5.6.7', () => {
    const example = Date.UTC(1994, 10, 6, 8, 49, 37) / 1000
    expect(formatRfc850Date(example)).toBe('Sunday, 06-Nov-94 08:49:37 GMT')
    expect(formatAsctimeDate(example)).toBe('Sun Nov  6 08:49:37 1994')
    expect(formatAsctimeDate(example + 9 * 86_400)).toBe('Tue Nov 15 08:49:37 1994')
  })

  it('are read back as the same second', () => {
    for (const seconds of [Date.UTC(1999, 11, 31, 23, 59, 59) / 1000, Date.UTC(2024, 1, 29) / 1000]) {
      expect(parseHttpDate(formatRfc850Date(seconds), nowMs)).toBe(seconds)
      expect(parseHttpDate(formatAsctimeDate(seconds), nowMs)).toBe(seconds)
    }
  })

  it('have two digits for a year only where they name it', () => {
    expect(hasRfc850Form(Date.UTC(1990, 0, 1) / 1000, nowMs)).toBe(true)
    expect(hasRfc850Form(0, nowMs)).toBe(false)
  })
})
