import { assert, double, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../stats/random.ts'
import type { Editing } from './contention.ts'
import { closedEditing, closedLostShare, conflictProbability, lostShare } from './contention.ts'
import { playEditors } from './play-editors-fixture.ts'

describe('conflictProbability', () => {
  it('is the part of its cycle that the only other editor of the document may have committed in', () => {
    expect(conflictProbability({ editors: 2, documents: 1, commitsPerSecond: 0.1, apartSeconds: 0 }, 5)).toBe(0.5)
  })

  it('multiplies the chances that each of the others leaves the document alone', () => {
    // 1 - (1 - 0.5/4)^7
    expect(conflictProbability({ editors: 8, documents: 4, commitsPerSecond: 0.1, apartSeconds: 0 }, 5)).toBeCloseTo(0.607304, 6)
  })

  it('counts every commit that one editor makes in a long window, each on a document of its own choice', () => {
    // Two commits for certain, a third with chance 0.5: 1 - 0.75 x 0.75 x (0.5 + 0.5 x 0.75)
    expect(conflictProbability({ editors: 2, documents: 4, commitsPerSecond: 0.5, apartSeconds: 0 }, 5)).toBeCloseTo(0.5078125, 10)
  })

  it('is nothing for a single editor, and certain where the other one commits within every window', () => {
    expect(conflictProbability({ editors: 1, documents: 1, commitsPerSecond: 10, apartSeconds: 0 }, 5)).toBe(0)
    expect(conflictProbability({ editors: 2, documents: 1, commitsPerSecond: 1, apartSeconds: 0 }, 5)).toBe(1)
  })

  it('comes to 1 - exp(-rate x window), the formula of Poisson commits, where many editors share the rate', () => {
    const rate = 0.3
    const many = conflictProbability({ editors: 10_000, documents: 1, commitsPerSecond: rate / 10_000, apartSeconds: 0 }, 2)
    expect(many).toBeCloseTo(1 - Math.exp(-0.6), 3)
  })

  it('knows that commits of one document keep their distance', () => {
    // Within half a second one or none: 1.4 x 0.5 / 4; in the rest of the window each of seven comes so much faster.
    const apart = { editors: 8, documents: 4, commitsPerSecond: 0.2, apartSeconds: 0.5 }
    const [none, faster] = [1 - 0.175, 0.2 / (1 - 0.175)]
    expect(conflictProbability(apart, 0.5)).toBeCloseTo(0.175, 10)
    expect(conflictProbability(apart, 2)).toBeCloseTo(1 - none * (1 - (1.5 * faster) / 4) ** 7, 10)
    expect(conflictProbability({ ...apart, commitsPerSecond: 2 }, 0.6)).toBe(1)
  })

  it('is a probability, grows with the window and never falls with editors or their pace', () => {
    const windows = record({
      editors: integer({ min: 1, max: 10_000 }), documents: integer({ min: 1, max: 100 }),
      commitsPerSecond: double({ min: 0, max: 1000, noNaN: true }), apartSeconds: double({ min: 0, max: 10, noNaN: true }),
    })
    const seconds = double({ min: 0, max: 100, noNaN: true })
    assert(property(windows, seconds, seconds, (given, one, other) => {
      const at = (change: Partial<typeof given>, window = Math.max(one, other)) => conflictProbability({ ...given, ...change }, window)
      expect(at({})).toBeGreaterThanOrEqual(0)
      expect(at({})).toBeLessThanOrEqual(1)
      for (const less of [at({}, Math.min(one, other)), at({ editors: Math.ceil(given.editors / 2) }), at({ commitsPerSecond: given.commitsPerSecond / 2 })]) {
        expect(less).toBeLessThanOrEqual(at({}) + 1e-9)
      }
    }))
  })
})

it('every edit that overwrites m others on average leaves one of every 1 + m', () => {
  expect(lostShare({ editors: 4, documents: 1, commitsPerSecond: 0.1 }, 5)).toBeCloseTo(1.5 / 2.5, 12)
  expect(lostShare({ editors: 1, documents: 1, commitsPerSecond: 9 }, 5)).toBe(0)
})

const usual: Editing = {
  editors: 8, documents: 4, thinkSeconds: 0.005, exchangeSeconds: 0.001, attempts: 3, meanBackoffSeconds: (nth) => 0.005 * 2 ** (nth - 1),
}

/** What is changed, and how far abort rate and lost edits may be from what was played (20,000 edits: sampling is 1 to 2 %). */
const plays: readonly (readonly [string, Partial<Editing>, { readonly aborts: number; readonly lost: number }])[] = [
  ['as the script plays by default', {}, { aborts: 0.04, lost: 0.05 }],
  ['2 editors of 1 document, who fall in step with each other', { editors: 2, documents: 1 }, { aborts: 0.08, lost: 0.08 }],
  ['4 editors of 1 document', { editors: 4, documents: 1 }, { aborts: 0.04, lost: 0.08 }],
  ['16 editors of 4 documents', { editors: 16 }, { aborts: 0.03, lost: 0.05 }],
  ['32 editors of 4 documents', { editors: 32 }, { aborts: 0.03, lost: 0.05 }],
  ['32 editors of 1 document', { editors: 32, documents: 1 }, { aborts: 0.03, lost: 0.05 }],
  ['8 editors of 40 documents', { documents: 40 }, { aborts: 0.05, lost: 0.05 }],
  ['no back-off', { meanBackoffSeconds: () => 0 }, { aborts: 0.03, lost: 0.05 }],
  ['exchanges that take half as long as thinking', { exchangeSeconds: 0.0025 }, { aborts: 0.05, lost: 0.05 }],
  ['long thinking', { thinkSeconds: 0.05 }, { aborts: 0.03, lost: 0.05 }],
  ['one attempt: the worst, since whoever is refused starts over in step with whoever refused it', { attempts: 1 }, { aborts: 0.1, lost: 0.05 }],
]

describe('against editors that are played one by one', () => {
  it.each(plays)('%s: the abort rate is what closedEditing says', (_, change, { aborts }) => {
    const editing = { ...usual, ...change }
    const played = playEditors(editing, 'version', 20_000, createRandom(1)).abortRate
    expect(Math.abs(closedEditing(editing).abortRate / played - 1)).toBeLessThan(aborts)
  })

  it.each(plays)('%s: the share of lost edits is what closedLostShare says', (_, change, { lost }) => {
    const editing = { ...usual, ...change }
    const played = playEditors(editing, 'none', 20_000, createRandom(2)).lostShare
    expect(Math.abs(closedLostShare(editing) / played - 1)).toBeLessThan(lost)
  })
})

describe('closedEditing', () => {
  it('has no aborts with a single editor', () => {
    expect(closedEditing({ ...usual, editors: 1 })).toEqual({ abortRate: 0, attemptsPerCommit: 1, gaveUpShare: 0 })
  })

  it('aborts more with every editor, and less with every document', () => {
    const rates = (changes: readonly Partial<Editing>[]) => changes.map((change) => closedEditing({ ...usual, ...change }).abortRate)
    const byEditors = rates([1, 2, 3, 4, 6, 8, 12, 16, 32].map((editors) => ({ editors })))
    const byDocuments = rates([40, 20, 10, 4, 2, 1].map((documents) => ({ documents })))
    expect(byEditors).toEqual(byEditors.toSorted((a, b) => a - b))
    expect(byDocuments).toEqual(byDocuments.toSorted((a, b) => a - b))
  })
})
