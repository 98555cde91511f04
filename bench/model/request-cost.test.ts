import { describe, expect, it } from 'vitest'
import { buildBasis, buildStrategy, readsAll } from './basis-fixture.ts'
import { gzipBytes, requestCost } from './request-cost.ts'

const basis = buildBasis()
const sha256 = basis.strategies.find(({ name }) => name === 'sha256')!
const identity = (sizeBytes: number) => ({ sizeBytes, encoding: 'identity' as const })
const gzip = (sizeBytes: number) => ({ sizeBytes, encoding: 'gzip' as const })

describe('requestCost', () => {
  it('costs what was measured at a measured size', () => {
    expect(requestCost(basis, sha256, '200', identity(10_000))).toEqual({ us: [90, 90, 90, 90, 90, 90], sentBytes: 100, receivedBytes: 10_105 })
  })

  it('changes the content of a 200 and of a write with the size, digits of the length included, and no 304', () => {
    const bytes = (responseClass: '200' | '304' | 'put' | '412') => {
      const { sentBytes, receivedBytes } = requestCost(basis, sha256, responseClass, identity(2_000_000))!
      return [sentBytes, receivedBytes]
    }
    expect([bytes('200'), bytes('304'), bytes('put'), bytes('412')]).toEqual([[100, 2_000_107], [100, 100], [2_000_107, 100], [2_000_107, 100]])
  })

  it('adds what compressing costs and what it does to the bytes, where the run sent contents as they are', () => {
    const compressed = requestCost(basis, sha256, '200', gzip(10_000))!
    expect(compressed.us[0]).toBe(90 + 200)
    // -gzip in the tag, accept-encoding asked for; vary, content-encoding and -gzip in the answer, 2,000 bytes of 4 digits.
    expect([compressed.sentBytes, compressed.receivedBytes]).toEqual([100 + 5 + 23, 100 + 2000 + 4 + 23 + 24 + 5])
    const unchanged = requestCost(basis, sha256, '304', gzip(10_000))!
    expect([unchanged.us[0], unchanged.sentBytes, unchanged.receivedBytes]).toEqual([90, 100 + 5 + 23, 100 + 23 + 5])
  })

  it('takes a run that compressed at its word', () => {
    const coded = { ...basis, encoding: 'gzip' as const }
    expect(requestCost(coded, sha256, '200', gzip(10_000))).toEqual({ us: [90, 90, 90, 90, 90, 90], sentBytes: 100, receivedBytes: 10_105 })
  })

  it('knows nothing of a class that has no figure', () => {
    expect(requestCost(basis, { ...sha256, classes: {} }, '412', identity(10_000))).toBeUndefined()
  })

  it('leaves a launch without a figure where it has none at any size', () => {
    const gappy = buildStrategy('gappy', readsAll, {})
    const costs = gappy.classes['200']!.map((cost) => ({ ...cost, us: [null, ...cost.us.slice(1)] }))
    expect(requestCost(basis, { ...gappy, classes: { '200': costs } }, '200', identity(5_500))?.us).toEqual([null, 56.25, 56.25, 56.25, 56.25, 56.25])
  })

  it('draws the line of a run with one size from the cheapest 304 of each launch', () => {
    const single = buildBasis({ sizesBytes: [10_000], strategies: basis.strategies.map((each) => ({ ...each, classes: Object.fromEntries(Object.entries(each.classes).map(([name, costs]) => [name, costs.slice(1, 2)])) })) })
    const [first] = requestCost(single, single.strategies[1]!, '200', identity(20_000))!.us
    expect(first).toBe(11 + (90 - 11) * 2)
  })
})

it('gzipBytes lies between the contents that were weighed', () => {
  expect(gzipBytes(basis, 5_500)).toBe(1100)
  expect(gzipBytes({ contents: [] }, 5_500)).toBeUndefined()
})
