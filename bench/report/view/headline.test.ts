import { describe, expect, it } from 'vitest'
import type { Place } from '../../estimate/run-fixture.ts'
import { buildEdits } from '../record-fixture.ts'
import { headlineOf } from './headline.ts'
import { buildReportRun } from './page-fixture.ts'

const wobble = [1, 1.02, 0.99, 1.01, 0.98, 1.005]

/** 304s of these costs; everything else costs 100. */
function costing(us304: Readonly<Record<string, number | ((place: Place) => number)>>) {
  return (place: Place): number => {
    const own = us304[place.arm]
    if (place.responseClass !== '304' || own === undefined) return 100 * wobble[place.launch]!
    return (typeof own === 'number' ? own : own(place)) * wobble[(place.launch + place.arm.length) % 6]!
  }
}

const twoSizes = { strategies: ['sha256', 'version', 'last-modified'], sizesBytes: [1_000, 10_000], fixedRates: [] }
const lostBy = (...names: readonly string[]) => ['none', 'sha256', 'version', 'last-modified'].map((strategy) => {
  const lost = names.includes(strategy) ? 30 : 0
  return buildEdits({ strategy, lostUpdates: { least: lost, most: lost, acknowledged: 300, documentsWithLosses: lost } })
})

describe('the headline', () => {
  it('names the strategy that loses nothing and has the cheapest 304, with what it saves and who lost how much', () => {
    const run = buildReportRun({ ...twoSizes, us: costing({ sha256: 90, version: 20, 'last-modified': 10 }) }, { scenarios: lostBy('none', 'last-modified') })
    const { answer, because, facts } = headlineOf(run)
    expect(answer).toBe('Use version')
    expect(because).toBe(
      'Of the strategies that lose no edit and send no false 304, version answers a poll that finds no change with the least server CPU at every size from 1kB to 10kB (saturated). version: made by hand: version.',
    )
    expect(facts.map(({ figure, label, tone }) => [figure, label, tone])).toEqual([
      ['×0.20', 'CPU of a 304 by version', 'plain'],
      ['10.0kB', 'saved by each 304', 'plain'],
      ['0 %', 'of polls must be 304s to save CPU', 'plain'],
      ['10 %', 'of accepted edits lost without a tag', 'loss'],
    ])
    expect(facts.at(-1)?.detail).toBe('30 of 300 with none, 30 of 300 with last-modified; not a single one with sha256 or version')
  })

  it('names all that cannot be told apart', () => {
    const run = buildReportRun({ ...twoSizes, us: costing({ sha256: 20, version: 20 }) }, { scenarios: [] })
    expect(headlineOf(run).answer).toMatch(/^Use (sha256 or version|version or sha256)$/)
    expect(headlineOf(run).because).toContain('(saturated); this run cannot tell them apart.')
  })

  it('says that it depends on the size where it does', () => {
    const us = costing({ sha256: ({ sizeBytes }) => (sizeBytes > 5000 ? 80 : 10), version: 20 })
    expect(headlineOf(buildReportRun({ ...twoSizes, us }, { scenarios: [] })).answer).toBe('It depends on the size: sha256 at 1kB and version at 10kB')
  })

  it('a strategy that lost an edit is not recommended, however cheap, nor one with a violation', () => {
    const us = costing({ sha256: 20, version: 10 })
    expect(headlineOf(buildReportRun({ ...twoSizes, us }, { scenarios: lostBy('version') })).answer).toBe('Use sha256')
    const violated = lostBy().map((record) => (record.strategy === 'version' ? { ...record, violations: [{ kind: 'foreign-tag', count: 1, message: 'seen' }] } : record))
    expect(headlineOf(buildReportRun({ ...twoSizes, us }, { scenarios: violated })).answer).toBe('Use sha256')
  })

  it('recommends nothing where nothing guards edits, or everything lost some', () => {
    const us = costing({})
    const unguarded = buildReportRun({ ...twoSizes, strategies: ['last-modified'], us }, { scenarios: [] })
    expect(headlineOf(unguarded).answer).toBe('Nothing to recommend: no strategy of this run guards edits')
    const lossy = buildReportRun({ ...twoSizes, us }, { scenarios: lostBy('sha256', 'version') })
    expect(headlineOf(lossy).answer).toBe('Nothing to recommend: every strategy of this run lost something')
  })

  it('of a run without CPU figures says who lost edits', () => {
    const run = { ...buildReportRun({ ...twoSizes, us: costing({}) }, { scenarios: lostBy('none', 'last-modified') }), estimates: null }
    expect(headlineOf(run).answer).toBe('Accepted edits got lost with none (no tag) and last-modified. Not a single accepted edit got lost with sha256 or version')
    expect(headlineOf({ ...run, scenarios: lostBy() }).answer).toBe('No accepted edit got lost')
    expect(headlineOf({ ...run, scenarios: [] }).answer).toBe('Nothing to recommend: this run has no figures')
  })
})
