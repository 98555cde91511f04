import { describe, expect, it } from 'vitest'
import { advise } from './advise.ts'
import type { Advice } from './advice.ts'
import { buildBasis, buildStrategy, buildWakeUp, fixtureSizes, plainTraffic, readsAll, readsColumns, usualStrategies } from './basis-fixture.ts'
import { recommendFor } from './recommend.ts'
import type { Traffic } from './traffic.ts'

const basis = buildBasis({ wakeUp: buildWakeUp(120, 60, 0.3) })
const ask = (change: Partial<Traffic> = {}, from = basis) => advise(from, { ...plainTraffic, ...change })
const on = (advice: Advice, name: string) => advice.strategies.find(({ strategy }) => strategy === name)!

describe('what would change the recommendation', () => {
  const { wouldChange } = ask()

  it('is told for constraints that would come or go', () => {
    expect(wouldChange).toContain('without a column to add: xxhash')
    expect(ask({ canAddColumn: false }).wouldChange).toContain('with a column to add: version')
    expect(ask({ canAddColumn: false }).wouldChange).toContain('with contents that anybody may choose: sha256')
  })

  it('is told where none would be cheaper, with what that would lose', () => {
    expect(wouldChange).toContainEqual(expect.stringMatching(/^above [\d.]+ % changed polls \([\d.]+ changes a minute\), none \(no tag\) is cheaper, but would lose [\d.]+ edits a day$/))
  })

  it('joins the size and the share of changes beyond which none is cheaper, and holds on both sides of them', () => {
    // A 304 saves its content, worth 7 µs a kB, and costs 30 µs more.
    const tagged = buildStrategy('tagged', { ...readsColumns, '304': { fixedUs: 44, usPerKb: 0 } }, {})
    const twofold = buildBasis({ strategies: [usualStrategies()[0]!, tagged] })
    const calm = { pricePerGb: 0, changesPerMinute: 1 }
    const [sentence] = ask(calm, twofold).wouldChange
    const found = /^below ([\d.]+)kB or above ([\d.]+) % changed polls \(([\d.]+) changes a minute\), none \(no tag\) is cheaper, but would lose ([\d.]+) to ([\d.]+) edits a day$/.exec(sentence!)!
    const [kilobytes, percent, changes, fewest, most] = found.slice(1).map(Number) as [number, number, number, number, number]
    expect(fewest).toBeLessThan(most)
    expect(percent).toBeCloseTo(100 * (1 - Math.exp(-changes / 12)), 0)
    const isCheaper = (change: Partial<Traffic>) => {
      const advice = ask({ ...calm, ...change }, twofold)
      return on(advice, 'none').moneyPerMonth!.point < on(advice, 'tagged').moneyPerMonth!.point
    }
    expect([0.9, 1.1].map((factor) => isCheaper({ sizeBytes: kilobytes * 1000 * factor }))).toEqual([true, false])
    expect([0.9, 1.1].map((factor) => isCheaper({ changesPerMinute: changes * factor }))).toEqual([false, true])
  })

  it('does not call none cheaper where the two cannot be told apart', () => {
    const noisy = (spread: readonly number[]) => buildBasis({ strategies: [usualStrategies()[0]!, buildStrategy('tagged', { ...readsColumns, '304': { fixedUs: 44, usPerKb: 0 } }, {}, fixtureSizes, spread)] })
    const from = (spread: readonly number[]) => {
      const sentence = ask({ pricePerGb: 0, changesPerMinute: 1 }, noisy(spread)).wouldChange.find((each) => each.includes('is cheaper'))
      return Number(/^below ([\d.]+)(?=kB|B)/.exec(sentence ?? '')?.[1] ?? 0)
    }
    const [exact, blurred] = [from([1, 1, 1, 1, 1, 1]), from([0.8, 0.9, 1, 1, 1.1, 1.25])]
    expect(exact).toBeGreaterThan(4)
    // In one launch the tag costs a fifth less than that: only from there on down do all launches agree.
    expect(blurred).toBeLessThan(0.8 * exact)
    expect(from([0.2, 0.5, 1, 1, 2, 5])).toBe(0)
  })

  it('is true on both sides of a threshold', () => {
    const strategies = [
      buildStrategy('good-when-small', { ...readsAll, '304': { fixedUs: 5, usPerKb: 7 } }, {}),
      buildStrategy('good-when-large', { ...readsAll, '304': { fixedUs: 40, usPerKb: 0 } }, {}),
    ]
    const twofold = buildBasis({ strategies })
    const threshold = ask({}, twofold).wouldChange.find((sentence) => sentence.endsWith(': good-when-small'))!
    const kilobytes = Number(/^below ([\d.]+)kB: /.exec(threshold)![1])
    // 5 + 7 s = 40
    expect(Math.abs(kilobytes / 5 - 1)).toBeLessThan(0.05)
    const at = (sizeBytes: number) => recommendFor(twofold, { ...plainTraffic, sizeBytes }).recommended
    expect([at(kilobytes * 900), at(kilobytes * 1100)]).toEqual(['good-when-small', 'good-when-large'])
  })
})
