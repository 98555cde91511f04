import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { chanceOf, play, seededChance } from './play-fixture.ts'
import { resume } from './resume.ts'
import type { Start } from './scenario.ts'

const settings = { users: 3, documents: 4, bursts: 3, everyMs: 400, changedFraction: 0.5 }
const at = (atMs: number): Start => ({ atMs, dropAfterMs: 400 })

it('everybody polls at the same moments, without asking chance', () => {
  const poll = (headers: object) => ({ kind: 'poll', method: 'GET', document: 3, headers })
  expect(play(resume, { settings, index: 2 })).toEqual([
    { start: at(0), request: poll({}), outcome: 'fetched' },
    { start: at(400), request: poll({ 'if-none-match': '"a"' }), outcome: 'not-modified' },
    { start: at(800), request: poll({ 'if-none-match': '"a"' }), outcome: 'not-modified' },
  ])
})

it('between the bursts the writer changes half of the documents, a quarter of the pause away from both', () => {
  const played = play(resume, { settings, index: 3, random: chanceOf(0.5, 0.5, 0, 0) })
  expect(played.map(({ start, request, outcome }) => [start, request.kind, request.document, outcome])).toEqual([
    [at(150), 'read', 3, 'fetched'], [{ waitMs: 0 }, 'edit', 3, 'committed'],
    [at(250), 'read', 1, 'fetched'], [{ waitMs: 0 }, 'edit', 1, 'committed'],
    [at(550), 'read', 1, 'fetched'], [{ waitMs: 0 }, 'edit', 1, 'committed'],
    [at(650), 'read', 2, 'fetched'], [{ waitMs: 0 }, 'edit', 2, 'committed'],
  ])
})

it('exactly the stated fraction of documents changes in each pause, no document twice', () => {
  const options = [fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 30 })] as const
  fc.assert(fc.property(...options, (seed, documents, changed) => {
    const chosen = { ...settings, documents, changedFraction: Math.min(1, changed / documents) }
    const edits = play(resume, { settings: chosen, index: 3, random: seededChance(seed) }).filter(({ request }) => request.kind === 'edit')
    const expected = Math.min(changed, documents)
    const pauses = [edits.slice(0, expected), edits.slice(expected)].map(pause => new Set(pause.map(({ request }) => request.document)))
    expect(edits).toHaveLength(2 * expected)
    expect(pauses.map(({ size }) => size)).toEqual([expected, expected])
    expect(edits.every(({ request }) => request.document >= 1 && request.document <= documents)).toBe(true)
  }), { seed: 1, numRuns: 60 })
})

it('every user has a socket, up to a thousand', () => {
  expect(resume.users(settings)).toBe(4)
  expect(resume.connections?.(settings)).toBe(4)
  expect(resume.connections?.({ ...settings, users: 10_000 })).toBe(1000)
})
