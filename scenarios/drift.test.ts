import { expect, it } from 'vitest'
import { drift } from './drift.ts'
import { play } from './play-fixture.ts'

it.each(['server-time', 'key-order'] as const)('asks for a server that drifts by %s', kind => {
  expect(drift.serverFlags?.({ ...drift.defaults, drift: kind })).toEqual({ drift: kind })
})

it('polls and never writes, whatever the content is', () => {
  const poll = (headers: object) => ({ kind: 'poll', method: 'GET', document: 2, headers })
  const settings = { users: 2, polls: 3, drift: 'server-time', thinkMs: 0 } as const
  const ever = { answer: (_request: unknown, nth: number) => ({ status: 200, headers: { etag: `"${nth}"` }, body: Buffer.from(`[${nth}]`) }) }
  expect(play(drift, { settings, index: 1, ...ever }).map(step => step.request)).toEqual([
    poll({}), poll({ 'if-none-match': '"0"' }), poll({ 'if-none-match': '"1"' }),
  ])
})
