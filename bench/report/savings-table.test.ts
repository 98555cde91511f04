import { describe, expect, it } from 'vitest'
import type { Saving } from '../archive/estimates-schema.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { formatSavings } from './savings-table.ts'

const share = { kind: 'point-only' as const, point: 0.04, level: 0.95, launches: 2, why: 'too few' }

function saving(strategy: string, sizeBytes: number, given: Partial<Saving> = {}): Saving {
  return {
    strategy,
    sizeBytes,
    load: 'saturated',
    bytesSavedPer304: sizeBytes - 30,
    gzipBytes: sizeBytes / 5,
    bytesSavedPer304WithGzip: sizeBytes / 5 - 20,
    bytesAddedPer200: 120,
    breakEven304FractionBytes: 0.01,
    breakEven304FractionCpu: share,
    ...given,
  }
}

const savings = [saving('version', 1_000), saving('version', 1_000_000), saving('sha256', 1_000, { breakEven304FractionCpu: null })]
const untold = { kind: 'interval' as const, point: 0.5, low: 0, high: 1, level: 0.95, coverage: 0.969, launches: 6 }
const tables = (encoding: 'identity' | 'gzip', entries = savings) =>
  formatSavings(buildRun({ us: () => 1, sizesBytes: [1_000, 10_000, 1_000_000], encoding }), { savings: entries })

describe('formatSavings', () => {
  it('has what gzip leaves of it beside each saved byte, below the content itself', () => {
    expect(tables('identity').bytes).toEqual([
      '                         1kB            1MB',
      '(the content)       1000 200 1000000 200000',
      'version              970 180  999970 199980',
      'sha256               970 180              -',
    ])
  })

  it('has one figure where the run compresses', () => {
    expect(tables('gzip').bytes).toEqual([
      '                         1kB         1MB',
      '(the content)            200      200000',
      'version                  180      199980',
      'sha256                   180           -',
    ])
  })

  it('has a dash where no content was weighed', () => {
    const unknown = [saving('version', 1_000, { gzipBytes: null, bytesSavedPer304WithGzip: null })]
    expect(tables('identity', unknown).bytes.slice(1)).toEqual(['(the content)         1000 -', 'version                970 -'])
  })

  it('has the shares from which a tag pays in a table of their own', () => {
    expect(tables('identity', [...savings, saving('sha256', 1_000_000, { breakEven304FractionCpu: untold })]).breakEven).toEqual([
      '                         1kB         1MB',
      'version                1% 4%       1% 4%',
      'sha256               1% void        1% ?',
    ])
  })
})
