import { describe, expect, it } from 'vitest'
import { dashboard } from '../../scenarios/dashboard.ts'
import { drift } from '../../scenarios/drift.ts'
import { mixed } from '../../scenarios/mixed.ts'
import { pollChanging } from '../../scenarios/poll-changing.ts'
import { pollUnchanged } from '../../scenarios/poll-unchanged.ts'
import { resume } from '../../scenarios/resume.ts'
import type { ScriptRequest } from '../../scenarios/scenario.ts'
import { touch } from '../../scenarios/touch.ts'
import { play } from './scripted-play.ts'

const noEdits = [0, 0, 0, 0]

describe('poll-unchanged, to the nanosecond', () => {
  const settings = { users: 2, polls: 3, thinkMs: 10 }

  it('is 304s with any validator', () => {
    const lines = [
      '0 poll/1 0-2 200', '1 poll/2 0-2 200', '0 poll/1 12-14 304', '1 poll/2 12-14 304', '0 poll/1 24-26 304', '1 poll/2 24-26 304',
    ]
    for (const validators of ['version', 'hash', 'last-modified', 'weak-hash'] as const) {
      expect(play(pollUnchanged, settings, { validators }, [])).toMatchObject({ lines, notModified: [4, 0, 0], useless: 0, edits: noEdits })
    }
  })

  it('is 200s without one, and none of them useless: nobody asked for less', () => {
    const { lines, useless } = play(pollUnchanged, settings, { validators: 'none' }, [])
    expect(lines.map(line => line.slice(-3))).toEqual(Array.from({ length: 6 }, () => '200'))
    expect(useless).toBe(0)
  })
})

describe('poll-changing, to the nanosecond', () => {
  const settings = { users: 1, polls: 4, changedFraction: 0.5, thinkMs: 10 }
  /** Whether an edit goes before the second, third and fourth poll. */
  const chance = [[0.2, 0.9, 0.4]]

  it('finds each change by its version, and needs no second read before the second edit', () => {
    expect(play(pollChanging, settings, { validators: 'version' }, chance)).toMatchObject({
      lines: [
        '0 poll/1 0-2 200', '0 read/1 12-14 200', '0 edit/1 14-16 204', '0 poll/1 16-18 200', '0 poll/1 28-30 304',
        '0 edit/1 40-42 204', '0 poll/1 42-44 200',
      ],
      notModified: [1, 0, 0], useless: 0, edits: [2, 0, 0, 0],
    })
  })

  it('misses both by a date of the same second: three certainly false 304s', () => {
    const { lines, notModified, judgement } = play(pollChanging, settings, { validators: 'last-modified' }, chance)
    expect(lines).toEqual([
      '0 poll/1 0-2 200', '0 read/1 12-14 200', '0 edit/1 14-16 204', '0 poll/1 16-18 304', '0 poll/1 28-30 304',
      '0 edit/1 40-42 204', '0 poll/1 42-44 304',
    ])
    expect(notModified).toEqual([0, 0, 3])
    expect(judgement.findings).toEqual([{ kind: 'false-not-modified', count: 3, message:
      '3 of 3 304s are false, the document had changed; first: user 0 got document 1 with edit 000000000000 at 2.000 ms, ' +
      'edit 000100000001 was sent at 14.000 ms and acknowledged at 16.000 ms, and the poll sent at 16.000 ms was answered 304 at 18.000 ms' }])
  })

  it('reads before every edit and fetches every time without a validator', () => {
    expect(play(pollChanging, settings, { validators: 'none' }, chance)).toMatchObject({
      lines: [
        '0 poll/1 0-2 200', '0 read/1 12-14 200', '0 edit/1 14-16 204', '0 poll/1 16-18 200', '0 poll/1 28-30 200',
        '0 read/1 40-42 200', '0 edit/1 42-44 204', '0 poll/1 44-46 200',
      ],
      notModified: [0, 0, 0], edits: [2, 0, 0, 0],
    })
  })
})

describe('touch, to the nanosecond', () => {
  const settings = { users: 1, polls: 4, changedFraction: 0.5, touchFraction: 0.5, thinkMs: 10 }
  /** A touch before the second poll, an edit before the third, nothing before the fourth. */
  const chance = [[0.2, 0.2, 0.2, 0.9, 0.9, 0.2]]
  const linesWith = (...polls: readonly number[]) => [
    '0 poll/1 0-2 200', '0 read/1 12-14 200', '0 touch/1 14-16 204', `0 poll/1 16-18 ${polls[0]}`, '0 edit/1 28-30 204',
    `0 poll/1 30-32 ${polls[1]}`, `0 poll/1 42-44 ${polls[2]}`,
  ]

  it.each([
    ['version', linesWith(200, 200, 304), [1, 0, 0], 1],
    ['hash', linesWith(304, 200, 304), [2, 0, 0], 0],
    ['last-modified', linesWith(304, 304, 304), [1, 0, 2], 0],
  ] as const)('%s', (validators, lines, notModified, useless) => {
    const { judgement, economics: _, ...figures } = play(touch, settings, { validators }, chance)
    expect(figures).toEqual({ lines, notModified, useless, edits: [1, 0, 0, 0] })
    expect(judgement.commitLog).toEqual({ commits: 2, touchCommits: 1, lost: 0, overwritingWrites: 0, disagreements: [] })
  })
})

describe('drift, to the nanosecond', () => {
  const settings = { users: 1, polls: 4, thinkMs: 10 }

  it.each([
    ['server-time', 'hash', [200, 200, 200, 200], 3],
    ['server-time', 'canonical-hash', [200, 200, 200, 200], 3],
    ['server-time', 'version', [200, 304, 304, 304], 0],
    ['server-time', 'last-modified', [200, 304, 304, 304], 0],
    ['key-order', 'hash', [200, 200, 200, 200], 3],
    ['key-order', 'canonical-hash', [200, 304, 304, 304], 0],
    ['key-order', 'version', [200, 304, 304, 304], 0],
  ] as const)('%s, %s: polls answered %j', (drifting, validators, statuses, useless) => {
    const played = play(drift, { ...settings, drift: drifting }, { validators, drift: drifting }, [])
    expect(played).toMatchObject({
      lines: statuses.map((status, nth) => `0 poll/1 ${12 * nth}-${12 * nth + 2} ${status}`),
      notModified: [statuses.filter(status => status === 304).length, 0, 0], useless, edits: noEdits,
    })
    expect(played.judgement.violations).toEqual([])
  })
})

describe('dashboard, to the nanosecond', () => {
  const settings = { users: 2, everyMs: 100, jitterFraction: 0.1, documents: 2, changesPerMinute: 600, durationMs: 250 }
  /** Phases of 50 ms, half of the jitter; the writer in the middle of its periods of 100 ms, on document 2. */
  const chance = [Array(3).fill(0.5), Array(3).fill(0.5), Array(6).fill(0.5)]

  it('starts when due, whatever the answers do', () => {
    expect(play(dashboard, settings, { validators: 'version' }, chance)).toMatchObject({
      lines: [
        '2 read/2 50-52 200', '2 edit/2 52-54 204', '0 poll/1 55-57 200', '1 poll/2 55-57 200',
        '2 read/2 150-152 200', '2 edit/2 152-154 204', '0 poll/1 155-157 304', '1 poll/2 155-157 200',
      ],
      notModified: [1, 0, 0], useless: 0, edits: [2, 0, 0, 0],
    })
    expect(play(dashboard, settings, { validators: 'last-modified' }, chance)).toMatchObject({ notModified: [1, 0, 1] })
  })

  it('shows a stall in the response time of what could not leave, and drops what is a period late', () => {
    const stalled = (toServerMs: number) => ({ kind, document }: ScriptRequest) =>
      ({ toServerNs: kind === 'poll' && document === 1 ? toServerMs * 1e6 : 1e6, backNs: 1e6 })
    const { lines } = play(dashboard, settings, { validators: 'version' }, chance, stalled(149))
    expect(lines.filter(line => line.startsWith('0'))).toEqual(['0 poll/1 55-205 200', '0 poll/1 155(205)-355 304'])
    const { lines: withDrop, judgement } = play(dashboard, settings, { validators: 'version' }, chance, stalled(249))
    expect(withDrop.filter(line => line.startsWith('0'))).toEqual(['0 poll/1 55-305 200', '0 poll/1 155(305)-305 dropped'])
    expect([judgement.findings, judgement.violations]).toEqual([[], []])
  })
})

describe('resume, to the nanosecond', () => {
  const settings = { users: 3, documents: 2, bursts: 3, everyMs: 100, changedFraction: 0.5 }
  const chance = [[], [], [], [0.5, 0.5]]

  it('brings everybody back at once, and the change to those whose document has one', () => {
    expect(play(resume, settings, { validators: 'version' }, chance)).toMatchObject({
      lines: [
        '0 poll/1 0-2 200', '1 poll/2 0-2 200', '2 poll/1 0-2 200', '3 read/2 50-52 200', '3 edit/2 52-54 204',
        '0 poll/1 100-102 304', '1 poll/2 100-102 200', '2 poll/1 100-102 304', '3 read/2 150-152 200', '3 edit/2 152-154 204',
        '0 poll/1 200-202 304', '1 poll/2 200-202 200', '2 poll/1 200-202 304',
      ],
      notModified: [4, 0, 0], useless: 0, edits: [2, 0, 0, 0],
    })
  })

  it('leaves them with what they had, by dates of one second', () => {
    expect(play(resume, settings, { validators: 'last-modified' }, chance)).toMatchObject({ notModified: [4, 0, 2], edits: [2, 0, 0, 0] })
  })
})

describe('mixed, to the nanosecond', () => {
  const settings = { users: 2, documents: 2, polls: 3, editFraction: 0.5, zipfExponent: 0.99, attempts: 3 }
  /** Per operation: poll or edit, and which document; the first has two thirds of the draws. */
  const chance = [[0.9, 0.1, 0.1, 0.1, 0.9, 0.1], [0.9, 0.1, 0.1, 0.1, 0.9, 0.9]]
  const meeting = [
    '0 poll/1 0-2 200', '1 poll/1 0-2 200', '0 read/1 2-4 200', '1 read/1 2-4 200', '0 edit/1 4-6 204',
  ]

  it('one of two editors who meet is refused, reads again and writes', () => {
    expect(play(mixed, settings, { validators: 'version' }, chance)).toMatchObject({
      lines: [
        ...meeting, '1 edit/1 4-6 412', '0 poll/1 6-8 200', '1 read/1 6-8 200', '1 edit/1 8-10 204', '1 poll/2 10-12 200',
      ],
      notModified: [0, 0, 0], useless: 0, edits: [2, 1, 0, 0],
    })
  })

  it('without a guard the first of them loses its edit to the other', () => {
    const { judgement, economics: _, ...figures } = play(mixed, settings, { validators: 'weak-hash' }, chance)
    expect(figures).toEqual({
      lines: [...meeting, '1 edit/1 4-6 204', '0 poll/1 6-8 200', '1 poll/2 6-8 200'],
      notModified: [0, 0, 0], useless: 0, edits: [2, 0, 1, 1],
    })
    expect(judgement.findings).toEqual([{ kind: 'lost-updates', count: 1, message:
      '1 of 2 acknowledged edits are lost; first: edit 000100000001 of document 1 (user 0, acknowledged at 6.000 ms) ' +
      'was overwritten by edit 000200000001 (user 1, based on 000000000000, sent at 4.000 ms)' }])
  })
})
