import { describe, expect, it } from 'vitest'
import { costOf, drifting, exactly, withVoid } from './drifting-fixture.ts'
import { estimateRun } from './estimates.ts'
import type { Place } from './run-fixture.ts'
import { buildRun } from './run-fixture.ts'

describe('the settling gate', () => {
  /** The later two of four rounds of sha256 cost this much of the earlier two. */
  const from = (factor: number, isOdd: (place: Place) => boolean = () => false) => (place: Place) =>
    drifting(place) * (place.arm === 'sha256' && place.round >= 2 && !isOdd(place) ? factor : 1)

  it('voids a cell that still fell by 30 % from the earlier to the later rounds', () => {
    const estimates = estimateRun(buildRun({ us: from(0.7), rounds: 4, classes: ['304'] }))
    expect(costOf(estimates, 'sha256', '304')).toMatchObject({
      cpuUsPerRequest: null,
      ratioToControl: null,
      receivedBytes: null,
      settling: exactly(0.7),
      launches: 0,
      voidLaunches: 6,
      voidReason: 'its cost still fell by 30 % from the earlier to the later rounds: warm it longer (--warmup)',
    })
    expect(estimates.rankings).toMatchObject([{ order: ['none'] }])
    expect(costOf(estimates, 'none', '304')).toMatchObject({ settling: exactly(1), voidReason: null })
  })

  it('voids a cell that still rose by 30 %', () => {
    expect(costOf(estimateRun(buildRun({ us: from(1.3), rounds: 4 })), 'sha256').voidReason).toBe(
      'its cost still rose by 30 % from the earlier to the later rounds: warm it longer (--warmup)',
    )
  })

  it.each([0.91, 1, 1.1])('lets a cell pass whose later rounds cost %f of its earlier ones', (factor) => {
    const cost = costOf(estimateRun(buildRun({ us: from(factor), rounds: 4 })), 'sha256')
    expect(cost).toMatchObject({ voidReason: null, settling: exactly(factor), ratioToControl: exactly(0.5 * Math.min(1, factor)) })
  })

  it('lets a cell pass that did not fall in every launch', () => {
    const us = from(0.7, ({ launch }) => launch === 4)
    expect(costOf(estimateRun(buildRun({ us, rounds: 4 })), 'sha256')).toMatchObject({ voidReason: null, settling: { kind: 'interval', high: 1 } })
  })

  it('rules nothing out with fewer than six launches', () => {
    expect(costOf(estimateRun(buildRun({ us: from(0.7), rounds: 4, launches: 5 })), 'sha256')).toMatchObject({
      voidReason: null,
      settling: { kind: 'point-only', point: expect.closeTo(0.7, 9) },
    })
  })

  it('says nothing with fewer than two rounds', () => {
    expect(costOf(estimateRun(buildRun({ us: from(0.5), rounds: 1 })), 'sha256')).toMatchObject({ voidReason: null, settling: null })
  })

  it('leaves the middle one of five rounds out', () => {
    const us = (place: Place) => drifting(place) * (place.round === 2 ? 0.1 : 1)
    expect(costOf(estimateRun(buildRun({ us, rounds: 5 })), 'sha256').settling).toEqual(exactly(1))
  })

  it('holds the cheapest of either half against each other, without their connections', () => {
    // Rounds of 20, 12 and 18, 12 us, and 4 us more per request for connections: a tie only without those.
    const us = ({ round }: Place) => [20, 12, 18, 6][round]!
    expect(costOf(estimateRun(buildRun({ us, rounds: 4, connectionNs: 400_000 })), 'sha256').settling).toEqual(exactly(0.5))
  })

  it('skips a launch of which one half is void', () => {
    const run = withVoid(buildRun({ us: from(1), rounds: 4 }), ({ arm, launch, round }) => arm === 'sha256' && launch === 0 && round < 2)
    expect(costOf(estimateRun(run), 'sha256')).toMatchObject({ settling: { kind: 'point-only', launches: 5 }, launches: 6 })
  })

  it('does not take a collection in the earlier rounds for a trend', () => {
    const run = buildRun({ us: from(0.5), rounds: 4, classes: ['304'] })
    const isCollecting = ({ arm, round }: Place) => arm === 'sha256' && round < 2
    // One earlier burst of each launch ran undisturbed, at the later price.
    const us = (place: Place) => drifting(place) * (isCollecting(place) && place.round === 0 ? 3 : 1)
    const disturbed = buildRun({ us, rounds: 4, classes: ['304'] })
    const bursts = disturbed.bursts.map((each) => ({ ...each, otherThreadsCpuNs: isCollecting(each) && each.round === 0 ? each.cpuNs * 0.4 : 0 }))
    expect(costOf(estimateRun({ ...disturbed, bursts }), 'sha256', '304')).toMatchObject({ voidReason: null, settling: exactly(1) })
    const falling = run.bursts.map((each) => ({ ...each, otherThreadsCpuNs: isCollecting(each) ? each.cpuNs * 0.4 : 0 }))
    expect(costOf(estimateRun({ ...run, bursts: falling }), 'sha256', '304')).toMatchObject({ voidReason: null, settling: null, launches: 6 })
  })

  it('does not look at fixed rates', () => {
    const estimates = estimateRun(buildRun({ us: from(0.7), rounds: 4, fixedRates: [100] }))
    expect(costOf(estimates, 'sha256', '200', '100/s')).toMatchObject({ settling: null, voidReason: null })
  })
})
