import { describe, expect, it } from 'vitest'
import { createRandom } from '../stats/random.ts'
import { datedWrite, staleShare } from './date-blindness.ts'

describe('staleShare', () => {
  it('is rate x slot² / (6 x interval) where changes are rare', () => {
    expect(staleShare({ changesPerSecond: 0.001, slotSeconds: 1 }, 5) / (0.001 / 30)).toBeCloseTo(1, 2)
  })

  it('is nothing without changes, and with a tag that is never shared', () => {
    expect(staleShare({ changesPerSecond: 0, slotSeconds: 1 }, 5)).toBe(0)
    expect(staleShare({ changesPerSecond: 3, slotSeconds: 0 }, 5)).toBe(0)
  })

  it('resolves changes however fast they come', () => {
    // All polls of a second but the first are deceived.
    const at = [100, 1000, 10_000].map((changesPerSecond) => staleShare({ changesPerSecond, slotSeconds: 1 }, 0.01))
    expect(at.map((share) => share.toFixed(2))).toEqual(['0.98', '0.99', '0.99'])
  })

  it.each([[0.5, 2], [0.2, 0.7], [2, 1], [2, 0.1], [20, 0.05], [200, 0.02], [20, 0.7]])('is what clients see that are played one by one: %s changes a second, polls every %s s', (changesPerSecond, everySeconds) => {
    const played = playPolls(changesPerSecond, everySeconds, 400_000)
    expect(Math.abs(staleShare({ changesPerSecond, slotSeconds: 1 }, everySeconds) / played - 1)).toBeLessThan(0.15)
  })
})

/** A client that polls in a rhythm whose phase drifts; a poll is stale when the date is that of its copy and the change is not. */
function playPolls(changesPerSecond: number, everySeconds: number, polls: number): number {
  const random = createRandom(7)
  let nextChange = 0
  let [version, second] = [0, -1]
  let copy = { version: 0, second: -1 }
  let stale = 0
  for (let poll = 0, now = 0; poll < polls; poll++) {
    // Half an interval of jitter, so that no poll sticks to one place within the second.
    now += everySeconds * (0.75 + 0.5 * random.next())
    while (nextChange <= now) {
      version++
      second = Math.floor(nextChange)
      nextChange += -Math.log(1 - random.next()) / changesPerSecond
    }
    if (copy.second !== second) copy = { version, second }
    else if (copy.version !== version) stale++
  }
  return stale / polls
}

describe('datedWrite', () => {
  const nobodyElse = () => 1
  it('refuses nothing and overwrites nothing where nobody else writes', () => {
    expect(datedWrite({ changesPerSecond: 1, slotSeconds: 1 }, 2, 0, nobodyElse)).toEqual({ conflictProbability: 0, overwritten: 0 })
  })

  it('overwrites rate x rate of others / 6 where changes are rare and windows as long as a second', () => {
    const others = 0.0005
    const { overwritten } = datedWrite({ changesPerSecond: 0.001, slotSeconds: 1 }, 1, others, (seconds) => Math.exp(-others * seconds))
    expect(overwritten / ((0.001 * others) / 6)).toBeCloseTo(1, 2)
  })

  it('notices next to nothing of changes that come milliseconds apart', () => {
    const others = 200
    const { conflictProbability, overwritten } = datedWrite({ changesPerSecond: 250, slotSeconds: 1 }, 0.006, others, (seconds) => Math.exp(-others * seconds))
    expect(conflictProbability).toBeLessThan(0.01)
    expect(overwritten).toBeCloseTo(1.2, 1)
  })

  it('notices what a strong tag would, less what it overwrites unseen', () => {
    const others = 0.5
    const quiet = (seconds: number) => Math.exp(-others * seconds)
    const { conflictProbability } = datedWrite({ changesPerSecond: 1, slotSeconds: 1 }, 2, others, quiet)
    expect(conflictProbability).toBeGreaterThan(0)
    expect(conflictProbability).toBeLessThan(1 - quiet(2))
  })
})

it('changes too rare for a number to hold deceive nobody', () => {
  expect([1e-310, 1e-200, 0].map((changesPerSecond) => staleShare({ changesPerSecond, slotSeconds: 1 }, 0.05))).toEqual([0, 0, 0])
})
