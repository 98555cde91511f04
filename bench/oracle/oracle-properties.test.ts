import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScriptedServerOptions } from '../load/scripted-server.ts'
import { networkOf, type RandomScript, randomScript, scripts } from './random-script.ts'
import { judgeScripted, kindsOf } from './scripted-case.ts'

type Server = Omit<ScriptedServerOptions, 'documents'>

const seeds = fc.nat()
const lostFractions = fc.constantFrom(0, 0, 0.1, 0.4)

function judged(server: Server, script: RandomScript, seed: number, lostFraction = 0) {
  return judgeScripted({ scenario: randomScript, settings: script, server, ...networkOf(seed, lostFraction) })
}

/** Guards that cannot work or are broken, and a store that forgets. */
const lossy: readonly Server[] = [
  { validators: 'none' },
  { validators: 'weak-hash' },
  { validators: 'last-modified' },
  { validators: 'version', ignoresIfMatch: true },
  { validators: 'hash', ignoresIfMatch: true },
  { validators: 'version', dropsEveryNthWrite: 3 },
]

describe('on a linearizable server with strong tags, whatever the script, the delays and the losses,', () => {
  const sound = fc.constantFrom<Server>({ validators: 'version' }, { validators: 'hash' })

  it('nothing is a violation, no edit is lost, and both oracles agree', () => {
    fc.assert(fc.property(sound, scripts, seeds, lostFractions, (server, script, seed, lostFraction) => {
      const { judgement, lostEditIds } = judged(server, script, seed, lostFraction)
      expect(judgement.violations).toEqual([])
      expect(lostEditIds).toEqual([])
      expect(judgement.lostUpdates.lost.atLeast).toBe(0)
      expect(judgement.lostUpdates.documentsWithLosses).toBe(0)
      expect(judgement.commitLog).toMatchObject({ lost: 0, disagreements: [] })
    }), { numRuns: 400, seed: 1 })
  })

  it('the only findings are answers that never came and, with versions, what touches cost', () => {
    fc.assert(fc.property(sound, scripts, seeds, lostFractions, (server, script, seed, lostFraction) => {
      const { judgement, observations } = judged(server, script, seed, lostFraction)
      const allowed = new Set<string>()
      if (lostFraction > 0) allowed.add('no-answer')
      if (server.validators === 'version' && observations.some(({ kind }) => kind === 'touch')) allowed.add('useless-ok')
      expect(kindsOf(judgement.findings).filter(kind => !allowed.has(kind))).toEqual([])
    }), { numRuns: 200, seed: 2 })
  })
})

describe('on a server that loses edits', () => {
  it('what is lost is charged, exactly, by ids and by the log, and lies within the bounds of the tally', () => {
    let losses = 0
    fc.assert(fc.property(fc.constantFrom(...lossy), scripts, seeds, lostFractions, (server, script, seed, lostFraction) => {
      const { judgement: { findings, violations, lostUpdates, commitLog }, lostEditIds } = judged(server, script, seed, lostFraction)
      const lost = lostEditIds.length
      losses += lost
      const charges = [...findings, ...violations].filter(({ kind }) => kind === 'lost-updates')
      expect(charges.map(({ count }) => count)).toEqual(lost === 0 ? [] : [lost])
      expect(commitLog?.lost).toBe(lost)
      expect(lostUpdates.lost.atLeast).toBeLessThanOrEqual(lost)
      expect(lostUpdates.lost.atMost).toBeGreaterThanOrEqual(lost)
    }), { numRuns: 600, seed: 3 })
    expect(losses).toBeGreaterThan(500)
  })

  it('the bounds of the tally meet in the truth when every write was answered', () => {
    fc.assert(fc.property(fc.constantFrom(...lossy), scripts, seeds, (server, script, seed) => {
      const { judgement, lostEditIds } = judged(server, script, seed)
      expect(judgement.lostUpdates.lost).toEqual({ atLeast: lostEditIds.length, atMost: lostEditIds.length })
    }), { numRuns: 300, seed: 4 })
  })

  it('the oracles agree, unless the store forgets what it has logged', () => {
    fc.assert(fc.property(fc.constantFrom(...lossy), scripts, seeds, lostFractions, (server, script, seed, lostFraction) => {
      fc.pre(server.dropsEveryNthWrite === undefined)
      const { judgement } = judged(server, script, seed, lostFraction)
      expect(judgement.commitLog?.disagreements).toEqual([])
      expect(kindsOf(judgement.violations).filter(kind => kind !== 'lost-updates' && kind !== 'false-not-modified')).toEqual([])
    }), { numRuns: 300, seed: 5 })
  })

  it('every lost edit is named with the write that took it away', () => {
    fc.assert(fc.property(fc.constantFrom(...lossy), scripts, seeds, (server, script, seed) => {
      fc.pre(server.dropsEveryNthWrite === undefined)
      const { judgement, lostEditIds } = judged(server, script, seed)
      const charge = [...judgement.findings, ...judgement.violations].find(({ kind }) => kind === 'lost-updates')
      fc.pre(charge !== undefined)
      const pattern = /first: edit (\w+) of .* was overwritten by (?:edit|a write that brought edit) (\w+)(?: back| \(user \d, based on (\w+))/
      const [, editId, overwriterId, baseEditId] = pattern.exec(charge?.message ?? '') ?? []
      expect(lostEditIds).toContain(editId)
      expect([overwriterId, baseEditId]).not.toContain(editId)
    }), { numRuns: 300, seed: 6 })
  })
})

describe('304s', () => {
  /** A 304 in the face of a dropped write is true of the store, and false of what clients were promised. */
  const answering: readonly Server[] = [
    ...lossy.filter(server => server.dropsEveryNthWrite === undefined),
    { validators: 'version', falseNotModifiedEveryNth: 2 },
    { validators: 'weak-hash', falseNotModifiedEveryNth: 3 },
    { validators: 'hash' },
  ]

  it('that are false in truth lie between the certain ones and those that are possible', () => {
    let truths = 0
    let certain = 0
    fc.assert(fc.property(fc.constantFrom(...answering), scripts, seeds, lostFractions, (server, script, seed, lostFraction) => {
      const { judgement: { notModified }, falseNotModified } = judged(server, script, seed, lostFraction)
      truths += falseNotModified.length
      certain += notModified.certainlyFalse
      for (const { poll } of notModified.evidence) expect(falseNotModified).toContain(poll)
      expect(notModified.certainlyFalse).toBeLessThanOrEqual(falseNotModified.length)
      expect(notModified.certainlyFalse + notModified.possiblyFalse).toBeGreaterThanOrEqual(falseNotModified.length)
    }), { numRuns: 800, seed: 7 })
    expect(truths).toBeGreaterThan(300)
    // Most lies are certain: the verdict is no excuse to say "possible".
    expect(certain / truths).toBeGreaterThan(0.5)
  })
})
