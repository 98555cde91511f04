import { expect, it } from 'vitest'
import { cannotTell, estimateBreakEven } from './break-even.ts'

/** Launches that differ in a factor only: with six, the interval of D(s) reaches from the least to the greatest of them. */
const launches = (changed: number, unchanged: number, noise: readonly number[]) =>
  noise.map((factorLog) => ({ changedLog: Math.log(changed) + factorLog, unchangedLog: Math.log(unchanged) + factorLog }))

it('lies where the mixture costs what none does; its interval is where the test does not reject that', () => {
  // 1.2 - 0.8 s = 1; = e^0.1; = e^-0.1.
  expect(estimateBreakEven(launches(1.2, 0.4, [-0.1, -0.05, -0.01, 0.01, 0.05, 0.1]))).toMatchObject({
    kind: 'interval', launches: 6, coverage: 0.96875,
    point: expect.closeTo(0.25, 9), low: expect.closeTo(0.118536, 6), high: expect.closeTo(0.368953, 6),
  })
})

it('is never where even a 304 is certainly dearer than none, and always where even a 200 is certainly cheaper', () => {
  const small = [-0.02, -0.01, 0, 0, 0.01, 0.02]
  expect(estimateBreakEven(launches(1.17, 1.05, small))).toMatchObject({ point: 1, low: 1, high: 1 })
  expect(estimateBreakEven(launches(0.95, 0.3, small))).toMatchObject({ point: 0, low: 0, high: 0 })
})

it('is never as far as can be told, but perhaps from some share on, where the 304 is hardly dearer', () => {
  // 1.17 - 0.12 s = e^0.06 at 0.9014; what shares launches would have of their own does not matter.
  expect(estimateBreakEven(launches(1.17, 1.05, [-0.06, -0.03, 0, 0, 0.03, 0.06]))).toMatchObject({ point: 1, low: expect.closeTo(0.901362, 5), high: 1 })
})

it('cannot be told where no share is rejected, however the launches would average', () => {
  const noisy = estimateBreakEven(launches(1.05, 0.98, [-0.2, -0.1, -0.05, 0.05, 0.1, 0.2]))
  expect(noisy).toMatchObject({ low: 0, high: 1 })
  expect([noisy && cannotTell(noisy), cannotTell({ ...noisy!, low: 0.1 } as never)]).toEqual([true, false])
})

it('has a point and no interval with fewer than six launches, and is nothing without any', () => {
  const few = estimateBreakEven(launches(1.2, 0.4, [-0.1, 0, 0.1]))
  expect(few).toMatchObject({ kind: 'point-only', launches: 3, point: expect.closeTo(0.25, 9) })
  expect(few && cannotTell(few)).toBe(false)
  expect(estimateBreakEven([])).toBeUndefined()
})
