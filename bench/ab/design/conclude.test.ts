import { describe, expect, it } from 'vitest'
import { concludeSuite } from './conclude.ts'
import type { CellEvidence } from './evidence.ts'
import { defaultDesign } from './sequential-design.ts'

const eight = [3, -7, 11, -2, -9, 6, 1, -4]
// Squares around their mean -1/8: 317 - 8/64.
const twelve = [...eight, 8, -12, 5, -1]

function evidence(cell: string, head: readonly number[], more: Partial<CellEvidence> = {}): CellEvidence {
  const control = head.map((_, launch) => twelve[launch]! / 1000)
  return { cell, head: head.map(value => value / 1000), control, confirmation: [], confirmationControl: [], voidReason: null, ...more }
}

const shifted = (values: readonly number[], by: number) => values.map(value => value + by)

describe('concludeSuite', () => {
  it('gives a cell that passed its ratio, that of its control, and what it could have found', () => {
    const [verdict] = concludeSuite(defaultDesign, [evidence('sha256/10kB/304', eight)])
    expect(verdict).toEqual({
      cell: 'sha256/10kB/304',
      verdict: 'no-change',
      effect: {
        kind: 'interval',
        point: expect.closeTo(Math.exp(-0.0005), 9),
        low: expect.closeTo(Math.exp(-0.0065), 9),
        high: expect.closeTo(Math.exp(0.006), 9),
        level: 0.95,
        coverage: 1 - 10 / 256,
        launches: 8,
      },
      controlEffect: expect.objectContaining({ kind: 'interval', launches: 8 }),
      launches: 8,
      confirmationLaunches: 0,
      launchSd: expect.closeTo(Math.sqrt((2 * 316.875) / 14) / 1000, 9),
      margin: 0.05,
      smallestEffect: 0.05,
      unconfirmedAlarm: false,
      why: 'a slowdown of 5 % or more is ruled out after 8 launches',
    })
  })

  it('estimates a confirmed slowdown from the fresh launches alone', () => {
    const fresh = { confirmation: shifted(twelve, 50).map(value => value / 1000), confirmationControl: twelve.map(value => value / 1000) }
    const [verdict] = concludeSuite(defaultDesign, [evidence('a', shifted(twelve, 90), fresh)])
    expect(verdict).toMatchObject({ verdict: 'regressed', launches: 12, confirmationLaunches: 12 })
    expect(verdict!.effect!.point).toBeCloseTo(Math.exp(0.05), 2)
  })

  it('leaves out what was measured of a cell after it had been settled', () => {
    const late = evidence('a', [...eight, 500, 500, 500, 500])
    expect(concludeSuite(defaultDesign, [late])[0]).toMatchObject({ verdict: 'no-change', launches: 8 })
    expect(concludeSuite(defaultDesign, [late])[0]!.effect!.point).toBeLessThan(1.01)
  })

  it('cannot tell of what was open or unconfirmed when a suite ended early, and voids what was never measured', () => {
    const cells = [evidence('open', shifted(eight.slice(0, 5), 70)), evidence('unmeasured', [])]
    expect(concludeSuite(defaultDesign, cells).map(({ verdict, why, effect, smallestEffect }) => [verdict, why, effect?.kind, smallestEffect])).toEqual([
      ['cannot-tell', 'the suite ended after 5 valid launches, before this was settled: it is looked at after 8, 12, 16 and 24 launches', 'point-only', null],
      ['void', 'no launch was valid', undefined, null],
    ])
    expect(concludeSuite(defaultDesign, [evidence('alarmed', shifted(twelve, 70))])[0]).toMatchObject({
      verdict: 'cannot-tell',
      unconfirmedAlarm: true,
      why: 'slower by more than 1 % in 12 launches, but the suite ended before 12 fresh ones could confirm it: run it again to its end (without --launches), or this cell alone: --cells alarmed',
    })
  })

  it('passes no alarm whose fresh launches are void', () => {
    const none = twelve.map(() => null)
    const fresh = { confirmation: [...none, ...none], confirmationControl: [...none, ...none] }
    expect(concludeSuite(defaultDesign, [evidence('a', shifted(twelve, 90), fresh)])[0]).toMatchObject({
      verdict: 'void',
      unconfirmedAlarm: true,
      why: 'an alarm after 12 launches has only 0 valid fresh launches to confirm it',
    })
  })

  it('survives JSON', () => {
    const verdicts = concludeSuite(defaultDesign, [evidence('a', eight), evidence('b', [])])
    expect(JSON.parse(JSON.stringify(verdicts))).toEqual(verdicts)
  })
})
