import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../load/observation.ts'
import { conflictEconomics } from './economics.ts'

const common = { user: 0, document: 1, conditional: true, sentBytes: 0, receivedBytes: 0 } as const
type Given = Partial<Observation> & { readonly at: number; readonly done: number; readonly bytes: number }

function request({ at, done, bytes, ...given }: Given & Pick<Observation, 'kind' | 'method' | 'outcome' | 'status'>): Observation {
  return { ...common, intendedNs: at, sentNs: at + 1, doneNs: done, sentBytes: bytes, receivedBytes: bytes * 10, logicalEdit: 1, ...given }
}

const read = (given: Given) => request({ kind: 'read', method: 'GET', outcome: 'fetched', status: 200, ...given })
const write = (given: Given) => request({ kind: 'edit', method: 'PUT', outcome: 'committed', status: 204, editId: 'e', ...given })
const refused = { outcome: 'aborted', status: 412 } as const

describe('conflict economics', () => {
  it('of an edit that is accepted at once: two requests, none wasted', () => {
    expect(conflictEconomics([read({ at: 100, done: 200, bytes: 3 }), write({ at: 700, done: 900, bytes: 5 })])).toEqual({
      logicalEdits: 1,
      committed: 1,
      requests: 2,
      bytes: 88,
      wastedRequests: 0,
      wastedBytes: 0,
      requestsPerCommit: 2,
      bytesPerCommit: 88,
      timesToCommitNs: [800],
      attemptsHistogram: { '1': 1 },
    })
  })

  it('of an edit that is refused twice: what the third attempt did not need is wasted', () => {
    const sent = [
      read({ at: 0, done: 10, bytes: 1 }), write({ at: 20, done: 30, bytes: 2, ...refused }),
      read({ at: 40, done: 50, bytes: 4 }), write({ at: 60, done: 70, bytes: 8, ...refused }),
      read({ at: 80, done: 90, bytes: 16 }), write({ at: 100, done: 110, bytes: 32 }),
    ]
    expect(conflictEconomics(sent)).toMatchObject({
      requests: 6, bytes: 693, wastedRequests: 4, wastedBytes: 165, requestsPerCommit: 6, timesToCommitNs: [110], attemptsHistogram: { '3': 1 },
    })
  })

  it('of an edit that is given up: all of it is wasted, and charged to the commits of the others', () => {
    const sent = [
      read({ at: 0, done: 10, bytes: 1 }), write({ at: 20, done: 30, bytes: 1, lastAttempt: true, ...refused }),
      read({ at: 0, done: 10, bytes: 1, user: 1 }), write({ at: 20, done: 40, bytes: 1, user: 1 }),
    ]
    expect(conflictEconomics(sent)).toMatchObject({
      logicalEdits: 2, committed: 1, requests: 4, wastedRequests: 2, wastedBytes: 22, requestsPerCommit: 4, bytesPerCommit: 44, timesToCommitNs: [40],
    })
  })

  it('of a write from a kept copy: there is no read to need', () => {
    expect(conflictEconomics([write({ at: 5, done: 9, bytes: 1 })])).toMatchObject({ requests: 1, wastedRequests: 0, timesToCommitNs: [4] })
  })

  it.each([{ outcome: 'no-answer', status: 0 }, { outcome: 'failed', status: 503 }] as const)(
    'of an edit that ends with $outcome: neither a commit nor waste, but for the attempt before it', (ending) => {
      const sent = [
        read({ at: 0, done: 1, bytes: 1 }), write({ at: 2, done: 3, bytes: 1, ...refused }),
        read({ at: 4, done: 5, bytes: 1 }), write({ at: 6, done: 7, bytes: 1, ...ending }),
      ]
      expect(conflictEconomics(sent)).toMatchObject({
        committed: 0, requests: 4, wastedRequests: 2, requestsPerCommit: undefined, bytesPerCommit: undefined, timesToCommitNs: [], attemptsHistogram: {},
      })
    },
  )

  it('tell apart the edits of one user, whatever the order in which answers came', () => {
    const first = [read({ at: 0, done: 1, bytes: 1 }), write({ at: 2, done: 3, bytes: 1 })]
    const second = [read({ at: 10, done: 11, bytes: 1, logicalEdit: 2 }), write({ at: 12, done: 15, bytes: 1, logicalEdit: 2 })]
    expect(conflictEconomics([...second, ...first].toReversed())).toMatchObject({ logicalEdits: 2, committed: 2, wastedRequests: 0, attemptsHistogram: { '1': 2 } })
  })

  it('leave out polls, touches and what was never sent', () => {
    const touch = [read({ at: 0, done: 1, bytes: 1, logicalEdit: 2 }), write({ at: 2, done: 3, bytes: 1, kind: 'touch', logicalEdit: 2 })]
    const { logicalEdit: _, ...poll } = read({ at: 0, done: 1, bytes: 7, kind: 'poll' })
    const dropped = read({ at: 0, done: 1, bytes: 0, outcome: 'dropped', status: 0, logicalEdit: 3 })
    expect(conflictEconomics([...touch, poll, dropped])).toMatchObject({ logicalEdits: 0, committed: 0, requests: 0, bytes: 0 })
  })
})

it('what was needed and what was wasted add up to what was sent, in any history', () => {
  const endings = fc.constantFrom('committed', 'given up')
  fc.assert(
    fc.property(fc.array(fc.record({ refusals: fc.integer({ min: 0, max: 4 }), ending: endings }), { maxLength: 20 }), (edits) => {
      const sent = edits.flatMap(({ refusals, ending }, user) => {
        const attempt = (nth: number, ends: boolean) => [
          read({ at: nth * 100, done: nth * 100 + 10, bytes: 1, user }),
          write({ at: nth * 100 + 50, done: nth * 100 + 60, bytes: 1, user, ...(ends && ending === 'committed' ? {} : refused) }),
        ]
        return Array.from({ length: refusals + 1 }, (_, nth) => attempt(nth, nth === refusals)).flat()
      })
      const figures = conflictEconomics(sent)
      const commits = edits.filter(({ ending }) => ending === 'committed')
      expect(figures).toMatchObject({ logicalEdits: edits.length, committed: commits.length, requests: sent.length })
      expect(figures.wastedRequests + 2 * commits.length).toBe(sent.length)
      expect(figures.wastedBytes + 22 * commits.length).toBe(figures.bytes)
      expect(figures.timesToCommitNs).toEqual(commits.map(({ refusals }) => refusals * 100 + 60))
    }),
  )
})
