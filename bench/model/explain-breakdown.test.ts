import { expect, it } from 'vitest'
import type { CpuBar } from './breakdown.ts'
import { explainBreakdown } from './explain-breakdown.ts'
import type { HashFactor } from './hash-factor.ts'

const exact = (point: number) => ({ point, low: point, high: point })

const bar = (strategy: string, responseClass: '200' | '304', sizeBytes: number, restShare: number): CpuBar => ({
  strategy,
  responseClass,
  sizeBytes,
  totalUs: exact(100),
  parts: [{ part: 'http', us: exact(100 - restShare * 100), share: 1 - restShare }, { part: 'rest', us: exact(restShare * 100), share: restShare }],
  missing: [],
})

const factor = (hash: string, low: number | null, point: number, high: number | null): HashFactor => ({
  hash, sizeBytes: 10_000, inHandlerUs: exact(1), inLoopUs: exact(1), factor: { point, low, high },
})

it('says what the parts leave over at each size', () => {
  const bars = [bar('none', '200', 1000, 0.55), bar('sha256', '200', 1000, 0.5), bar('none', '200', 10_000, 0.2), bar('none', '200', 100_000, 0.1)]
  expect(explainBreakdown({ bars, hashFactors: [], unfit: null })).toEqual([
    'Of a 200 of none (no tag), the parts leave over 55 % at 1kB, 20 % at 10kB and 10 % at 100kB: the framework, and all that the same work costs more between requests, on cold caches, than in a loop that does nothing else.',
  ])
})

it('says where the parts exceed the whole for certain', () => {
  const bars = [bar('none', '200', 1000, 0.5), bar('none', '200', 10_000, -0.2), bar('version', '304', 10_000, -0.1)]
  expect(explainBreakdown({ bars, hashFactors: [], unfit: null })[1]).toBe(
    'Alone, the parts cost more than the whole: 200 of none at 10kB and 304 of version at 10kB. Both were measured at different hours; such a bar says little.',
  )
})

it('tells where a hash takes longer in a handler, is quicker, or neither', () => {
  const hashFactors = [factor('sha256', 1.5, 2, 2.6), factor('md5', 0.9, 1.4, 2), factor('xxh64', null, 3, null), factor('sha1', 0.5, 0.7, 0.9)]
  expect(explainBreakdown({ bars: [], hashFactors, unfit: null })).toEqual([
    'A hash takes longer in a handler, between the other work of requests, than in a loop of its own, as bars have it; what it takes more is within the rest: sha256 at 10kB ×2.00 [1.50, 2.60].',
    'It came out quicker in a handler than in a loop: sha1 at 10kB ×0.700 [0.500, 0.900].',
    'What it takes in a handler cannot be told from what it takes in a loop: md5 at 10kB ×1.40 [0.900, 2.00] and xxh64 at 10kB ×3.00 (no interval).',
  ])
})

it('says so where strategies hash and the micro file does not know what that takes in a handler', () => {
  const hashing: CpuBar = { ...bar('sha256', '304', 1000, 0.2), parts: [{ part: 'hashing', us: exact(80), share: 0.8 }] }
  expect(explainBreakdown({ bars: [hashing], hashFactors: [], unfit: null })).toEqual([
    'How much longer a hash takes in a handler than in a loop, this micro file does not say: npm run micro measures it.',
  ])
})

it('says why there is nothing to show', () => {
  expect(explainBreakdown({ bars: [], hashFactors: [], unfit: 'the run was made elsewhere' })).toEqual(['The parts are not shown: the run was made elsewhere.'])
})
