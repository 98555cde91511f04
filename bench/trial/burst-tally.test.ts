import { describe, expect, it } from 'vitest'
import { BurstTally } from './burst-tally.ts'

const cell = (role: 'strategy' | 'reference', name = 'some') => ({ arm: { name, role }, responseClass: '304', sizeBytes: 10_000 }) as const
const valid = { load: 'saturated', voidReason: null, busyFraction: 0.9, cpuNs: 20e6, otherThreadsCpuNs: 1e6 } as const
const waiting = { ...valid, voidReason: 'the server was busy only 70.0 % of the time', busyFraction: 0.7 }
const collecting = { ...valid, otherThreadsCpuNs: 8e6 }

/** Of each burst in turn, whether it is repeated. */
function repeated(role: 'strategy' | 'reference', ...bursts: readonly Parameters<BurstTally['add']>[1][]): readonly boolean[] {
  const tally = new BurstTally()
  return bursts.map((burst) => tally.add(cell(role), burst))
}

describe('a void burst', () => {
  it('of a strategy is repeated, of however many', () => {
    expect(repeated('strategy', waiting, valid, waiting, { ...waiting, busyFraction: 0.1 })).toEqual([true, false, true, true])
  })

  it('of a reference is repeated until its cell has one that counts', () => {
    expect(repeated('reference', waiting, waiting, valid, waiting)).toEqual([true, true, false, false])
  })

  it('of a reference is not repeated where the load generator is far from keeping it busy', () => {
    expect(repeated('reference', { ...waiting, busyFraction: 0.49 }, { ...waiting, busyFraction: 0.5 })).toEqual([false, true])
  })

  it('of one reference says nothing of another', () => {
    const tally = new BurstTally()
    tally.add(cell('reference', 'one'), valid)
    expect(tally.add(cell('reference', 'other'), waiting)).toBe(true)
  })
})

describe('a cell', () => {
  const isDisturbed = (rounds: number, ...bursts: readonly Parameters<BurstTally['add']>[1][]) => {
    const tally = new BurstTally()
    for (const burst of bursts) tally.add(cell('strategy'), burst)
    return tally.isDisturbed(cell('strategy'), rounds)
  }

  it.each([
    ['without bursts', [], false],
    ['undisturbed', [valid, valid, valid, valid], false],
    ['disturbed but for two', [collecting, valid, collecting, valid], false],
    ['disturbed but for one', [collecting, valid, collecting, collecting], true],
    ['disturbed but for one, which is void', [collecting, collecting, valid, { ...collecting, voidReason: 'stolen' }], true],
    ['of which hardly any burst counts, but undisturbed', [waiting, waiting, waiting, valid], false],
    ['whose fixed rates were disturbed', [{ ...collecting, load: '100/s' as const }, valid], false],
    ['of which the meter cannot tell', [{ ...collecting, otherThreadsCpuNs: null }], false],
  ])('%s: %j', (_what, bursts, expected) => {
    expect(isDisturbed(4, ...bursts)).toBe(expected)
  })

  it('of a single round needs no second undisturbed burst', () => {
    expect([isDisturbed(1, collecting), isDisturbed(1, collecting, valid)]).toEqual([true, false])
  })
})
