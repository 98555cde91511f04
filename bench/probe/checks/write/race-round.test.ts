import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../finding.ts'
import { readRepresentation } from '../../representation.ts'
import type { Representation } from '../../representation.ts'
import { judgeRound } from './race-round.ts'

function exchange(status: number, content = ''): Exchange {
  return {
    request: {},
    requestHead: '',
    response: {
      status,
      reason: '',
      headerLines: [],
      header: (name) => (name === 'etag' ? '"v1"' : undefined),
      head: '',
      body: Buffer.from(content),
      surplusBytes: 0,
      elapsedMs: 0,
    },
    evidence: (label, remark) => ({ label, requestHead: '', responseHead: String(status), ...(remark === undefined ? {} : { remark }) }),
  }
}

function showing(note: string): Representation {
  const reading = readRepresentation(exchange(200, JSON.stringify({ note })))
  if (!reading.ok) throw new Error(reading.because)
  return reading.representation
}

describe('a round of two PUTs at once, "a" and "b"', () => {
  it.each<[string, readonly (number | undefined)[], string]>([
    ['one-won', [204, 412], 'a'],
    ['one-won', [412, 200], 'b'],
    ['one-won', [409, 303], 'b'],
    ['none-won', [412, 412], 'before'],
    ['both-won', [204, 204], 'b'],
    ['both-won', [200, 201], 'a'],
    ['loser-landed', [204, 412], 'b'],
    ['loser-landed', [412, 412], 'a'],
    ['loser-landed', [500, 412], 'a'],
    ['winner-lost', [204, 412], 'before'],
    ['winner-lost', [500, 204], 'before'],
    ['failed', [204, 500], 'a'],
    ['failed', [412, 503], 'before'],
    ['inconclusive', [204, undefined], 'a'],
    ['inconclusive', [undefined, undefined], 'before'],
  ])('is %s where they are answered %j and GET then shows "%s"', (kind, statuses, shown) => {
    const sent = statuses.map((status) => (status === undefined ? undefined : exchange(status)))
    expect(judgeRound({ sent, values: ['a', 'b'], after: showing(shown) }, showing('before'), shown).kind).toBe(kind)
  })

  it('is shown by both PUTs, with what each wrote, and the GET after them', () => {
    const race = { sent: [exchange(204), exchange(200)], values: ['a', 'b'], after: showing('b') }
    expect(judgeRound(race, showing('before'), 'b')).toEqual({
      kind: 'both-won',
      seen: 'two PUTs with If-Match: "v1" that left at once were answered 204 and 200, though the first makes the tag outdated for the second',
      evidence: [
        { label: 'PUT 1 of 2 that left at once', requestHead: '', responseHead: '204', remark: 'it wrote "a"' },
        { label: 'PUT 2 of 2 that left at once', requestHead: '', responseHead: '200', remark: 'it wrote "b"' },
        { label: 'GET after them', requestHead: '', responseHead: '200', remark: 'the field is "b"' },
      ],
    })
  })
})
