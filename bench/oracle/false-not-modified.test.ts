import { describe, expect, it } from 'vitest'
import type { Observation } from '../load/observation.ts'
import { describeFalseNotModified, findFalseNotModified } from './false-not-modified.ts'
import { edit, notModified, poll, refused, touch, unanswered } from './observed.ts'

/** The copy is asked for at 100 and there at 200; the poll that gets the 304 is sent at 500 and answered at 600. */
const copy = poll('a0', { sentNs: 100, doneNs: 200 })
const later = notModified({ sentNs: 500, doneNs: 600 })

function verdictOn(...edits: readonly Observation[]): string {
  const figures = findFalseNotModified([copy, ...edits, later])
  expect(figures.notModified).toBe(1)
  expect(figures.certainlyFalse + figures.possiblyFalse + figures.certainlyTrue).toBe(1)
  if (figures.certainlyFalse === 1) return 'false'
  return figures.possiblyFalse === 1 ? 'possibly false' : 'true'
}

const at = (sentNs: number, doneNs: number, other: Partial<Observation> = {}) => edit('a1', 'a0', { sentNs, doneNs, ...other })

describe('a 304', () => {
  it.each([
    ['nothing was edited', 'true', []],
    ['an edit was acknowledged before the copy was asked for', 'true', [at(10, 100)]],
    ['an edit was sent after the answer', 'true', [at(600, 700)]],
    ['an edit came and went between copy and poll', 'false', [at(200, 500)]],
    ['the edit was sent before the copy was there', 'possibly false', [at(199, 400)]],
    ['the edit was acknowledged after the poll was sent', 'possibly false', [at(300, 501)]],
    ['the edit was under way while the copy was', 'possibly false', [at(50, 101)]],
    ['the edit was sent while the poll was under way', 'possibly false', [at(599, 900)]],
    ['the edit was refused', 'true', [at(300, 400, refused)]],
    ['the edit got no answer', 'possibly false', [at(300, 400, unanswered)]],
    ['an edit long before got no answer and was never seen', 'possibly false', [at(1, 2, unanswered)]],
    ['the edit was of another document', 'true', [at(300, 400, { document: 2 })]],
    ['of several edits one came and went', 'false', [at(199, 900), at(300, 400), at(450, 900)]],
  ])('when %s is %s', (_case, verdict, edits) => {
    expect(verdictOn(...edits)).toBe(verdict)
  })

  it.each([
    ['a touch put the same content back', 'true', [touch('a0', { sentNs: 300, doneNs: 400 })]],
    ['a touch of another content came and went', 'false', [touch('a9', { sentNs: 300, doneNs: 400 })]],
    ['a touch of another content was refused', 'true', [touch('a9', { sentNs: 300, doneNs: 400, ...refused })]],
    ['a touch of another content was under way', 'possibly false', [touch('a9', { sentNs: 550, doneNs: 700 })]],
    ['an edit was followed by a touch of the copy', 'possibly false',
      [at(210, 250), touch('a0', { sentNs: 300, doneNs: 400 })]],
    ['an edit was followed by a touch of the copy that got no answer', 'possibly false',
      [at(300, 400), touch('a0', { sentNs: 50, doneNs: 60, ...unanswered })]],
    ['a touch of the copy was over before the edit was sent', 'false',
      [touch('a0', { sentNs: 210, doneNs: 250 }), at(250, 400)]],
    ['a touch of the copy was sent after the answer', 'false', [at(300, 400), touch('a0', { sentNs: 600, doneNs: 700 })]],
    ['of two edits one came and went after the touch of the copy', 'false',
      [at(210, 220), touch('a0', { sentNs: 230, doneNs: 250 }), edit('a2', 'a0', { sentNs: 260, doneNs: 300 })]],
  ])('when %s is %s', (_case, verdict, writes) => {
    expect(verdictOn(...writes)).toBe(verdict)
  })

  it('is judged by the copy that was there when the poll was sent, not by one that came while it was under way', () => {
    const meanwhile = poll('a1', { sentNs: 480, doneNs: 550 })
    expect(findFalseNotModified([copy, at(300, 400), meanwhile, later]).certainlyFalse).toBe(1)
  })

  it('is described with its copy, its write and its times', () => {
    const [evidence] = findFalseNotModified([copy, at(200_000, 300_000), notModified({ sentNs: 500_000, doneNs: 1_600_000 })]).evidence
    expect(evidence && describeFalseNotModified(evidence, [copy])).toBe(
      'user 0 got document 1 with edit a0 at 0.000 ms, edit a1 was sent at 0.200 ms and acknowledged at 0.300 ms, ' +
      'and the poll sent at 0.500 ms was answered 304 at 1.600 ms',
    )
  })

  it('is true although an edit overlapped the copy, if the copy shows that edit', () => {
    const shown = edit('a0', '00', { sentNs: 90, doneNs: 300 })
    expect(verdictOn(shown)).toBe('true')
  })

  it('is not possibly false for an edit without an answer that somebody had read before the copy was asked for', () => {
    const seen = poll('a1', { user: 1, sentNs: 20, doneNs: 30 })
    expect(verdictOn(at(1, 2, unanswered), seen)).toBe('true')
  })

  it('stays false for the same copy, and a new copy ends that', () => {
    const figures = findFalseNotModified([
      copy, at(300, 400), later, notModified({ sentNs: 700, doneNs: 800 }),
      poll('a1', { sentNs: 900, doneNs: 950 }), notModified({ sentNs: 970, doneNs: 980 }),
    ])
    expect(figures).toMatchObject({ notModified: 3, certainlyFalse: 2, possiblyFalse: 0, certainlyTrue: 1 })
    expect(figures.evidence.map(({ poll: { sentNs } }) => sentNs)).toEqual([500, 700])
  })

  it('is judged by the copy of its own user', () => {
    const others = poll('a1', { user: 1, sentNs: 410, doneNs: 420 })
    expect(findFalseNotModified([copy, at(300, 400), others, { ...later, user: 1 }]).certainlyFalse).toBe(0)
    expect(findFalseNotModified([copy, at(300, 400), others, later]).certainlyFalse).toBe(1)
  })
})
