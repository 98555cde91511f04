import { describe, expect, it } from 'vitest'
import { measureOperation } from './measure-operation.ts'

const effort = { warmupMs: 30, sampleMs: 10, samples: 6 }

/** Reading it takes a microsecond; calls take what the script says. */
function scriptedClock() {
  let ns = 0
  return { nowNs: () => (ns += 1000), pass: (passedNs: number) => void (ns += passedNs) }
}

function measure(costNs: (call: number) => number, result: (call: number) => unknown = (call) => `result ${call}`) {
  const clock = scriptedClock()
  const indices: number[] = []
  const call = (index: number) => {
    clock.pass(costNs(indices.length))
    indices.push(index)
    return result(index)
  }
  return { figures: measureOperation({ call, inputBytes: 0 }, effort, clock), indices }
}

describe('measureOperation', () => {
  it('makes a sample of so many calls as take 10 ms, so that the step of the clock does not show', () => {
    const { figures } = measure(() => 500)
    // The first batch is sized by the one call that took 500 ns and a reading; the last by batches of thousands.
    expect(figures).toEqual({ batch: 19_996, samples: 6, cheapestNs: expect.closeTo(500.05, 3) as number, medianNs: expect.closeTo(500.05, 3) as number, clockTickNs: 1000, resultWeight: 13 })
  })

  it('takes a call that is long enough as a sample of its own', () => {
    const { figures, indices } = measure(() => 25_000_000)
    expect(figures).toMatchObject({ batch: 1, samples: 6, cheapestNs: expect.closeTo(25_001_000, 3) as number })
    // One to find the batch, two that warm (30 ms), six that count; never the same input twice in a row.
    expect(indices).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('tells the cheapest sample from the middle one', () => {
    const disturbed = new Map([[3, 12_000_000], [5, 14_000_000], [6, 20_000_000]])
    const { figures } = measure((call) => disturbed.get(call) ?? 16_000_000)
    expect(figures).toMatchObject({ batch: 1, cheapestNs: expect.closeTo(12_001_000, 3) as number, medianNs: expect.closeTo(16_001_000, 3) as number })
  })

  it('lengthens its samples where the clock makes long steps', () => {
    let ns = 0
    const clock = { nowNs: () => (ns += 15_000_000) }
    const call = () => {
      ns += 100_000_000
      return 'result'
    }
    const { batch, clockTickNs } = measureOperation({ call, inputBytes: 0 }, { ...effort, samples: 1 }, clock)
    expect([clockTickNs, batch]).toEqual([15_000_000, 150])
  })

  it('refuses an operation whose results are nothing, as it may have been compiled away', () => {
    expect(() => measure(() => 500, () => undefined)).toThrow('the operation returned nothing that could be kept')
    expect(() => measure(() => 500, () => 0)).toThrow('the operation returned nothing that could be kept')
  })

  it('passes on what a call throws', () => {
    expect(() => measure(() => 500, (call) => {
      if (call === 40) throw new Error('call 40 failed')
      return 1
    })).toThrow('call 40 failed')
  })
})
