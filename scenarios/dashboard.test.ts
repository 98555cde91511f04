import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dashboard } from './dashboard.ts'
import { chanceOf, play, refused, seededChance, soundAnswer } from './play-fixture.ts'
import type { ScriptRequest, Start } from './scenario.ts'

const settings = { users: 5, everyMs: 1000, jitterFraction: 0.5, documents: 2, changesPerMinute: 60, durationMs: 3000 }
const at = (atMs: number): Start => ({ atMs, dropAfterMs: 1000 })
const atMsOf = (start: Start) => ('atMs' in start ? start.atMs : Number.NaN)

describe('a poller', () => {
  it('polls one document from a random phase on, each time up to the jitter later than regular', () => {
    const poll = (headers: object) => ({ kind: 'poll', method: 'GET', document: 2, headers })
    expect(play(dashboard, { settings, index: 3, random: chanceOf(0.25, 0.5, 0, 0.75) })).toEqual([
      { start: at(500), request: poll({}), outcome: 'fetched' },
      { start: at(1250), request: poll({ 'if-none-match': '"a"' }), outcome: 'not-modified' },
      { start: at(2625), request: poll({ 'if-none-match': '"a"' }), outcome: 'not-modified' },
    ])
  })

  it('keeps its rhythm and its chance when polls are dropped, fail or go unanswered', () => {
    const answers = ['dropped', undefined, { status: 500, headers: {}, body: Buffer.alloc(0) }] as const
    const played = play(dashboard, { settings, index: 3, random: chanceOf(0.25, 0.5, 0, 0.75), answer: (_request, nth) => answers[nth] })
    expect(played.map(({ start, outcome }) => [start, outcome])).toEqual([
      [at(500), 'dropped'], [at(1250), 'no-answer'], [at(2625), 'failed'],
    ])
  })
})

describe('a writer', () => {
  it('changes a random document at a random point of each second, reading first', () => {
    const headers = { 'if-match': '"a"', 'content-type': 'application/json' }
    const edit = (document: number, nth: number) => ({
      kind: 'edit', method: 'PUT', document, headers, body: Buffer.from(`{"edit":{"id":"00060000000${nth}","tally":1000001}}`),
      editId: `00060000000${nth}`, baseEditId: '000000000000', attempt: 1, lastAttempt: false, logicalEdit: nth,
    })
    const read = (document: number, logicalEdit: number) => ({ kind: 'read', method: 'GET', document, headers: {}, logicalEdit })
    const draws = [0.5, 0.75, 0.25, 0.25, 0.125, 0.5, 0, 0]
    expect(play(dashboard, { settings, index: 5, random: chanceOf(...draws) })).toEqual([
      { start: at(500), request: read(2, 1), outcome: 'fetched' },
      { start: { waitMs: 0 }, request: edit(2, 1), outcome: 'committed' },
      { start: at(1250), request: read(1, 2), outcome: 'fetched' },
      { start: { waitMs: 0 }, request: edit(1, 2), outcome: 'committed' },
      { start: at(2125), request: read(2, 3), outcome: 'fetched' },
      { start: { waitMs: 0 }, request: edit(2, 3), outcome: 'committed' },
    ])
  })

  it('tries a refused change again at once, three times in all, and makes the next one where and when it would have', () => {
    const answer = (request: ScriptRequest) => (request.method === 'PUT' ? refused : soundAnswer(request))
    const played = play(dashboard, { settings, index: 5, random: chanceOf(0.5, 0.75, 0.25, 0.25, 0.125, 0.5, 0, 0), answer })
    expect(played).toHaveLength(18)
    expect(played.slice(0, 7).map(({ start, request }) => [start, request.kind, request.document])).toEqual([
      [at(500), 'read', 2], [{ waitMs: 0 }, 'edit', 2], [{ waitMs: 0 }, 'read', 2], [{ waitMs: 0 }, 'edit', 2],
      [{ waitMs: 0 }, 'read', 2], [{ waitMs: 0 }, 'edit', 2], [at(1250), 'read', 1],
    ])
  })
})

it.each([
  [0, 5, 5], [1, 6, 6], [600, 6, 6], [601, 7, 7], [60_000, 105, 100],
])('%d changes a minute: %d users beside whom nobody else is needed, on %d sockets', (changesPerMinute, users, connections) => {
  expect(dashboard.users({ ...settings, changesPerMinute })).toBe(users)
  expect(dashboard.connections?.({ ...settings, changesPerMinute })).toBe(connections)
})

it('everybody polls once per period, and the writers together keep the rate', () => {
  const rates = fc.constantFrom(60, 600, 1200, 3000)
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), rates, fc.constantFrom(0, 0.1, 1), (seed, changesPerMinute, jitterFraction) => {
    const chosen = { ...settings, changesPerMinute, jitterFraction }
    const firstsOf = (index: number) =>
      play(dashboard, { settings: chosen, index, random: seededChance(seed + index * 7919) })
        .map(({ start }) => atMsOf(start)).filter(atMs => !Number.isNaN(atMs))
    for (let index = 0; index < 5; index += 1) {
      const moments = firstsOf(index)
      expect(moments).toHaveLength(3)
      expect(moments).toEqual(moments.toSorted((a, b) => a - b))
    }
    const writers = dashboard.users(chosen) - 5
    const changes = Array.from({ length: writers }, (_, writer) => firstsOf(5 + writer)).flat()
    expect(changes).toHaveLength(changesPerMinute / 20)
    expect(Math.max(...changes)).toBeLessThan(3000)
  }), { seed: 1, numRuns: 40 })
})

it('a rhythm without a period is refused', () => {
  expect(() => play(dashboard, { settings: { ...settings, everyMs: 0 }, random: () => 0 })).toThrow(
    'everyMs is 0: users who poll in a rhythm need a time above 0',
  )
})
