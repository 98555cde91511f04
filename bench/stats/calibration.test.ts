import { describe, expect, it } from 'vitest'
import { estimateLocation } from './interval.ts'
import type { IntervalEstimate } from './interval.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { rankArms } from './ranking.ts'
import { signedRankTest } from './signed-rank.ts'
import { signedRankGreater } from './signed-rank-tail.ts'

// All seeds are fixed, so every rate below is the same in each run; bands are four standard errors of the simulation.

const noises: readonly (readonly [string, (random: Random) => number])[] = [
  ['normal noise', normal],
  // Student's t with 2 degrees of freedom: infinite variance.
  ['heavy-tailed noise', random => normal(random) / Math.sqrt(-Math.log(1 - random.next()))],
]

describe('intervals hold the truth as often as they say', () => {
  for (const launches of [6, 8, 12]) {
    it.each(noises)(`${launches} launches, %s`, (name, noise) => {
      const random = createRandom(1).fork(`${name} ${launches}`)
      const trials = 20_000
      let held = 0
      let coverage = 0
      for (let trial = 0; trial < trials; trial++) {
        const values = Array.from({ length: launches }, () => 0.3 + noise(random))
        const estimate = estimateLocation(values) as IntervalEstimate
        if (estimate.low <= 0.3 && 0.3 <= estimate.high) held++
        coverage = estimate.coverage
      }
      expect(coverage).toBeGreaterThanOrEqual(0.95)
      expect(Math.abs(held / trials - coverage)).toBeLessThan(4 * standardError(coverage, trials))
    })
  }
})

// Of the numbers of launches at which the gate looks, 12, 16 and 24 allow a coverage between 94 and 96 %; 8 allow 96.1 %.
describe('intervals of the numbers of launches at which the gate looks or confirms', () => {
  it.each([12, 16, 24])('hold the truth in 94 to 96 in 100 samples of %i launches', launches => {
    for (const [name, noise] of noises) {
      const random = createRandom(6).fork(`${name} ${launches}`)
      const trials = 5000
      let held = 0
      for (let trial = 0; trial < trials; trial++) {
        const estimate = estimateLocation(Array.from({ length: launches }, () => noise(random))) as IntervalEstimate
        if (estimate.low <= 0 && 0 <= estimate.high) held++
      }
      expect(held / trials).toBeGreaterThan(0.94)
      expect(held / trials).toBeLessThan(0.96)
    }
  })
})

describe('p-values under the null hypothesis', () => {
  const levels = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5]

  it('of the signed-rank test are at or below a level no more often than the level, over 100,000 draws', () => {
    // Rounding to quarters makes zeros and ties common.
    for (const noise of [normal, (random: Random) => Math.round(4 * normal(random)) / 4]) {
      const random = createRandom(2)
      const draws = Array.from({ length: 50_000 }, () => signedRankTest(Array.from({ length: 10 }, () => noise(random))))
      for (const level of levels) {
        const limit = level + 4 * standardError(level, draws.length)
        expect(share(draws, ({ twoSided }) => twoSided <= level)).toBeLessThanOrEqual(limit)
        expect(share(draws, ({ greater }) => greater <= level)).toBeLessThanOrEqual(limit)
        expect(share(draws, ({ less }) => less <= level)).toBeLessThanOrEqual(limit)
      }
    }
  })

  it('of the one-sided test of the gate never exceed nominal over 100,000 draws, whatever the level', () => {
    const random = createRandom(4)
    const draws = Array.from({ length: 100_000 }, () => signedRankGreater(Array.from({ length: 12 }, () => normal(random))))
    const ascending = Float64Array.from(draws).toSorted()
    const possible = ascending.filter((level, index) => level !== ascending[index + 1])
    expect(possible.length).toBeGreaterThan(60)
    for (const level of possible) {
      const rate = (ascending.lastIndexOf(level) + 1) / draws.length
      expect(rate).toBeLessThanOrEqual(level + 4 * standardError(level, draws.length))
    }
  })

  it('of the signed-rank test use what the level allows: 50 of 1024 sign patterns at 0.05 for ten values', () => {
    const random = createRandom(3)
    const draws = Array.from({ length: 20_000 }, () => signedRankTest(Array.from({ length: 10 }, () => normal(random))))
    const rate = share(draws, ({ twoSided }) => twoSided <= 0.05)
    expect(Math.abs(rate - 50 / 1024)).toBeLessThan(4 * standardError(50 / 1024, draws.length))
  })
})

describe('the sole cheapest of equal arms', () => {
  it('is named in 2 of 64 rankings of two arms over six launches', () => {
    expect(Math.abs(soleCheapestRate(2, 6, 8000) - 2 / 64)).toBeLessThan(4 * standardError(2 / 64, 8000))
  })

  it('is named less often the more arms there are', () => {
    // One arm has to lie below all others in each of six launches: 5 x (1/5)^6 = 0.03 %.
    expect(soleCheapestRate(5, 6, 4000)).toBeLessThan(0.002)
    expect(soleCheapestRate(3, 12, 2000)).toBeLessThan(0.05)
  })
})

function soleCheapestRate(arms: number, launches: number, trials: number): number {
  const random = createRandom(5).fork(`${arms} arms, ${launches} launches`)
  const rankings = Array.from({ length: trials }, () => {
    const costs = Array.from({ length: arms }, () => Array.from({ length: launches }, () => normal(random)))
    return rankArms(new Map(costs.map((cost, arm) => [`arm ${arm}`, cost])))
  })
  return share(rankings, ({ indistinguishable }) => indistinguishable.length === 0)
}

/** Box & Muller 1958, A Note on the Generation of Random Normal Deviates. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length
}

function standardError(rate: number, trials: number): number {
  return Math.sqrt((rate * (1 - rate)) / trials)
}
