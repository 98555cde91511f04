import { describe, expect, it } from 'vitest'
import { estimatesSchema } from '../archive/estimates-schema.ts'
import { costOf, drifting, exactly, withVoid } from './drifting-fixture.ts'
import { estimateRun } from './estimates.ts'
import type { Place } from './run-fixture.ts'
import { buildRun, burst } from './run-fixture.ts'

describe('unit costs', () => {
  it('divide by the log-mean of both none arms of the same launch', () => {
    const estimates = estimateRun(buildRun({ us: drifting }))
    expect(costOf(estimates, 'sha256').ratioToControl).toEqual(exactly(55 / 110))
    expect(costOf(estimates, 'none').ratioToControl).toEqual(exactly(100 / 110))
    expect(costOf(estimates, 'none-again').ratioToControl).toEqual(exactly(121 / 110))
  })

  it('are Hodges-Lehmann estimates on logs, with the interval over all Walsh averages for six launches', () => {
    const us = [1, 2, 4, 8, 16, 32]
    const { cpuUsPerRequest } = costOf(estimateRun(buildRun({ us: ({ launch }) => us[launch]! })), 'sha256')
    expect(cpuUsPerRequest).toMatchObject({ kind: 'interval', point: expect.closeTo(2 ** 2.5, 9), low: expect.closeTo(1, 9), high: expect.closeTo(32, 9) })
  })

  it('divide by the floors on the same request', () => {
    const run = buildRun({ us: drifting, references: ['floor-constant', 'floor-narrow'] })
    const unchanged = costOf(estimateRun(run), 'sha256', '304')
    expect(unchanged.ratioToFloor).toEqual(exactly(5))
    expect(unchanged.ratioToNarrowFloor).toEqual(exactly(5.5))
    const put = costOf(estimateRun(run), 'sha256', 'put')
    expect([put.ratioToFloor, put.ratioToNarrowFloor]).toEqual([null, null])
  })

  it('leave out what connections cost in saturated bursts, and only there', () => {
    const run = buildRun({ us: () => 50, connectionNs: 2_000_000, fixedRates: [100] })
    const estimates = estimateRun(run)
    expect(costOf(estimates, 'sha256').cpuUsPerRequest).toEqual(exactly(50))
    expect(costOf(estimates, 'sha256', '200', '100/s').cpuUsPerRequest).toEqual(exactly(50))
  })

  it('subtract one connection cost from every arm, the median over all arms and launches', () => {
    const run = buildRun({ us: () => 50, connectionNs: 2_000_000 })
    const measuredNs = [1_000_000, 2_000_000, 90_000_000, 2_000_000, 2_000_000, 0]
    const connectionCosts = run.connectionCosts.map((each) => ({ ...each, cpuNs: each.arm === 'sha256' ? measuredNs[each.launch]! : 2_000_000 }))
    const estimates = estimateRun({ ...run, connectionCosts })
    expect(costOf(estimates, 'sha256').cpuUsPerRequest).toEqual(exactly(50))
    expect(costOf(estimates, 'none').cpuUsPerRequest).toEqual(exactly(50))
  })

  it('take the cheapest round of a launch that counts, arm by arm', () => {
    const us = (place: Place) => drifting(place) * (place.arm === 'none' ? [2, 1, 2] : [1.05, 3, 1])[place.round]!
    const run = withVoid(buildRun({ us, rounds: 3 }), ({ arm, round }) => arm === 'sha256' && round === 2)
    const estimates = estimateRun(run)
    expect(costOf(estimates, 'none-again').ratioToControl).toEqual(exactly(1.1))
    expect(costOf(estimates, 'sha256')).toMatchObject({ ratioToControl: exactly(0.525), launches: 6, voidLaunches: 0 })
  })

  it('never count a void burst, and say how many launches are left', () => {
    const run = withVoid(buildRun({ us: drifting }), ({ arm, launch }) => arm === 'sha256' && launch === 3)
    const cost = costOf(estimateRun(run), 'sha256')
    expect(cost).toMatchObject({ launches: 5, voidLaunches: 1, voidReason: null })
    expect(cost.ratioToControl).toEqual({
      kind: 'point-only',
      point: expect.closeTo(0.5, 9) as number,
      level: 0.95,
      launches: 5,
      why: 'an exact 95 % interval needs at least 6 launches, there are 5',
    })
    expect(cost.requestsPerSecond).toBeCloseTo(1e6 / 55, 6)
  })

  it('count the repetition of a void burst', () => {
    const run = withVoid(buildRun({ us: drifting }), ({ arm, launch }) => arm === 'sha256' && launch === 3)
    const repeated = run.bursts.filter(({ voidReason }) => voidReason !== null).map((each) => ({ ...burst(each, drifting(each)), attempt: 2 }))
    expect(costOf(estimateRun({ ...run, bursts: [...run.bursts, ...repeated] }), 'sha256').ratioToControl).toEqual(exactly(0.5))
  })

  it('are void, with the last reason, where no burst counts', () => {
    const run = withVoid(buildRun({ us: drifting }), ({ arm, responseClass }) => arm === 'sha256' && responseClass === '200')
    expect(costOf(estimateRun(run), 'sha256')).toEqual({
      arm: 'sha256',
      responseClass: '200',
      sizeBytes: 10_000,
      load: 'saturated',
      cpuUsPerRequest: null,
      ratioToControl: null,
      ratioToFloor: null,
      ratioToNarrowFloor: null,
      sentBytes: null,
      receivedBytes: null,
      requestsPerSecond: null,
      serviceP50Us: null,
      serviceP99Us: null,
      responseP50Us: null,
      responseP99Us: null,
      settling: null,
      launches: 0,
      voidLaunches: 6,
      voidReason: 'stolen',
    })
  })

  it('divide by the one none arm that a launch has, and leave out launches that have neither', () => {
    const run = withVoid(buildRun({ us: drifting }), ({ arm, launch }) => (arm === 'none-again' && launch === 0) || (arm.startsWith('none') && launch === 1))
    const { ratioToControl, launches } = costOf(estimateRun(run), 'sha256')
    expect(launches).toBe(6)
    // Four launches over 110, one over 100 alone: the log-location of 0.5 (four times) and 0.55.
    expect(ratioToControl).toMatchObject({ kind: 'point-only', launches: 5, point: expect.closeTo(0.5, 9) })
  })

  it('hold medians of the rates and times, and the extremes of the bytes', () => {
    const run = buildRun({
      us: ({ launch }) => 10 * (launch + 1),
      fixedRates: [100],
      bytes: ({ launch }) => ({ sent: 100 + launch, received: 300 - launch }),
    })
    expect(costOf(estimateRun(run), 'sha256', '304', '100/s')).toMatchObject({
      sentBytes: { least: 100, most: 105 },
      receivedBytes: { least: 295, most: 300 },
      serviceP50Us: 35,
      serviceP99Us: 70,
      responseP50Us: 140,
      responseP99Us: 175,
    })
    expect(costOf(estimateRun(run), 'sha256', '304').responseP50Us).toBeNull()
  })

  it('have a point without an interval for fewer than six launches', () => {
    const { unitCosts, control, medianRelativeHalfWidth } = estimateRun(buildRun({ us: drifting, launches: 5 }))
    expect(new Set(unitCosts.map(({ ratioToControl }) => ratioToControl?.kind))).toEqual(new Set(['point-only']))
    expect(control.overall).toMatchObject({ kind: 'point-only', point: expect.closeTo(1.21, 9), launches: 5 })
    expect(medianRelativeHalfWidth).toBeNull()
  })

  it('come from the launches that a run got to before it ended', () => {
    const run = buildRun({ us: drifting })
    const estimates = estimateRun({ ...run, bursts: run.bursts.filter(({ launch, arm }) => launch < 2 || (launch === 2 && arm === 'none')) })
    expect(costOf(estimates, 'sha256').ratioToControl).toMatchObject({ kind: 'point-only', launches: 2, point: expect.closeTo(0.5, 9) })
    expect(costOf(estimates, 'none').launches).toBe(3)
    expect(estimatesSchema.parse(estimates)).toEqual(estimates)
  })
})

describe('the A/A control', () => {
  it('is the second none over the first, by cell and over all saturated cells together', () => {
    const { control } = estimateRun(buildRun({ us: drifting, classes: ['200', '304'], fixedRates: [100] }))
    expect(control.overall).toEqual(exactly(1.21))
    expect(control.cells.map(({ responseClass, load }) => `${responseClass} ${load}`)).toEqual([
      '200 saturated', '304 saturated', '200 100/s', '304 100/s',
    ])
    expect(control.cells.map(({ ratio }) => ratio)).toEqual(Array.from({ length: 4 }, () => exactly(1.21)))
  })

  it('weighs every cell of a launch alike and leaves fixed rates out', () => {
    const us = ({ arm, responseClass, load }: Place) => (arm !== 'none-again' ? 100 : load !== 'saturated' ? 900 : responseClass === '200' ? 144 : 100)
    expect(estimateRun(buildRun({ us, classes: ['200', '304'], fixedRates: [100] })).control.overall).toEqual(exactly(1.2))
  })
})

describe('the agreement of both load generators', () => {
  const us = (place: Place) => drifting(place) * ({ 'closed-users': 1.05 * 3, 'closed-autocannon': 3 }[place.load] ?? 1)

  it('is what the users cost over what autocannon costs in the bursts made for it, on none', () => {
    const estimates = estimateRun(buildRun({ us, laneAgreementBytes: 10_000, connectionNs: 700_000 }))
    expect(estimates.laneAgreement).toEqual(exactly(1.05))
  })

  it('leaves its bursts out of every other figure', () => {
    const { laneAgreement, ...figures } = estimateRun(buildRun({ us, laneAgreementBytes: 10_000 }))
    const { laneAgreement: none, ...others } = estimateRun(buildRun({ us }))
    expect([figures, laneAgreement?.kind, none]).toEqual([others, 'interval', null])
  })

  it('is null where the run did not get that far', () => {
    const run = buildRun({ us, laneAgreementBytes: 10_000 })
    expect(estimateRun({ ...run, bursts: run.bursts.filter(({ load }) => load === 'saturated') }).laneAgreement).toBeNull()
  })
})

it('the median half-width is over saturated ratios of strategies only', () => {
  const wobble = [1, 1, 1, 1, 1, 1.2]
  const us = (place: Place) => drifting(place) * (place.arm === 'sha256' && place.load === 'saturated' ? wobble[place.launch]! : 1)
  const estimates = estimateRun(buildRun({ us, fixedRates: [100] }))
  const { ratioToControl } = costOf(estimates, 'sha256')
  // Low 0.5, high 0.6 = 0.5 x 1.2, and the location stays at 0.5.
  expect(ratioToControl).toMatchObject({ low: expect.closeTo(0.5, 9), high: expect.closeTo(0.6, 9), point: expect.closeTo(0.5, 9) })
  expect(estimates.medianRelativeHalfWidth).toBeCloseTo(0.1, 9)
})

it('a run without a single burst has estimates without a figure', () => {
  expect(estimateRun({ ...buildRun({ us: drifting }), bursts: [] })).toEqual({
    unitCosts: [], rankings: [], savings: [], control: { overall: null, cells: [] }, laneAgreement: null, medianRelativeHalfWidth: null,
  })
})
