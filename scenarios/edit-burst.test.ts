import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editBurst } from './edit-burst.ts'
import { play, refused, soundAnswer } from './play-fixture.ts'
import type { ScriptRequest, Start } from './scenario.ts'

const defaults = editBurst.defaults
const at = (atMs: number): Start => ({ atMs, dropAfterMs: 1000 })
const startsOf = (index: number, settings = defaults) => play(editBurst, { settings, index }).map(step => step.start)

it('an editor reads, and writes when its turn comes, without asking chance', () => {
  expect(play(editBurst, { settings: defaults, index: 7 })).toEqual([
    { start: at(270), request: { kind: 'read', method: 'GET', document: 2, headers: {}, logicalEdit: 1 }, outcome: 'fetched' },
    {
      start: at(470),
      request: {
        kind: 'edit', method: 'PUT', document: 2, headers: { 'if-match': '"a"', 'content-type': 'application/json' },
        body: Buffer.from('{"edit":{"id":"000800000001","tally":1000001}}'), editId: '000800000001',
        baseEditId: '000000000000', attempt: 1, lastAttempt: false, logicalEdit: 1,
      },
      outcome: 'committed',
    },
  ])
})

describe('the editors of a burst', () => {
  it('write 150 ms apart, and have read 200 ms before, though not before the burst', () => {
    expect([0, 1, 2, 3, 4].map(index => startsOf(index))).toEqual([
      [at(0), at(150)], [at(100), at(300)], [at(250), at(450)], [at(400), at(600)], [at(550), at(750)],
    ])
  })

  it('of the last of 100 bursts do the same 1,980 ms later, on document 100', () => {
    expect([495, 499].map(index => startsOf(index))).toEqual([[at(1980), at(2130)], [at(2530), at(2730)]])
    expect(play(editBurst, { settings: defaults, index: 499 }).map(step => step.request.document)).toEqual([100, 100])
  })

  it('that are more than two seconds apart still read before the one before has written', () => {
    const settings = { ...defaults, apartMs: 2100, thinkMs: 2200 }
    expect([0, 1, 2].map(index => startsOf(index, settings))).toEqual([
      [at(0), at(2100)], [at(2000), at(4200)], [at(4100), at(6300)],
    ])
  })
})

it('after a 412 an editor reads and writes again at once, three times in all', () => {
  const answer = (request: ScriptRequest) => (request.method === 'PUT' ? refused : soundAnswer(request))
  const played = play(editBurst, { settings: defaults, index: 1, answer })
  expect(played.map(({ start, request, outcome }) => [start, request.kind, outcome])).toEqual([
    [at(100), 'read', 'fetched'], [at(300), 'edit', 'aborted'],
    [{ waitMs: 0 }, 'read', 'fetched'], [{ waitMs: 0 }, 'edit', 'aborted'],
    [{ waitMs: 0 }, 'read', 'fetched'], [{ waitMs: 0 }, 'edit', 'aborted'],
  ])
})

it('an edit that could not leave in time is not made, and neither is one that could not be read for', () => {
  const outcomes = (dropped: 'read' | 'edit') =>
    play(editBurst, { settings: defaults, answer: request => (request.kind === dropped ? 'dropped' : soundAnswer(request)) })
      .map(step => `${step.request.kind} ${step.outcome}`)
  expect(outcomes('read')).toEqual(['read dropped'])
  expect(outcomes('edit')).toEqual(['read fetched', 'edit dropped'])
})

it('every burst has its own document, and every document as many editors', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 6 }), (bursts, editors) => {
    const settings = { ...defaults, bursts, editors }
    const indices = Array.from({ length: editBurst.users(settings) }, (_, index) => index)
    const perDocument = Map.groupBy(indices, index => play(editBurst, { settings, index })[0]?.request.document)
    expect([...perDocument.keys()]).toEqual(Array.from({ length: editBurst.documents(settings) }, (_, nth) => nth + 1))
    expect([...perDocument.values()].map(({ length }) => length)).toEqual(Array.from({ length: bursts }, () => editors))
  }), { seed: 1, numRuns: 30 })
})

it('shares at most 64 sockets', () => {
  expect(editBurst.connections?.(defaults)).toBe(64)
  expect(editBurst.connections?.({ ...defaults, bursts: 2 })).toBe(10)
})
