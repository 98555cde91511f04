import { describe, expect, it } from 'vitest'
import { abSettings, scriptedLaunch } from './ab-file-fixture.ts'
import type { AbLaunch, AbPair } from './ab-file.ts'
import { collectionShares, collectionWarnings, describeCollections } from './collections.ts'

type Marks = AbPair['disturbed']
const cell = 'version/10kB/412'
const settings = abSettings([cell, 'none/10kB/200'])

/** A launch whose pairs of head and base in the first cell have these marks; the other cell has none. */
function launch(...marks: readonly Marks[]): AbLaunch {
  const scripted = scriptedLaunch({ launch: 0, confirmation: false, cells: [cell, 'none/10kB/200'] }, () => 0)
  const [first, ...others] = scripted.pairs.map(({ disturbed: _marks, ...pair }) => pair)
  return { ...scripted, pairs: [...marks.map((disturbed) => ({ ...first!, ...(disturbed && { disturbed }) })), ...others.map((pair) => ({ ...pair, disturbed: [] }))] }
}

const sharesOf = (launches: readonly AbLaunch[]) => collectionShares({ settings, launches: [...launches] })
const eight = (...marks: readonly Marks[]) => Array.from({ length: 8 }, () => launch(...marks))

describe('collectionShares', () => {
  it('is the mean over launches of how many bursts of base and of head were disturbed, of cells with a tenth or more', () => {
    expect(sharesOf([launch(['head'], ['base', 'head'], [], []), launch([], ['head'])])).toEqual([{ cell, base: 0.125, head: 0.5, headHasMore: false }])
    expect(sharesOf([launch(['head'], ...Array.from({ length: 10 }, () => []))])).toEqual([])
  })

  it('is not known of suites whose pairs are not marked', () => {
    expect(sharesOf([launch(undefined, undefined)])).toEqual([])
  })

  it('says that head had more where eight launches all say so, and by a tenth of the bursts', () => {
    const hasMore = (launches: readonly AbLaunch[]) => sharesOf(launches).map(({ headHasMore }) => headHasMore)
    expect(hasMore(eight(['head'], []))).toEqual([true])
    expect(hasMore(eight(['base'], []))).toEqual([false])
    expect(hasMore(eight(['base', 'head'], []))).toEqual([false])
    expect(hasMore([...eight(['head'], []).slice(1), launch(['base'], [])])).toEqual([false])
    expect(hasMore(eight(['head'], ['base'], ['head'], ...Array.from({ length: 12 }, () => [])))).toEqual([false])
  })
})

it('tells how often in a line, and warns of what effects leave out where head had more', () => {
  const shares = sharesOf(eight(['head'], ['base', 'head'], [], []))
  expect(describeCollections(shares)).toBe('disturbed bursts (base, head), left out where enough others remain: version/10kB/412 25 %, 50 %')
  expect(collectionWarnings(shares)).toEqual([
    'version/10kB/412: in 50 % of head\'s bursts, and 25 % of base\'s, other threads than the first took over a quarter of the CPU (collections, compilation): where enough others remain, effects leave such bursts out and do not show that cost (METHOD.md, "Collections")',
  ])
  expect(collectionWarnings(sharesOf(eight(['base', 'head'], [])))).toEqual([])
})
