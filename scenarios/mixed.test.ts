import { expect, it } from 'vitest'
import { mixed } from './mixed.ts'
import { chanceOf, content, noContent, play, refused, seededChance, soundAnswer } from './play-fixture.ts'
import type { ScriptRequest } from './scenario.ts'

const settings = { users: 2, documents: 4, polls: 4, editFraction: 0.25, zipfExponent: 1, attempts: 2 }
/** Per operation: poll or edit, and the document (ranks end at 12/25, 18/25, 22/25 and 1). */
const draws = [0.9, 0.5, 0.1, 0.1, 0.9, 0.6, 0.9, 0.2] as const

it('polls and edits documents by popularity; polls revalidate what was polled, not what was read to edit it', () => {
  const poll = (document: number, headers: object) => ({ kind: 'poll', method: 'GET', document, headers })
  const answer = ({ method }: ScriptRequest, nth: number) => ({
    status: method === 'PUT' ? 204 : 200, headers: { etag: `"${nth}"` }, body: method === 'PUT' ? noContent : content,
  })
  const start = { waitMs: 0 }
  expect(play(mixed, { settings, index: 1, random: chanceOf(...draws), answer })).toEqual([
    { start, request: poll(2, {}), outcome: 'fetched' },
    { start, request: { kind: 'read', method: 'GET', document: 1, headers: {}, logicalEdit: 1 }, outcome: 'fetched' },
    {
      start,
      request: {
        kind: 'edit', method: 'PUT', document: 1, headers: { 'if-match': '"1"', 'content-type': 'application/json' },
        body: Buffer.from('{"edit":{"id":"000200000001","tally":1000001}}'), editId: '000200000001',
        baseEditId: '000000000000', attempt: 1, lastAttempt: false, logicalEdit: 1,
      },
      outcome: 'committed',
    },
    { start, request: poll(2, { 'if-none-match': '"0"' }), outcome: 'fetched' },
    { start, request: poll(1, {}), outcome: 'fetched' },
  ])
})

it('a refused edit is tried again at once, until the attempts are used up, and shifts nothing', () => {
  const answer = (request: ScriptRequest) => (request.method === 'PUT' ? refused : soundAnswer(request))
  const played = play(mixed, { settings, random: chanceOf(...draws), answer })
  expect(played.map(({ request, outcome }) => `${request.kind} ${request.document} ${outcome}`)).toEqual([
    'poll 2 fetched', 'read 1 fetched', 'edit 1 aborted', 'read 1 fetched', 'edit 1 aborted', 'poll 2 not-modified', 'poll 1 fetched',
  ])
  expect(played.map(({ start }) => start)).toEqual(played.map(() => ({ waitMs: 0 })))
})

it('makes about 5 % of its operations edits, and a fifth of them on the first document', () => {
  const operations = Array.from({ length: mixed.defaults.users }, (_, index) =>
    play(mixed, { settings: mixed.defaults, index, random: seededChance(1000 + index * 7919) })).flat()
  const first = operations.filter(({ request }) => request.kind !== 'read' && request.document === 1).length
  const edits = operations.filter(({ request }) => request.kind === 'edit').length
  const polls = operations.filter(({ request }) => request.kind === 'poll').length
  expect(polls + edits).toBe(1600)
  expect(edits).toBeGreaterThan(50)
  expect(edits).toBeLessThan(110)
  expect(first).toBeGreaterThan(290)
  expect(first).toBeLessThan(410)
})
