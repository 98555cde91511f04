import padjust from '@stdlib/stats-padjust'
import wilcoxon from '@stdlib/stats-wilcoxon'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holmAdjusted } from './holm.ts'
import { signedRankTest } from './signed-rank.ts'
import { signedRankGreater } from './signed-rank-tail.ts'

// The other implementation is stdlib's. Its exact distribution is for untied values only, hence distinct magnitudes.
const untied = fc
  .uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 24 })
  .chain(magnitudes => fc.tuple(fc.constant(magnitudes), fc.infiniteStream(fc.boolean())))
  .map(([magnitudes, signs]) => magnitudes.map(magnitude => (signs.next().value === true ? magnitude : -magnitude)))

describe('another implementation', () => {
  it('gives the same statistic and the same exact p-values of the signed-rank test, either side', () => {
    fc.assert(
      fc.property(untied, values => {
        const ours = signedRankTest(values)
        for (const [side, tail] of [['greater', ours.greater], ['less', ours.less]] as const) {
          const theirs = wilcoxon(values, { alternative: side })
          expect(theirs.statistic).toBe(ours.statistic)
          expect(tail).toBeCloseTo(theirs.pValue, 11)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gives the same tail about a centre, as every test of the gate asks for', () => {
    const samples = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 24 })
    // A centre at a third leaves neither zeros nor ties; stdlib falls back on the normal distribution for either, also for a zero before the shift.
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 1000 }), (values, whole) => {
        const centre = whole + 1 / 3
        const theirs = wilcoxon(values, { alternative: 'greater', mu: centre })
        expect(signedRankGreater(values, centre)).toBeCloseTo(theirs.pValue, 11)
      }),
      { numRuns: 200 },
    )
  })

  it('gives the same Holm-adjusted p-values, ones that are tied and families that are partly unobserved included', () => {
    const pValues = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.001, 0.01, 1)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(pValues, fc.nat({ max: 10 }), (values, unobserved) => {
        const ours = holmAdjusted([...values, ...Array.from({ length: unobserved }, () => 1)]).slice(0, values.length)
        const theirs = padjust(values, 'holm', values.length + unobserved)
        for (const [index, value] of ours.entries()) expect(value).toBeCloseTo(theirs[index]!, 12)
      }),
    )
  })
})
