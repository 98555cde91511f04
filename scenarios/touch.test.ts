import { expect, it } from 'vitest'
import { chanceOf, content, noContent, play } from './play-fixture.ts'
import type { ScriptRequest } from './scenario.ts'
import { touch } from './touch.ts'

const settings = { users: 1, polls: 4, changedFraction: 0.5, touchFraction: 0.25, thinkMs: 20 }
/** Between polls: whether something is written, and whether that is a touch. */
const draws = [0.9, 0.1, 0.1, 0.1, 0.1, 0.9] as const

it('some writes put the content back as it was, the others edit it', () => {
  const edited = Buffer.from('{"edit":{"id":"000100000001","tally":1000001}}')
  const poll = (headers: object) => ({ kind: 'poll', method: 'GET', document: 1, headers })
  const write = { method: 'PUT', document: 1, attempt: 1, lastAttempt: true, baseEditId: '000000000000' }
  const answer = ({ method }: ScriptRequest, nth: number) => ({
    status: method === 'PUT' ? 204 : 200, headers: { etag: `"${nth}"` }, body: method === 'PUT' ? noContent : content,
  })
  expect(play(touch, { settings, random: chanceOf(...draws), answer })).toEqual([
    { start: { waitMs: 0 }, request: poll({}), outcome: 'fetched' },
    { start: { waitMs: 20 }, request: poll({ 'if-none-match': '"0"' }), outcome: 'fetched' },
    { start: { waitMs: 20 }, request: { kind: 'read', method: 'GET', document: 1, headers: {}, logicalEdit: 1 }, outcome: 'fetched' },
    {
      start: { waitMs: 0 },
      request: {
        ...write, kind: 'touch', headers: { 'if-match': '"2"', 'content-type': 'application/json' }, body: content, logicalEdit: 1,
      },
      outcome: 'committed',
    },
    { start: { waitMs: 0 }, request: poll({ 'if-none-match': '"1"' }), outcome: 'fetched' },
    {
      start: { waitMs: 20 },
      request: {
        ...write, kind: 'edit', headers: { 'if-match': '"3"', 'content-type': 'application/json' },
        body: edited, editId: '000100000001', logicalEdit: 2,
      },
      outcome: 'committed',
    },
    { start: { waitMs: 0 }, request: poll({ 'if-none-match': '"4"' }), outcome: 'fetched' },
  ])
})

it('a refused touch is not tried again, and the next write reads first', () => {
  const answer = ({ method }: ScriptRequest) => ({
    status: method === 'PUT' ? 412 : 200, headers: { etag: '"a"' }, body: method === 'PUT' ? noContent : content,
  })
  const played = play(touch, { settings, random: chanceOf(...draws), answer })
  expect(played.map(step => `${step.request.kind} ${step.outcome}`)).toEqual([
    'poll fetched', 'poll fetched', 'read fetched', 'touch aborted', 'poll fetched', 'read fetched', 'edit aborted', 'poll fetched',
  ])
})
