import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentLimitBytes, findTotalFault, formatSize, minimumOrderBytes, parseSize } from './size.ts'

describe('parseSize', () => {
  it.each([
    ['300B', 300],
    ['1kB', 1000],
    ['10kB', 10_000],
    ['1.5kB', 1500],
    ['1.1MB', 1_100_000],
    ['10KiB', 10_240],
    ['0.5MiB', 524_288],
    ['16MiB', 16_777_216],
  ])('reads %s as %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  it.each(['', '10', '10k', '10KB', '10kb', '10 kB', '1e3B', '-1kB', '.5MB', '1.kB', '1,5kB', '0x400B', 'kB', 'big', '10kB,'])(
    'refuses %j and says what a size looks like',
    (text) => {
      expect(() => parseSize(text)).toThrow(
        `"${text}" is not a size: give one from 300B to 16MiB as a number and its unit (B, kB, MB, KiB, MiB), such as 10kB`,
      )
    },
  )

  it('refuses a fraction of a byte', () => {
    expect(() => parseSize('400.5B')).toThrow('size "400.5B" is 400.5 bytes: give a whole number of bytes, such as 401B')
  })

  it.each([
    ['299B', 299],
    ['0kB', 0],
    ['16777217B', 16_777_217],
    ['999999999MiB', 1_048_575_998_951_424],
  ])('refuses %s and names the smallest and the largest size', (text, bytes) => {
    expect(() => parseSize(text)).toThrow(`size "${text}" is ${bytes} bytes: give one from 300B to 16MiB, such as 10kB`)
  })
})

describe('formatSize', () => {
  it.each([
    [0, '0B'],
    [300, '300B'],
    [1000, '1kB'],
    [10_000, '10kB'],
    [1_500_000, '1.5MB'],
    [1024, '1KiB'],
    [10_240, '10KiB'],
    [1_048_576, '1MiB'],
    [128_000, '128kB'],
    [53_386, '53.386kB'],
    [16_777_216, '16MiB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
  })

  it('is read back exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: minimumOrderBytes, max: contentLimitBytes }), (bytes) => {
        expect(parseSize(formatSize(bytes))).toBe(bytes)
      }),
    )
  })
})

describe('findTotalFault', () => {
  it('bounds what all documents come to', () => {
    expect(findTotalFault(1_000_000, [1_000])).toBeUndefined()
    expect(findTotalFault(4_000, [1_000_000, 1_000])).toBeUndefined()
    expect(findTotalFault(1_000_000, [10_000])).toBe('--documents 1000000: they come to 10 GB, at most 4 GB are served')
  })
})
