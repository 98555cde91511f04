import { describe, expect, it } from 'vitest'
import type { RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildMicro } from '../micro/micro-fixture.ts'
import { hashFactors } from './hash-factor.ts'

const drift = [0, 40, -20, 10, 30, -10]
/** What none takes, and what each adds to it; a launch that is slow is slow for all. */
const extra: Readonly<Record<string, number>> = { none: -1, 'none-again': 1, sha256: 12, xxhash: 3, version: 4, 'sha256-canonical': 80, 'sha1-weak': 9 }

const run = (fixture: Partial<RunFixture> = {}) =>
  buildRun({ classes: ['200'], strategies: ['sha256', 'xxhash', 'version', 'sha256-canonical', 'sha1-weak'], us: ({ arm, launch }) => 100 + extra[arm]! + drift[launch]!, ...fixture })

const micro = buildMicro({ tasks: ['sha256-buffer', 'xxh64-buffer', 'sha1-buffer'], ns: (task) => ({ 'sha256-buffer': 6000, 'xxh64-buffer': 3000, 'sha1-buffer': 6000 })[task]! })

const round = (value: number | null) => value && Number(value.toFixed(6))

describe('hashFactors', () => {
  it('divides what the hash adds to a 200, launch by launch, by what it takes in a loop', () => {
    // The mean of both controls is that of logarithms, a hair below 100.
    expect(hashFactors(run(), micro).map(({ strategy, sizeBytes, inHandlerUs, inLoopUs, factor }) => [strategy, sizeBytes, inHandlerUs.point.toFixed(1), inLoopUs.point.toFixed(6), factor.point.toFixed(2)])).toEqual([
      ['sha256', 10_000, '12.0', '6.000000', '2.00'],
      ['xxhash', 10_000, '3.0', '3.000000', '1.00'],
      ['sha1-weak', 10_000, '9.0', '6.000000', '1.50'],
    ])
  })

  it('has an interval that a slow hour of the whole machine does not widen', () => {
    const [sha256] = hashFactors(run(), micro)
    expect([sha256?.factor.low?.toFixed(2), sha256?.factor.high?.toFixed(2)]).toEqual(['2.00', '2.00'])
    const wobbling = run({ us: ({ arm, launch }) => 100 + extra[arm]! + (arm === 'sha256' ? (launch % 2 === 0 ? 6 : -6) : 0) })
    const [shaky] = hashFactors(wobbling, micro)
    expect([shaky?.inHandlerUs, shaky?.factor].map((figure) => [round(figure!.low)?.toFixed(1), round(figure!.high)?.toFixed(1)])).toEqual([['6.0', '18.0'], ['1.0', '3.0']])
  })

  it('leaves out sizes that only one of the two measured', () => {
    const sizes = hashFactors(run({ sizesBytes: [1000, 10_000] }), micro).map(({ strategy, sizeBytes }) => `${strategy} ${sizeBytes}`)
    expect(sizes).toEqual(['sha256 10000', 'xxhash 10000', 'sha1-weak 10000'])
    expect(hashFactors(run({ us: ({ arm }) => (arm.startsWith('none') ? undefined : 100) }), micro)).toEqual([])
  })
})
