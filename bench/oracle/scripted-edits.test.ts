import { describe, expect, it } from 'vitest'
import { editAlone } from '../../scenarios/edit-alone.ts'
import { editBurst } from '../../scenarios/edit-burst.ts'
import { editContended } from '../../scenarios/edit-contended.ts'
import { play } from './scripted-play.ts'

/** A head of 100 bytes each way and, in one direction, a content of 63. */
const readBytes = 263
const writeBytes = 263
const refusedBytes = 263

describe('edit-alone, to the nanosecond', () => {
  const settings = { editors: 2, edits: 2, thinkMs: 10 }
  /** Each thinks for half to one and a half times 10 ms: here for exactly that. */
  const chance = [[0.5, 0.5], [0.5, 0.5]]

  it('costs a read and a write, and the time of both and of thinking', () => {
    for (const validators of ['version', 'hash', 'last-modified', 'none'] as const) {
      const { judgement, economics, ...figures } = play(editAlone, settings, { validators }, chance)
      expect(figures).toEqual({
        lines: [
          '0 read/1 0-2 200', '1 read/2 0-2 200', '0 edit/1 12-14 204', '1 edit/2 12-14 204',
          '0 read/1 14-16 200', '1 read/2 14-16 200', '0 edit/1 26-28 204', '1 edit/2 26-28 204',
        ],
        notModified: [0, 0, 0], useless: 0, edits: [4, 0, 0, 0],
      })
      expect(economics).toEqual({
        logicalEdits: 4, committed: 4, requests: 8, bytes: 4 * (readBytes + writeBytes), wastedRequests: 0, wastedBytes: 0,
        requestsPerCommit: 2, bytesPerCommit: 526, timesToCommitNs: [14e6, 14e6, 14e6, 14e6], attemptsHistogram: { 1: 4 },
      })
      expect([judgement.findings, judgement.violations]).toEqual([[], []])
    }
  })
})

describe('edit-contended, to the nanosecond', () => {
  const settings = { editors: 2, documents: 1, edits: 1, thinkMs: 10, attempts: 3, backoff: 'fixed', backoffBaseMs: 4 } as const
  /** Document, time to think (10 ms and 12 ms), and three back-offs. */
  const chance = [[0, 0.5, 0, 0, 0.5], [0, 0.7, 0, 0, 0.5]]
  const meeting = ['0 read/1 0-2 200', '1 read/1 0-2 200', '0 edit/1 12-14 204']

  it('the later editor is refused, backs off, reads again and writes', () => {
    const { judgement, economics, ...figures } = play(editContended, settings, { validators: 'version' }, chance)
    expect(figures).toEqual({
      lines: [...meeting, '1 edit/1 14-16 412', '1 read/1 20-22 200', '1 edit/1 22-24 204'],
      notModified: [0, 0, 0], useless: 0, edits: [2, 1, 0, 0],
    })
    expect(economics).toEqual({
      logicalEdits: 2, committed: 2, requests: 6, bytes: 3 * readBytes + 2 * writeBytes + refusedBytes,
      wastedRequests: 2, wastedBytes: readBytes + refusedBytes, requestsPerCommit: 3, bytesPerCommit: 789,
      timesToCommitNs: [14e6, 24e6], attemptsHistogram: { 1: 1, 2: 1 },
    })
    expect([judgement.findings, judgement.violations]).toEqual([[], []])
  })

  it.each([
    ['none', 24e6 - 4e6],
    ['exponential', 24e6 - 2e6],
  ] as const)('with back-off %s it commits at another time', (backoff, timeNs) => {
    const drawn = [chance[0] ?? [], [0, 0.7, 0.5, 0, 0]]
    const { economics } = play(editContended, { ...settings, backoff }, { validators: 'version' }, drawn)
    expect(economics.timesToCommitNs).toEqual([14e6, timeNs])
  })

  it('gives up after the last attempt it has, and all it sent was in vain', () => {
    const { judgement, economics } = play(editContended, { ...settings, attempts: 1 }, { validators: 'version' }, [[0, 0.5, 0], [0, 0.7, 0]])
    expect(judgement.conflicts).toMatchObject({ attempts: 2, committed: 1, aborts: 1, abortRate: 0.5, giveUps: 1 })
    expect(economics).toMatchObject({ committed: 1, wastedRequests: 2, wastedBytes: 526, bytesPerCommit: 1052 })
  })

  it.each(['last-modified', 'none'] as const)('%s: the later editor overwrites the earlier one, which is told with evidence', validators => {
    const { judgement, economics, ...figures } = play(editContended, settings, { validators }, chance)
    expect(figures).toEqual({
      lines: [...meeting, '1 edit/1 14-16 204'], notModified: [0, 0, 0], useless: 0, edits: [2, 0, 1, 1],
    })
    expect(economics).toMatchObject({ wastedRequests: 0, bytesPerCommit: 526, timesToCommitNs: [14e6, 16e6] })
    expect(judgement.commitLog).toMatchObject({ overwritingWrites: 1, disagreements: [] })
    expect(judgement.violations).toEqual([])
    expect(judgement.findings).toEqual([{ kind: 'lost-updates', count: 1, message:
      '1 of 2 acknowledged edits are lost; first: edit 000100000001 of document 1 (user 0, acknowledged at 14.000 ms) ' +
      'was overwritten by edit 000200000001 (user 1, based on 000000000000, sent at 14.000 ms)' }])
  })
})

describe('edit-burst, to the nanosecond', () => {
  const settings = { bursts: 2, editors: 3, apartMs: 150, thinkMs: 200, everyMs: 20, attempts: 3 }
  const ofFirstBurst = (lines: readonly string[]) => lines.filter(line => line.includes('/1 '))

  it('each editor has read before the last one wrote: under a version all but the first are refused once', () => {
    const { lines, edits, judgement, economics } = play(editBurst, settings, { validators: 'version' }, [])
    expect(ofFirstBurst(lines)).toEqual([
      '0 read/1 0-2 200', '1 read/1 100-102 200', '0 edit/1 150-152 204', '2 read/1 250-252 200',
      '1 edit/1 300-302 412', '1 read/1 302-304 200', '1 edit/1 304-306 204',
      '2 edit/1 450-452 412', '2 read/1 452-454 200', '2 edit/1 454-456 204',
    ])
    expect(lines.filter(line => line.includes('/2 '))).toHaveLength(10)
    expect(edits).toEqual([6, 4, 0, 0])
    expect(economics.timesToCommitNs.toSorted((a, b) => a - b)).toEqual([152e6, 152e6, 206e6, 206e6, 206e6, 206e6])
    expect(judgement.lostUpdates.documentsWithLosses).toBe(0)
  })

  it('by dates of one second none is refused: the second edit is lost, the third brings the first one back', () => {
    const { lines, edits, judgement } = play(editBurst, settings, { validators: 'last-modified' }, [])
    expect(ofFirstBurst(lines)).toEqual([
      '0 read/1 0-2 200', '1 read/1 100-102 200', '0 edit/1 150-152 204', '2 read/1 250-252 200',
      '1 edit/1 300-302 204', '2 edit/1 450-452 204',
    ])
    expect(edits).toEqual([6, 0, 2, 2])
    expect(judgement.lostUpdates.documentsWithLosses).toBe(2)
    expect(judgement.commitLog).toMatchObject({ overwritingWrites: 4, disagreements: [] })
    expect(judgement.findings).toEqual([{ kind: 'lost-updates', count: 2, message:
      '2 of 6 acknowledged edits are lost, in 2 documents; first: edit 000200000001 of document 1 (user 1, acknowledged at 302.000 ms) ' +
      'was overwritten by edit 000300000001 (user 2, based on 000100000001, sent at 450.000 ms)' }])
  })

  it('with more than two seconds between edits dates are enough', () => {
    const apart = { ...settings, apartMs: 2500, thinkMs: 2600 }
    const { lines, edits, judgement } = play(editBurst, apart, { validators: 'last-modified' }, [])
    expect(ofFirstBurst(lines)).toEqual([
      '0 read/1 0-2 200', '1 read/1 2400-2402 200', '0 edit/1 2500-2502 204', '2 read/1 4900-4902 200',
      '1 edit/1 5000-5002 412', '1 read/1 5002-5004 200', '1 edit/1 5004-5006 204',
      '2 edit/1 7500-7502 412', '2 read/1 7502-7504 200', '2 edit/1 7504-7506 204',
    ])
    expect(edits).toEqual([6, 4, 0, 0])
    expect(judgement.findings).toEqual([])
  })

  it('an editor whose write could only leave a second late does not write', () => {
    const slowly = () => ({ toServerNs: 1200e6, backNs: 1e6 })
    const { lines, judgement } = play(editBurst, { ...settings, bursts: 1, editors: 1 }, { validators: 'version' }, [], slowly)
    expect(lines).toEqual(['0 read/1 0-1201 200', '0 edit/1 150(1201)-1201 dropped'])
    expect(judgement.conflicts.attempts).toBe(0)
  })
})
