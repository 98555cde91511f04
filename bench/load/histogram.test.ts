import { describe, expect, it } from 'vitest'
import { DurationHistogram } from './histogram.ts'

function histogramOf(...durationsNs: readonly number[]): DurationHistogram {
  const histogram = new DurationHistogram()
  for (const durationNs of durationsNs) histogram.record(durationNs)
  return histogram
}

describe('a duration histogram', () => {
  it('knows percentiles to 0.1 %, from a nanosecond to minutes', () => {
    const { count, p50Ns, p90Ns, p99Ns, maxNs } = histogramOf(...Array.from({ length: 1000 }, (_, n) => (n + 1) * 14_000)).summary()
    expect(count).toBe(1000)
    expect(Math.abs(p50Ns / 7_000_000 - 1)).toBeLessThan(0.001)
    expect(Math.abs(p90Ns / 12_600_000 - 1)).toBeLessThan(0.001)
    expect(Math.abs(p99Ns / 13_860_000 - 1)).toBeLessThan(0.001)
    expect(Math.abs(maxNs / 14_000_000 - 1)).toBeLessThan(0.001)
    expect(Math.abs(histogramOf(180_000_000_000).summary().maxNs / 180_000_000_000 - 1)).toBeLessThan(0.001)
  })

  it('says what any share of them does not exceed', () => {
    const durations = histogramOf(...Array.from({ length: 100 }, (_, n) => n + 1))
    expect([1, 25, 50, 99, 100].map((percent) => durations.valueAtPercentile(percent))).toEqual([1, 25, 50, 99, 100])
    expect(new DurationHistogram().valueAtPercentile(50)).toBe(0)
  })

  it('of nothing is all zeroes', () => {
    expect(new DurationHistogram().summary()).toEqual({ count: 0, p50Ns: 0, p90Ns: 0, p99Ns: 0, maxNs: 0 })
  })

  it('takes durations below a nanosecond as one', () => {
    expect(histogramOf(0, 0.4).summary()).toEqual({ count: 2, p50Ns: 1, p90Ns: 1, p99Ns: 1, maxNs: 1 })
  })

  it('survives being written and read, and merges to what was recorded together', () => {
    const merged = DurationHistogram.decode(histogramOf(100, 20_000).encoded())
    merged.add(DurationHistogram.decode(histogramOf(3_000_000, 70_000_000_000).encoded()))
    expect(merged.summary()).toEqual(histogramOf(100, 20_000, 3_000_000, 70_000_000_000).summary())
  })

  it('cannot be read from something else', () => {
    expect(() => DurationHistogram.decode('bm90IGEgaGlzdG9ncmFt')).toThrow('Encoding not supported')
  })
})
