import { expect, it } from 'vitest'
import { editAlone } from './edit-alone.ts'
import { chanceOf, play, refused, soundAnswer } from './play-fixture.ts'
import type { ScriptRequest } from './scenario.ts'

const settings = { editors: 4, edits: 2, thinkMs: 10 }

it('reads, thinks and writes its own document, edit after edit', () => {
  const read = (logicalEdit: number) => ({ kind: 'read', method: 'GET', document: 4, headers: {}, logicalEdit })
  const edit = (logicalEdit: number) => ({
    kind: 'edit', method: 'PUT', document: 4, headers: { 'if-match': '"a"', 'content-type': 'application/json' },
    body: Buffer.from(`{"edit":{"id":"00040000000${logicalEdit}","tally":1000001}}`),
    editId: `00040000000${logicalEdit}`, baseEditId: '000000000000', attempt: 1, lastAttempt: true, logicalEdit,
  })
  expect(play(editAlone, { settings, index: 3, random: chanceOf(0.25, 0.75) })).toEqual([
    { start: { waitMs: 0 }, request: read(1), outcome: 'fetched' },
    { start: { waitMs: 7.5 }, request: edit(1), outcome: 'committed' },
    { start: { waitMs: 0 }, request: read(2), outcome: 'fetched' },
    { start: { waitMs: 12.5 }, request: edit(2), outcome: 'committed' },
  ])
})

it('a 412, for which nobody else can be the reason, is not tried again', () => {
  const answer = (request: ScriptRequest) => (request.method === 'PUT' ? refused : soundAnswer(request))
  const played = play(editAlone, { settings, random: () => 0, answer })
  expect(played.map(step => `${step.request.kind} ${step.outcome}`)).toEqual([
    'read fetched', 'edit aborted', 'read fetched', 'edit aborted',
  ])
})
