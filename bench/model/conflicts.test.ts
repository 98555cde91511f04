import { describe, expect, it } from 'vitest'
import { createRandom } from '../stats/random.ts'
import { buildBasis, plainTraffic } from './basis-fixture.ts'
import { conflictsOf } from './conflicts.ts'
import type { PlayedGuard } from './play-editors-fixture.ts'
import { playEditors } from './play-editors-fixture.ts'

const { strategies } = buildBasis()
const guards: Readonly<Record<PlayedGuard, string>> = { version: 'sha256', date: 'last-modified', none: 'none' }

interface Played {
  readonly editors: number
  /** Between two edits, so that they make about so many changes. */
  readonly idleSeconds: number
  readonly thinkSeconds?: number
  readonly edits?: number
}

/** Foretold over played, both at the rate of changes that was played. */
function compare(guard: PlayedGuard, { editors, idleSeconds, thinkSeconds = 2, edits = 30_000 }: Played) {
  const editing = { editors, documents: 1, thinkSeconds, exchangeSeconds: 0.1, attempts: Infinity, meanBackoffSeconds: () => 0, idleSeconds }
  const played = playEditors(editing, guard, edits, createRandom(3))
  const strategy = strategies.find(({ name }) => name === guards[guard])!
  const { abortsPerCommit, lost } = conflictsOf(strategy, { ...plainTraffic, editors, thinkSeconds, changesPerMinute: played.commitsPerMinute })
  return { changesPerMinute: played.commitsPerMinute, aborts: abortsPerCommit / played.abortsPerCommit, lost: lost / played.lostShare }
}

describe('against editors that are played one by one', () => {
  // What is lost is understated where editors hardly pause: what they read is then often their own write of just now.
  it.each<[number, Played, number]>([
    [3, { editors: 4, idleSeconds: 78, edits: 400_000 }, 0.75],
    [50, { editors: 4, idleSeconds: 2.5 }, 0.6],
    [100, { editors: 4, idleSeconds: 0 }, 0.45],
    [107, { editors: 40, idleSeconds: 20 }, 0.8],
    [223, { editors: 4, idleSeconds: 0.5, thinkSeconds: 0.3 }, 0.75],
    [1000, { editors: 40, idleSeconds: 0 }, 0.9],
  ])('a date loses and refuses what is foretold at %s changes a minute', (changesPerMinute, played, least) => {
    const found = compare('date', played)
    expect(Math.abs(found.changesPerMinute / changesPerMinute - 1)).toBeLessThan(0.06)
    expect(found.lost).toBeGreaterThan(least)
    expect(found.lost).toBeLessThan(1.25)
    expect(Math.abs(found.aborts - 1)).toBeLessThan(0.12)
  })

  it.each<[string, Played, number, number]>([
    ['4 editors at 3 changes a minute', { editors: 4, idleSeconds: 78 }, 0.94, 1.06],
    ['4 editors who hardly pause', { editors: 4, idleSeconds: 0.3 }, 0.96, 1.06],
    ['10 editors who hardly pause', { editors: 10, idleSeconds: 1 }, 0.92, 1.06],
    ['40 editors at 5 changes a second, who refuse each other in fits', { editors: 40, idleSeconds: 5 }, 0.75, 1.05],
    ['40 editors who make as many changes as they can', { editors: 40, idleSeconds: 0 }, 0.4, 1.05],
  ])('a strong tag refuses what is foretold: %s', (_, played, least, most) => {
    const { aborts } = compare('version', played)
    expect(aborts).toBeGreaterThan(least)
    expect(aborts).toBeLessThan(most)
  })

  it.each<[string, Played]>([['at leisure', { editors: 4, idleSeconds: 78 }], ['in haste', { editors: 40, idleSeconds: 0 }]])('without a guard there is lost what is foretold, %s', (_, played) => {
    expect(Math.abs(compare('none', played).lost - 1)).toBeLessThan(0.08)
  })
})

it('a date is refused hardly less than once an edit, and a strong tag ever more, as changes come faster', () => {
  const of = (guard: PlayedGuard, changesPerMinute: number) => conflictsOf(strategies.find(({ name }) => name === guards[guard])!, { ...plainTraffic, editors: 40, changesPerMinute })
  expect([100, 300, 500].map((rate) => of('version', rate).again.toFixed(2))).toEqual(['0.16', '0.49', '0.81'])
  expect(of('date', 1000).abortsPerCommit).toBeCloseTo(1.11, 2)
  expect(of('version', 1000).abortsPerCommit).toBeCloseTo(20, 9)
})
