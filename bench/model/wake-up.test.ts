import { describe, expect, it } from 'vitest'
import { assert, double, integer, property, record, tuple } from 'fast-check'
import { buildWakeUp } from './basis-fixture.ts'
import type { CostClass } from './cost-basis.ts'
import type { PacedCell, Stream } from './wake-up.ts'
import { busyShare, fitWakeUp } from './wake-up.ts'

/** What a cell costs at a rate where each request pays this excess to wake the server: `busyShare` of one class. */
const paced = (saturatedUs: number, excessUs: number, rate: number) => (saturatedUs + excessUs) / (1 + (rate * excessUs) / 1e6)

const cell = (responseClass: CostClass, saturatedUs: number, excessUs: number, rate: number): PacedCell => ({
  responseClass,
  saturatedUs: Array<number>(6).fill(saturatedUs),
  pacedUs: Array<number>(6).fill(paced(saturatedUs, excessUs, rate)),
})

const oneOf = (responseClass: CostClass, saturatedUs: number, perSecond: number): Stream[] => [{ responseClass, perSecond, saturatedUs }]

describe('fitWakeUp', () => {
  it('finds the level of each class and how the excess grows with the cost', () => {
    const cells = [10, 40, 90].flatMap((us) => [cell('304', us, 100 * (us / 100) ** 0.3, 1000), cell('put', us, 150 * (us / 100) ** 0.3, 1000)])
    const { us, exponent, requestsPerSecond } = fitWakeUp(1000, cells)
    expect(requestsPerSecond).toBe(1000)
    expect(exponent).toBeCloseTo(0.3, 10)
    expect(us['304']?.[5]).toBeCloseTo(100, 8)
    expect(us.put?.[0]).toBeCloseTo(150, 8)
  })

  it('is not led astray by one cell in five', () => {
    const cells = [10, 20, 40, 80, 160].map((us) => cell('304', us, us === 40 ? 900 : 100 * (us / 100) ** 0.3, 100))
    const { us, exponent } = fitWakeUp(100, cells)
    expect(exponent).toBeCloseTo(0.3, 10)
    expect(us['304']?.[0]).toBeCloseTo(100, 8)
  })

  it('takes all requests of a class to pay alike where cells are too close to tell a slope', () => {
    expect(fitWakeUp(100, [cell('200', 80, 70, 100), cell('200', 85, 90, 100)]).exponent).toBe(0)
  })

  it('has no figure for a launch in which everything was void, or no dearer than saturated', () => {
    const [whole] = [cell('304', 50, 70, 100)]
    const gaps: PacedCell = { ...whole!, pacedUs: [undefined, 40, ...whole!.pacedUs.slice(2)] }
    expect(fitWakeUp(100, [gaps]).us['304']).toEqual([null, null, expect.closeTo(70), expect.closeTo(70), expect.closeTo(70), expect.closeTo(70)])
  })
})

describe('busyShare', () => {
  it('gives back what was measured at each rate, and the saturated cost without fixed rates', () => {
    const points = buildWakeUp(80, 40)
    expect(busyShare(oneOf('304', 10, 100), points, 0) * 1e4).toBeCloseTo(paced(10, 80, 100), 9)
    expect(busyShare(oneOf('304', 10, 1000), points, 0) * 1e3).toBeCloseTo(paced(10, 40, 1000), 9)
    expect(busyShare(oneOf('304', 10, 1000), [], 0)).toBeCloseTo(0.01, 12)
  })

  it('takes waking up to cost dearer requests more, by the power that was fitted', () => {
    const points = buildWakeUp(80, 40, 0.5)
    expect(busyShare(oneOf('304', 25, 100), points, 0) * 1e4).toBeCloseTo(paced(25, 40, 100), 9)
    expect(busyShare(oneOf('304', 400, 1000), points, 0) * 1e3).toBeCloseTo(paced(400, 80, 1000), 9)
  })

  it('is straight on log scales between two rates and beyond the higher, constant below the lower', () => {
    const points = buildWakeUp(80, 20)
    const excess = (rate: number) => {
      const busy = busyShare(oneOf('304', 10, rate), points, 0)
      return ((busy - (rate * 10) / 1e6) / (1 - busy) / rate) * 1e6
    }
    expect(excess(Math.sqrt(100 * 1000))).toBeCloseTo(40, 9)
    expect(excess(10_000)).toBeCloseTo(5, 9)
    expect(excess(1)).toBeCloseTo(80, 6)
  })

  it('costs nothing beyond the saturated cost once a process is busy all the time', () => {
    const points = buildWakeUp(80, 40)
    expect(busyShare(oneOf('304', 10, 100_000), points, 0)).toBe(1)
    expect(busyShare(oneOf('304', 10, 250_000), points, 0)).toBe(2.5)
    expect(busyShare(oneOf('304', 10, 99_999), points, 0)).toBeCloseTo(1, 4)
  })

  const alike = (us: number) => Array<number>(6).fill(us)
  const fallingWithRate = (levels: Readonly<Partial<Record<CostClass, number>>>) => [100, 1000].map((requestsPerSecond) => ({
    requestsPerSecond,
    us: Object.fromEntries(Object.entries(levels).map(([each, us]) => [each, alike((us * 100) / requestsPerSecond)])),
    exponent: 0,
  }))
  const busy = (waking: number, saturated: number) => (saturated + waking) / (1 + waking)

  it('lets what only one of two classes touches grow as cold as that class is rare', () => {
    const streams: Stream[] = [...oneOf('304', 20, 300), ...oneOf('200', 80, 100)]
    // A quarter of the work of a 200 is that of a 304: 45 of its 180 µs. At 400/s that is 45 / 4; the rest of the 304 at 300/s 35 / 3, that of the 200 at 100/s 135.
    const waking = (400 * (45 / 4) + 300 * (35 / 3) + 100 * 135) / 1e6
    expect(busyShare(streams, fallingWithRate({ '304': 80, '200': 180 }), 0)).toBeCloseTo(busy(waking, 0.014), 12)
  })

  it('lets classes that cost the same keep each other warm, and several streams of a class', () => {
    const points = fallingWithRate({ '304': 80, '200': 80 })
    const together = busyShare([...oneOf('304', 50, 700), ...oneOf('200', 50, 100)], points, 0)
    expect(together).toBeCloseTo(busyShare(oneOf('200', 50, 800), points, 0), 12)
    expect(busyShare([...oneOf('200', 50, 300), ...oneOf('200', 50, 500)], points, 0)).toBeCloseTo(together, 12)
  })

  it('does not let polls keep warm what edits touch', () => {
    const points = fallingWithRate({ '304': 80, put: 180 })
    expect(busyShare([...oneOf('304', 10, 900), ...oneOf('put', 100, 100)], points, 0)).toBeCloseTo(busy((900 * (80 / 9) + 100 * 180) / 1e6, 0.019), 12)
  })

  it('takes the other classes where one was not measured at fixed rates', () => {
    const points = [{ requestsPerSecond: 100, us: { '304': [70, 90], put: [null, null] }, exponent: 0 }]
    expect(busyShare(oneOf('put', 10, 100), points, 0)).toBe(busyShare(oneOf('304', 10, 100), [{ requestsPerSecond: 100, us: { '304': [80] }, exponent: 0 }], 0))
  })

  it('never falls when there are more requests of any class', () => {
    const level = double({ min: 1, max: 500, noNaN: true })
    const points = tuple(tuple(level, level, level), tuple(level, level, level), double({ min: 0, max: 1, noNaN: true }), double({ min: 0, max: 1, noNaN: true })).map(([slow, fast, p, q]) => [
      { requestsPerSecond: 100, us: { '200': [slow[0]], '304': [slow[1]], put: [slow[2]] }, exponent: p },
      { requestsPerSecond: 1000, us: { '200': [fast[0]], '304': [fast[1]], put: [fast[2]] }, exponent: q },
    ])
    // Either none at all or one in 30 years: of a number that is hardly one (4e-323) no double has a mean.
    const perSecond = double({ min: 0, max: 20_000, noNaN: true }).map((rate) => (rate < 1e-9 ? 0 : rate))
    const stream = (responseClass: CostClass) => record({ perSecond, saturatedUs: double({ min: 5, max: 300, noNaN: true }) }).map((each) => ({ responseClass, ...each }))
    assert(property(points, tuple(stream('200'), stream('304'), stream('put')), integer({ min: 0, max: 2 }), double({ min: 1, max: 10, noNaN: true }), (curve, streams, which, factor) => {
      const more = streams.map((each, index) => (index === which ? { ...each, perSecond: each.perSecond * factor } : each))
      expect(busyShare(more, curve, 0)).toBeGreaterThanOrEqual(busyShare(streams, curve, 0) * (1 - 1e-12))
    }))
  })
})
