import { describe, expect, it } from 'vitest'
import { advise } from './advise.ts'
import type { Advice } from './advice.ts'
import type { CostBasis } from './cost-basis.ts'
import { buildBasis, buildStrategy, buildWakeUp, fixtureSizes, plainTraffic, readsAll, readsColumns, readsNothing, usualStrategies } from './basis-fixture.ts'
import { behaviourOf } from './behaviour.ts'
import { formatAmount } from './format-amount.ts'
import type { Traffic } from './traffic.ts'

const basis = buildBasis({ wakeUp: buildWakeUp(120, 60, 0.3) })
const ask = (change: Partial<Traffic> = {}, from = basis) => advise(from, { ...plainTraffic, ...change })
const on = (advice: Advice, name: string) => advice.strategies.find(({ strategy }) => strategy === name)!

describe('advise', () => {
  it('adds up cores, bytes and money from single requests', () => {
    // 400 polls a second of none, 87 µs and 80 + 10,105 bytes each; nobody edits, and nothing is added for waking up.
    const { cores, gbPerDay, moneyPerMonth } = on(ask({ changesPerMinute: 0, editors: 1 }, buildBasis()), 'none')
    const saturated = (400 * 84) / 1e6
    expect(cores!.point).toBeCloseTo(saturated, 9)
    expect(gbPerDay).toBeCloseTo((400 * (80 + 10_105) * 86_400) / 1e9, 9)
    expect(moneyPerMonth!.point).toBeCloseTo(saturated * 730 * 0.04 + gbPerDay! * (730 / 24) * 0.09, 9)
  })

  it('tells what happens in a day of 86,400 s: aborts, lost edits, and 304s to outdated copies', () => {
    for (const strategy of basis.strategies) {
      const { abortsPerSecond, lostUpdatesPerSecond, stale304sPerSecond } = behaviourOf(strategy, plainTraffic)
      const { abortsPerDay, lostUpdatesPerDay, stale304sPerDay } = on(ask(), strategy.name)
      expect(abortsPerDay).toBeCloseTo(abortsPerSecond * 86_400, 6)
      expect(lostUpdatesPerDay).toBeCloseTo(lostUpdatesPerSecond * 86_400, 6)
      expect(stale304sPerDay).toBeCloseTo(stale304sPerSecond * 86_400, 6)
    }
  })

  it('gives every figure its interval over launches, and none where there are too few', () => {
    const factors = [0.9, 0.95, 1, 1, 1.05, 1.1]
    const spread = buildBasis({ strategies: [buildStrategy('version', readsColumns, {}, fixtureSizes, factors)] })
    const { cores } = on(ask({}, spread), 'version')
    expect(cores!.low! / cores!.point).toBeCloseTo(0.9, 2)
    expect(cores!.high! / cores!.point).toBeCloseTo(1.1, 2)
    const few = buildBasis({ launches: 3, strategies: [buildStrategy('version', readsColumns, {}, fixtureSizes, [1, 1, 1])] })
    expect(on(ask({}, few), 'version').cores).toMatchObject({ low: null, high: null })
  })

  it('recommends the cheapest that loses nothing, and says what the others would lose', () => {
    const { recommended, indistinguishable, reasons } = ask()
    expect([recommended, indistinguishable]).toEqual(['version', []])
    expect(reasons[0]).toMatch(/^version loses nothing under this traffic\. 77\.9 % of polls end in a 304: .* GB a day, where none \(no tag\) takes /)
    expect(reasons).toContainEqual(expect.stringMatching(/^none \(no tag\) would lose [\d.]+ of the edits a day$/))
    expect(reasons).toContainEqual(expect.stringMatching(/^last-modified would lose [\d.]+ of the edits a day and answer 304 to \d+ polls a day whose copy is outdated$/))
  })

  it('respects a table that takes no column', () => {
    const advice = ask({ canAddColumn: false })
    expect(advice.recommended).toBe('xxhash')
    expect(on(advice, 'version').excluded).toBe('a column is needed, which the table cannot get')
    expect(advice.reasons).toContain('version is ruled out: a column is needed, which the table cannot get')
    expect(advice.reasons).toContain('mind: not against an attacker')
  })

  it('respects contents that are not trusted', () => {
    expect(ask({ canAddColumn: false, untrustedContent: true }).recommended).toBe('sha256')
  })

  it('respects several nodes', () => {
    const own = buildBasis({ strategies: [...usualStrategies(), buildStrategy('counter', { ...readsColumns, '304': { fixedUs: 5, usPerKb: 0 }, '200': { fixedUs: 10, usPerKb: 6 } }, { asksFor: ['one-process'] })] })
    expect(ask({ nodes: 1 }, own).recommended).toBe('counter')
    const several = ask({ nodes: 3 }, own)
    expect(several.recommended).toBe('version')
    expect(on(several, 'counter').excluded).toBe('such tags differ from node to node')
  })

  it('does not guess what a strategy of an older run file asks for', () => {
    const older = buildBasis({ strategies: usualStrategies().map((each) => (each.isControl ? each : { ...each, asksFor: null })) })
    expect(ask({ nodes: 1 }, older).recommended).toBe('version')
    const unknown = ask({ canAddColumn: false }, older)
    expect([unknown.recommended, on(unknown, 'sha256').excluded]).toEqual([null, 'this run file is older and does not say what a strategy asks for: run the benchmark again'])
    expect(ask({}, older).wouldChange.filter((sentence) => /column|contents|node/.test(sentence))).toEqual([])
  })

  it('names what cannot be told from it, and recommends what asks for less', () => {
    const alike = buildBasis({
      strategies: [
        buildStrategy('column', readsColumns, { asksFor: ['column'] }, fixtureSizes, [0.98, 1, 1.02, 0.99, 1.01, 1]),
        buildStrategy('free', readsColumns, {}, fixtureSizes, [1, 1.02, 0.98, 1.01, 0.99, 1]),
        buildStrategy('dear', readsAll, {}),
      ],
    })
    const { recommended, indistinguishable, reasons } = ask({}, alike)
    expect([recommended, indistinguishable]).toEqual(['free', ['column']])
    expect(reasons).toContain('column cannot be told from it by what it costs in this run, and free asks for least')
  })

  it('says to ask for least only of what does', () => {
    const wobble = (by: number) => [1 - by, 1 + by, 1 - by, 1 + by, 1, 1]
    const alike = buildBasis({
      strategies: [
        buildStrategy('column', readsColumns, { asksFor: ['column'] }, fixtureSizes, wobble(0.02)),
        buildStrategy('both', readsColumns, { asksFor: ['column', 'trusted-content'] }, fixtureSizes, wobble(-0.02)),
        // Cannot be told from the cheapest, but costs too much more on average to be named for asking less.
        buildStrategy('free', readsColumns, {}, fixtureSizes, [1.5, 0.97, 1.5, 1.5, 1.5, 0.97]),
      ],
    })
    const { recommended, indistinguishable, reasons } = ask({ pricePerGb: 0 }, alike)
    expect([recommended, indistinguishable.toSorted()]).toEqual(['column', ['both', 'free']])
    expect(reasons).toContainEqual(expect.stringMatching(/cannot be told from it by what they cost in this run, and column asks for less than both$/))
  })

  it('says a figure once: the reasons have that of the table, also where launches are skewed', () => {
    const skewed = buildBasis({ strategies: [usualStrategies()[0]!, buildStrategy('version', readsColumns, {}, fixtureSizes, [1, 1, 1, 1, 2, 3])] })
    const advice = ask({}, skewed)
    expect(advice.reasons[0]).toContain(`304: ${formatAmount(on(advice, 'version').cores!.point)} cores and `)
  })

  it('never says of dates that they lose nothing where anything changes, however small the chance', () => {
    const dated = buildBasis({ strategies: [...usualStrategies().slice(0, 4), buildStrategy('dated', readsNothing, { blindMs: 1000, writeGuard: 'if-unmodified-since' })] })
    for (const rare of [{ changesPerMinute: 1000, everySeconds: 600, clients: 1, pricePerGb: 0 }, { changesPerMinute: 1e-310, editors: 1 }, { changesPerMinute: 60_000, everySeconds: 3600 }]) {
      const advice = ask(rare, dated)
      expect([on(advice, 'dated').losesNothing, advice.recommended === 'dated', advice.indistinguishable.includes('dated')]).toEqual([false, false, false])
      expect(advice.reasons.filter((sentence) => sentence.endsWith('would '))).toEqual([])
    }
    expect(on(ask({ changesPerMinute: 0 }, dated), 'dated').losesNothing).toBe(true)
    expect(ask({ changesPerMinute: 1e-310, editors: 1 }, dated).reasons).toContainEqual(expect.stringMatching(/^dated .*would miss a change now and then, too rarely for a number$/))
  })

  it('recommends nothing where everything loses something', () => {
    const losing = buildBasis({ strategies: usualStrategies().filter(({ writeGuard }) => writeGuard !== 'if-match') })
    const { recommended, wouldChange, reasons } = ask({}, losing)
    expect([recommended, wouldChange, reasons[0]]).toEqual([
      null,
      ['with a single editor: none (no tag)'],
      'every strategy of this run is ruled out, or loses something under this traffic; sha256, which asks for nothing, was not measured: npm run bench -- --strategies all',
    ])
  })

  it('says which constraint stands in the way of everything', () => {
    const demanding = buildBasis({ strategies: usualStrategies().filter(({ name }) => name !== 'sha256') })
    expect(ask({ canAddColumn: false, untrustedContent: true }, demanding).wouldChange).toEqual([
      'with a column to add: version', 'with contents that nobody hostile chooses: xxhash', 'with a single editor: none (no tag)',
    ])
  })

  it('says where what loses edits costs less', () => {
    const { recommended, reasons, wouldChange } = ask({ canAddColumn: false, pricePerGb: 0 })
    expect(recommended).toBe('xxhash')
    expect(reasons).toContainEqual(expect.stringMatching(/^none \(no tag\) costs less, but would lose [\d.]+ of the edits a day$/))
    expect(wouldChange).toContain('with a single editor: none (no tag)')
  })

  it('may well recommend no tag where nobody can overwrite anybody', () => {
    for (const calm of [{ editors: 1 }, { changesPerMinute: 0 }]) {
      expect(ask({ canAddColumn: false, pricePerGb: 0, ...calm }).recommended).toBe('none')
    }
  })

  it('rules out what the run has no figures for', () => {
    const [none, sha256] = usualStrategies()
    const { '304': _, ...others } = sha256!.classes
    const blank = buildBasis({ strategies: [none!, { ...sha256!, classes: { ...others, put: others.put!.map((cost) => ({ ...cost, us: cost.us.map(() => null) })) } }] })
    expect(on(ask({}, blank), 'sha256').excluded).toMatch(/^this run has no figure for its /)
    const figures = (from: CostBasis) => {
      const { cores, gbPerDay, moneyPerMonth } = on(ask({}, from), 'sha256')
      return [cores, gbPerDay, moneyPerMonth]
    }
    expect(figures(blank)).toEqual([null, expect.closeTo(352, 0), null])
    const { put: _put, ...withoutPut } = sha256!.classes
    expect(figures(buildBasis({ strategies: [none!, { ...sha256!, classes: withoutPut }] }))).toEqual([null, null, null])
  })

  it('says where it leaves what was measured', () => {
    const sentences = (change: Partial<Traffic>, from = basis) => on(ask(change, from), 'sha256').extrapolates
    expect(sentences({})).toEqual([])
    expect(sentences({ sizeBytes: 500_000, clients: 800 })).toEqual(['500kB is outside of the sizes measured (1kB, 10kB, 100kB)'])
    expect(sentences({ clients: 50 })).toEqual([expect.stringMatching(/^10\.1 requests a second on each node are fewer than were measured \(100\)$/)])
    expect(sentences({ clients: 15_000 })).toEqual([expect.stringMatching(/^3\d{3} requests a second on each node lie between the highest fixed rate measured \(1000\) and saturation$/)])
    expect(sentences({ clients: 100_000 })).toEqual([expect.stringMatching(/start more processes$/)])
    const [few, crowded] = sentences({ changesPerMinute: 600 })
    expect(few).toMatch(/^4 editors who think 2\.00 s cannot make 600 changes a minute/)
    expect(crowded).toBe("75.0 % of repeated writes are refused again: editors who get in each other's way so much may have twice the refused edits")
    expect(sentences({ editors: 40, changesPerMinute: 582 })).toEqual([expect.stringMatching(/^94\.6 % of repeated writes are refused again: /)])
    expect(sentences({ editors: 40, changesPerMinute: 700 })).toEqual([
      'these editors could hardly get 700 changes a minute past each other, a round trip apart: refused edits are counted as if 95 % of repeated writes were refused again',
    ])
    expect(sentences({ editors: 40, changesPerMinute: 150 })).toEqual([])
    expect(sentences({}, buildBasis())).toEqual([expect.stringMatching(/the cores are a lower bound$/)])
    expect(sentences({ encoding: 'gzip' }, { ...basis, gzipUs: [] })).toEqual([expect.stringMatching(/its CPU is left out$/)])
    expect(sentences({}, { ...basis, encoding: 'gzip' })).toEqual([expect.stringMatching(/the CPU of compressing is still in these figures$/)])
  })
})
