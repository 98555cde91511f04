import { describe, expect, it } from 'vitest'
import { drift, drifting, exactly, withVoid } from './drifting-fixture.ts'
import { estimateRun } from './estimates.ts'
import type { Place } from './run-fixture.ts'
import { buildRun } from './run-fixture.ts'

describe('rankings', () => {
  const byCost = ({ arm, launch }: Place) => ({ none: 100, 'none-again': 100, sha256: 150, version: 50, xxhash: 50 })[arm]! * drift[launch]!

  it('hold none, but not among those that refuse a write', () => {
    const { rankings } = estimateRun(buildRun({ us: byCost, strategies: ['sha256', 'version'] }))
    expect(Object.fromEntries(rankings.map(({ responseClass, order }) => [responseClass, order]))).toEqual({
      '200': ['version', 'none', 'sha256'],
      '304': ['version', 'none', 'sha256'],
      put: ['version', 'none', 'sha256'],
      '412': ['version', 'sha256'],
    })
    expect(rankings.map(({ cheapest, indistinguishable }) => [cheapest, indistinguishable])).toEqual(Array.from({ length: 4 }, () => ['version', []]))
  })

  it('name those that cannot be told from the cheapest', () => {
    // Their ratio is 1 in half of the launches up and in half of them down.
    const us = (place: Place) => byCost(place) * (place.arm === 'xxhash' ? (place.launch % 2 === 0 ? 1.02 : 0.99) : 1)
    const [ranking] = estimateRun(buildRun({ us, classes: ['304'], strategies: ['sha256', 'version', 'xxhash'] })).rankings
    expect(ranking).toMatchObject({ cheapest: 'version', indistinguishable: ['xxhash'], order: ['version', 'xxhash', 'none', 'sha256'] })
  })

  it('give every pair once, the cheaper arm first, with its paired ratio', () => {
    const [ranking] = estimateRun(buildRun({ us: byCost, classes: ['304'], strategies: ['sha256', 'version'] })).rankings
    expect(ranking?.pairs).toEqual([
      { arm: 'version', other: 'none', ratio: exactly(0.5), holmPValue: 3 / 32 },
      { arm: 'version', other: 'sha256', ratio: exactly(1 / 3), holmPValue: 3 / 32 },
      { arm: 'none', other: 'sha256', ratio: exactly(2 / 3), holmPValue: 3 / 32 },
    ])
  })

  it('name nobody as the only cheapest with fewer than six launches, and rank no reference', () => {
    const run = buildRun({ us: drifting, launches: 5, classes: ['304'], references: ['floor-constant'] })
    expect(estimateRun(run).rankings).toMatchObject([{ order: ['sha256', 'none'], cheapest: 'sha256', indistinguishable: ['none'] }])
  })

  it('leave out an arm of which no burst counts', () => {
    const run = withVoid(buildRun({ us: drifting, classes: ['304'], strategies: ['sha256', 'version'] }), ({ arm }) => arm === 'version')
    expect(estimateRun(run).rankings).toMatchObject([{ order: ['sha256', 'none'] }])
  })
})
