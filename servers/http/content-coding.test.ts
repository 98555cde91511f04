import { describe, expect, it } from 'vitest'
import { selectCoding, validatorsOfCoding } from './content-coding.ts'

describe('selectCoding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['identity', 'identity'],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['gzip, deflate, br, zstd', 'gzip'],
    ['br;q=1.0, gzip;q=0.8, *;q=0.1', 'gzip'],
    ['deflate, br', 'identity'],
    ['*', 'gzip'],
    ['identity, gzip', 'gzip'],
    ['gzip;q=0.5', 'gzip'],
    ['gzip;q=0.001', 'gzip'],
    ['gzip;q=0.5, identity', 'identity'],
    ['gzip;q=0.8, identity;q=0.9', 'identity'],
    ['gzip;q=0', 'identity'],
    ['gzip ; q=0.000', 'identity'],
    ['gzip;q=0, *', 'identity'],
    ['identity;q=0, gzip', 'gzip'],
    ['identity;q=0, *', 'gzip'],
    ['*;q=0, gzip', 'gzip'],
    ['*;q=0, identity;q=0.1', 'identity'],
    [',, gzip ,', 'gzip'],
    ['x-gzip', 'gzip'],
    ['br, X-GZIP;q=0.5', 'gzip'],
    ['identity;q=0.5,x-gzip ; q=0.8', 'gzip'],
    ['x-gzip;q=0.5, identity', 'identity'],
    ['x-gzip;q=0, *', 'identity'],
    ['x-gzipped, ax-gzip', 'identity'],
  ])('of Accept-Encoding: %s is %s', (fieldValue, coding) => {
    expect(selectCoding(fieldValue)).toBe(coding)
  })

  it.each(['identity;q=0', '*;q=0', 'identity;q=0, br', 'identity;q=0, gzip;q=0', 'gzip;q=0, *;q=0', 'identity;q=0, x-gzip;q=0'])('finds none in %s', fieldValue => {
    expect(selectCoding(fieldValue)).toBeUndefined()
  })

  it.each([',', ';', '"', 'gzip;q=', 'x-gzip=', 'a'].map(part => [part, part.repeat(16_000 / part.length)]))(
    'of a field that says %s over and over is identity',
    (_, fieldValue) => {
      expect(selectCoding(fieldValue)).toBe('identity')
    },
  )
})

describe('validatorsOfCoding', () => {
  it('gives each coding a strong tag of its own, beside that of the other (RFC 9110 §8.8.3.3)', () => {
    expect(validatorsOfCoding({ etag: '"v7"', lastModifiedMs: 5 }, 'identity')).toEqual({ etag: '"v7"', lastModifiedMs: 5, furtherEtags: ['"v7-gzip"'] })
    expect(validatorsOfCoding({ etag: '"v7"', lastModifiedMs: 5 }, 'gzip')).toEqual({ etag: '"v7-gzip"', lastModifiedMs: 5, furtherEtags: ['"v7"'] })
    expect(validatorsOfCoding({ etag: '""' }, 'gzip').etag).toBe('"-gzip"')
  })

  it.each(['identity', 'gzip'] as const)('lets %s share weak tags and dates, which promise no bytes', coding => {
    expect(validatorsOfCoding({ etag: 'W/"1f-abc"', lastModifiedMs: 5 }, coding)).toEqual({ etag: 'W/"1f-abc"', lastModifiedMs: 5 })
    expect(validatorsOfCoding({ lastModifiedMs: 5 }, coding)).toEqual({ lastModifiedMs: 5 })
    expect(validatorsOfCoding({}, coding)).toEqual({})
  })
})
