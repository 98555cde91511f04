import { assert, boolean, constantFrom, double, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advise } from './advise.ts'
import type { Advice } from './advice.ts'
import { buildBasis, buildStrategy, buildWakeUp, fixtureSizes, plainTraffic, readsAll, readsColumns, usualStrategies } from './basis-fixture.ts'
import { recommendFor } from './recommend.ts'
import type { Traffic } from './traffic.ts'

const basis = buildBasis({ wakeUp: buildWakeUp(120, 60, 0.3) })
const ask = (change: Partial<Traffic> = {}, from = basis) => advise(from, { ...plainTraffic, ...change })
const on = (advice: Advice, name: string) => advice.strategies.find(({ strategy }) => strategy === name)!

describe('advise', () => {
  it('adds up cores, bytes and money from single requests', () => {
    // 400 polls a second of none, 87 µs and 80 + 10,105 bytes each; nobody edits, and nothing is added for waking up.
    const { cores, gbPerDay, moneyPerMonth } = on(ask({ changesPerMinute: 0, editors: 1 }, buildBasis()), 'none')
    const saturated = (400 * 84) / 1e6
    expect(cores.point).toBeCloseTo(saturated, 9)
    expect(gbPerDay).toBeCloseTo((400 * (80 + 10_105) * 86_400) / 1e9, 9)
    expect(moneyPerMonth.point).toBeCloseTo(saturated * 730 * 0.04 + gbPerDay * (730 / 24) * 0.09, 9)
  })

  it('gives every figure its interval over launches, and none where there are too few', () => {
    const factors = [0.9, 0.95, 1, 1, 1.05, 1.1]
    const spread = buildBasis({ strategies: [buildStrategy('version', readsColumns, {}, fixtureSizes, factors)] })
    const { cores } = on(ask({}, spread), 'version')
    expect(cores.low! / cores.point).toBeCloseTo(0.9, 2)
    expect(cores.high! / cores.point).toBeCloseTo(1.1, 2)
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
    expect(on(ask({}, blank), 'sha256').cores).toEqual({ point: 0, low: null, high: null })
  })

  it('says where it leaves what was measured', () => {
    const sentences = (change: Partial<Traffic>, from = basis) => on(ask(change, from), 'sha256').extrapolates
    expect(sentences({})).toEqual([])
    expect(sentences({ sizeBytes: 500_000, clients: 800 })).toEqual(['500kB is outside of the sizes measured (1kB, 10kB, 100kB)'])
    expect(sentences({ clients: 50 })).toEqual([expect.stringMatching(/^10\.1 requests a second on each node are fewer than were measured \(100\)$/)])
    expect(sentences({ clients: 15_000 })).toEqual([expect.stringMatching(/^3\d{3} requests a second on each node lie between the highest fixed rate measured \(1000\) and saturation$/)])
    expect(sentences({ clients: 100_000 })).toEqual([expect.stringMatching(/start more processes$/)])
    expect(sentences({ changesPerMinute: 600 })).toEqual([expect.stringMatching(/^4 editors who think 2\.00 s cannot make 600 changes a minute/)])
    expect(sentences({}, buildBasis())).toEqual([expect.stringMatching(/the cores are a lower bound$/)])
    expect(sentences({ encoding: 'gzip' }, { ...basis, gzipUs: [] })).toEqual([expect.stringMatching(/its CPU is left out$/)])
    expect(sentences({}, { ...basis, encoding: 'gzip' })).toEqual([expect.stringMatching(/the CPU of compressing is still in these figures$/)])
  })
})

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
    const found = /^below ([\d.]+)kB or above ([\d.]+) % changed polls \(([\d.]+) changes a minute\), none \(no tag\) is cheaper, but would lose [\d.]+ to [\d.]+ edits a day$/.exec(sentence!)!
    const [kilobytes, percent, changes] = found.slice(1).map(Number) as [number, number, number]
    expect(percent).toBeCloseTo(100 * (1 - Math.exp(-changes / 12)), 0)
    const isCheaper = (change: Partial<Traffic>) => {
      const advice = ask({ ...calm, ...change }, twofold)
      return on(advice, 'none').moneyPerMonth.point < on(advice, 'tagged').moneyPerMonth.point
    }
    expect([0.9, 1.1].map((factor) => isCheaper({ sizeBytes: kilobytes * 1000 * factor }))).toEqual([true, false])
    expect([0.9, 1.1].map((factor) => isCheaper({ changesPerMinute: changes * factor }))).toEqual([false, true])
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

const anyTraffic = record<Traffic>({
  sizeBytes: integer({ min: 300, max: 1_000_000 }),
  clients: integer({ min: 1, max: 1_000_000 }),
  everySeconds: double({ min: 0.05, max: 600, noNaN: true }),
  changesPerMinute: double({ min: 0, max: 600, noNaN: true }),
  documents: integer({ min: 1, max: 1000 }),
  editors: integer({ min: 1, max: 100 }),
  thinkSeconds: double({ min: 0, max: 60, noNaN: true }),
  nodes: integer({ min: 1, max: 20 }),
  encoding: constantFrom('identity', 'gzip'),
  canAddColumn: boolean(),
  untrustedContent: boolean(),
  pricePerCoreHour: double({ min: 0, max: 1, noNaN: true }),
  pricePerGb: double({ min: 0, max: 1, noNaN: true }),
})

describe('whatever the traffic', () => {
  it('what is recommended loses nothing and is allowed', () => {
    assert(property(anyTraffic, (traffic) => {
      const { recommended } = recommendFor(basis, traffic)
      const chosen = on(advise(basis, traffic), recommended!)
      expect([chosen.lostUpdatesPerDay, chosen.stale304sPerDay, chosen.excluded]).toEqual([0, 0, null])
    }), { numRuns: 40 })
  })

  it('more clients never cost less, on any strategy', () => {
    assert(property(anyTraffic, double({ min: 1, max: 20, noNaN: true }), (traffic, factor) => {
      const more = { ...traffic, clients: Math.ceil(traffic.clients * factor) }
      const [before, after] = [traffic, more].map((each) => advise(basis, each).strategies)
      for (const [index, { cores, moneyPerMonth, gbPerDay }] of before!.entries()) {
        expect(after![index]!.cores.point).toBeGreaterThanOrEqual(cores.point * (1 - 1e-9))
        expect(after![index]!.moneyPerMonth.point).toBeGreaterThanOrEqual(moneyPerMonth.point * (1 - 1e-9))
        expect(after![index]!.gbPerDay).toBeGreaterThanOrEqual(gbPerDay)
      }
    }), { numRuns: 40 })
  })

  it('every figure is finite and none is negative, and what is lost is no more than what is edited', () => {
    assert(property(anyTraffic, (traffic) => {
      const editsPerDay = traffic.documents * traffic.changesPerMinute * 60 * 24
      for (const { cores, moneyPerMonth, gbPerDay, share304, abortsPerDay, lostUpdatesPerDay, stale304sPerDay } of advise(basis, traffic).strategies) {
        const bounds = [cores, moneyPerMonth].flatMap(({ point, low, high }) => [point, low ?? point, high ?? point])
        const figures = [...bounds, gbPerDay, share304, abortsPerDay, lostUpdatesPerDay, stale304sPerDay]
        expect(figures.filter((figure) => !(Number.isFinite(figure) && figure >= 0))).toEqual([])
        expect(lostUpdatesPerDay).toBeLessThanOrEqual(editsPerDay)
        expect(share304).toBeLessThanOrEqual(1)
        for (const { point, low, high } of [cores, moneyPerMonth]) {
          expect(low ?? point).toBeLessThanOrEqual(point * (1 + 1e-9))
          expect(high ?? point).toBeGreaterThanOrEqual(point * (1 - 1e-9))
        }
      }
    }), { numRuns: 40 })
  })

  it('the same question has the same answer, in plain JSON', () => {
    assert(property(anyTraffic, (traffic) => {
      const advice = advise(basis, traffic)
      expect(JSON.parse(JSON.stringify(advise(JSON.parse(JSON.stringify(basis)), traffic)))).toEqual(advice)
    }), { numRuns: 20 })
  })

  it('money grows with either price and losses with thinking', () => {
    const money = [0.01, 0.02, 0.5].map((pricePerCoreHour) => on(ask({ pricePerCoreHour }), 'sha256').moneyPerMonth.point)
    expect(money).toEqual(money.toSorted((a, b) => a - b))
    const lost = [0, 1, 5, 20].map((thinkSeconds) => on(ask({ thinkSeconds }), 'none').lostUpdatesPerDay)
    expect(lost).toEqual(lost.toSorted((a, b) => a - b))
  })
})
