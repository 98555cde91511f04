import { describe, expect, it } from 'vitest'
import { BenchError } from '../../errors.ts'
import { defaultDesign, validateDesign } from './sequential-design.ts'
import type { SequentialDesign } from './sequential-design.ts'

describe('validateDesign', () => {
  it('accepts the default', () => {
    expect(() => validateDesign(defaultDesign)).not.toThrow()
  })

  it.each<[Partial<SequentialDesign>, string]>([
    [{ looks: [8, 8, 12, 16] }, 'no sequential design: looks 8, 8, 12, 16'],
    [{ looks: [] }, 'no sequential design: looks '],
    [{ looks: [8, 12] }, 'no sequential design: 2 looks with other numbers of levels'],
    [{ alphaShares: [0, 0.4, 0.3, 0.2] }, 'no sequential design: alpha shares 0, 0.4, 0.3, 0.2'],
    [{ familyAlpha: 0 }, 'no sequential design: familyAlpha 0'],
    [{ intervalLevel: 95 }, 'no sequential design: 1 - intervalLevel -94'],
    [{ nonInferiorityAlphas: [0.004, 5, 0.008, 0.01] }, 'no sequential design: nonInferiorityAlphas[1] 5'],
    [{ minimumEffect: 0.05 }, 'no sequential design: minimum effect 0.05, margin 0.05, noisy margin 0.1'],
    [{ noisyLaunchSd: Number.NaN }, 'no sequential design: noisyLaunchSd NaN'],
    [{ confirmationLaunches: 4 }, 'no sequential design: 4 confirming launches'],
  ])('refuses %o and says what it saw', (change, message) => {
    const validating = () => validateDesign({ ...defaultDesign, ...change })
    expect(validating).toThrow(BenchError)
    expect(validating).toThrow(message)
  })
})

describe('the default design', () => {
  it('keeps false alarms of a suite below 0.1 % by its levels alone', () => {
    expect(defaultDesign.familyAlpha * defaultDesign.confirmationAlpha).toBeCloseTo(0.001, 12)
  })

  it('spends no alpha before a family of 15 could use it, and could use it at each look after', () => {
    const least = defaultDesign.looks.map((launches, look) => 2 ** -launches <= (defaultDesign.familyAlpha * defaultDesign.alphaShares[look]!) / 15)
    expect(least).toEqual([false, true, true, true])
  })
})
