import { expect, it } from 'vitest'
import { play } from './play-fixture.ts'
import { pollUnchanged } from './poll-unchanged.ts'

it('each user polls its own document, thinks, and polls again with what it was given, without asking chance', () => {
  const poll = (headers: object) => ({ kind: 'poll', method: 'GET', document: 3, headers })
  expect(play(pollUnchanged, { settings: { users: 4, polls: 3, thinkMs: 20 }, index: 2 })).toEqual([
    { start: { waitMs: 0 }, request: poll({}), outcome: 'fetched' },
    { start: { waitMs: 20 }, request: poll({ 'if-none-match': '"a"' }), outcome: 'not-modified' },
    { start: { waitMs: 20 }, request: poll({ 'if-none-match': '"a"' }), outcome: 'not-modified' },
  ])
})

it('has a document and a socket per user', () => {
  expect(pollUnchanged.users(pollUnchanged.defaults)).toBe(4)
  expect(pollUnchanged.documents(pollUnchanged.defaults)).toBe(4)
  expect(pollUnchanged.connections).toBeUndefined()
})
