import { describe, expect, it } from 'vitest'
import type { Advice, StrategyAdvice } from '../../../model/advice.ts'
import { adviceDetails, adviceHeadline } from './advisor-answer.ts'
import { advisorSection } from './advisor-section.ts'

function strategy(name: string, changes: Partial<StrategyAdvice> = {}): StrategyAdvice {
  return {
    strategy: name,
    cores: { point: 0.42, low: 0.4, high: 0.44 },
    gbPerDay: 12.3,
    moneyPerMonth: { point: 50, low: null, high: null },
    share304: 0.8,
    abortsPerDay: 7,
    lostUpdatesPerDay: 0,
    stale304sPerDay: 0,
    losesNothing: true,
    excluded: null,
    extrapolates: [],
    ...changes,
  }
}

function advice(strategies: readonly StrategyAdvice[], changes: Partial<Advice> = {}): Advice {
  return { strategies, recommended: strategies[0]?.strategy ?? null, indistinguishable: [], reasons: [], wouldChange: [], ...changes }
}

/** What is left for a reader, row by row. */
function rowsOf(markup: string): readonly string[] {
  return [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) => row!.replaceAll(/<svg.*?<\/svg>/gs, '').replaceAll(/<\/t[hd]>/g, '|').replaceAll(/<[^>]+>/g, ''))
}

describe('the answer of the advisor', () => {
  it('names the recommended strategy, its costs, and what cannot be told from it', () => {
    expect(adviceHeadline(advice([strategy('version')], { indistinguishable: ['sha256', 'md5'] })).markup.replaceAll(/<[^>]+>/g, '')).toBe(
      'Recommended: version\n0.420 cores busy, 12.3 GB a day: 50.0 a month at these prices. Its cost cannot be told from that of sha256, md5.',
    )
    expect(adviceHeadline(advice([strategy('none')], { recommended: null })).markup).toContain('No strategy that was measured fits this traffic.')
  })

  it('puts what loses something or is ruled out below the rest, however cheap', () => {
    const free = { point: 1, low: 0.5, high: 2 }
    const given = [
      strategy('none', { losesNothing: false, lostUpdatesPerDay: 315, stale304sPerDay: 0, share304: 0, moneyPerMonth: free }),
      strategy('xxhash', { excluded: 'contents are not trusted', moneyPerMonth: free }),
      strategy('sha256', { moneyPerMonth: { point: 40, low: null, high: null } }),
      strategy('version'),
    ]
    expect(rowsOf(adviceDetails(advice(given, { recommended: 'version' })).markup)).toEqual([
      'Strategy|Cores busy|GB a day|Money a month|Polls that end in 304|Edits refused (412) a day|Edits lost a day|False 304s a day|',
      'Lose nothing|',
      'version recommended|0.420 0.400 to 0.440|12.3|50.0|80.0 %|7.00|0|0|',
      'sha256|0.420 0.400 to 0.440|12.3|40.0|80.0 %|7.00|0|0|',
      'Lose edits, or call outdated copies current|',
      'none|0.420 0.400 to 0.440|12.3|1.00 0.500 to 2.00|0.00 %|7.00|315 lost|0|',
      'Ruled out|',
      'xxhashcontents are not trusted|0.420 0.400 to 0.440|12.3|1.00 0.500 to 2.00|80.0 %|7.00|0|0|',
    ])
  })

  it('has a dash, and no bar, where the run cannot say what a strategy costs', () => {
    const given = [strategy('version'), strategy('md5', { cores: null, gbPerDay: null, moneyPerMonth: null, excluded: 'no figure for its put' })]
    const { markup } = adviceDetails(advice(given))
    expect(rowsOf(markup).at(-1)).toBe('md5no figure for its put|–|–|–|80.0 %|7.00|0|0|')
    expect(markup.match(/<svg/g)).toHaveLength(1)
  })

  it('says once where it goes beyond what was measured, and for which strategies', () => {
    const given = [strategy('version', { extrapolates: ['5MB is outside'] }), strategy('sha256', { extrapolates: ['5MB is outside', 'no figure for put'] })]
    const { markup } = adviceDetails(advice(given))
    expect(markup).toContain('<h3>Beyond what was measured</h3><ul><li>5MB is outside</li><li>sha256: no figure for put</li></ul>')
    expect(adviceDetails(advice([strategy('version')])).markup).not.toContain('Beyond')
  })

  it('keeps names and reasons text', () => {
    const hostile = '</td><img src=x onerror=alert(1)>'
    const given = advice([strategy(hostile, { extrapolates: [hostile] }), strategy('b', { excluded: hostile })], { reasons: [hostile], wouldChange: [hostile], indistinguishable: [hostile] })
    expect(`${adviceHeadline(given).markup}${adviceDetails(given).markup}`).not.toContain('<img')
  })
})

describe('the section of the advisor', () => {
  it('says of a run without unit costs that it cannot advise', () => {
    expect(advisorSection(null)).toContain('This run measured no CPU per request')
    expect(advisorSection(null)).not.toContain('<form')
  })
})
