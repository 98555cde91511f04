import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editContended } from '../../scenarios/edit-contended.ts'
import { pollChanging } from '../../scenarios/poll-changing.ts'
import { runScripted, ScriptedServer, type ScriptedServerOptions } from '../load/scripted-server.ts'
import { createRandom } from '../stats/random.ts'
import { editsIn } from './edits.ts'
import { judge, type Case } from './judge.ts'
import { untouchedDocuments } from './document-state.ts'

interface Run {
  readonly script: 'poll-changing' | 'edit-contended'
  readonly server: Omit<ScriptedServerOptions, 'documents'>
  readonly seed: number
  /** Of requests that get no answer; half of those arrive. */
  readonly lostFraction?: number
}

const guards = { version: 'if-match', 'last-modified': 'if-unmodified-since', none: 'none' } as const
const editSettings = { ...editContended.defaults, editors: 6, documents: 2, edits: 12 }
const pollSettings = { users: 3, polls: 60, changedFraction: 0.25, thinkMs: 40 }

function run({ script, server: options, seed, lostFraction = 0 }: Run) {
  const documents = script === 'edit-contended' ? editSettings.documents : pollSettings.users
  const server = new ScriptedServer({ ...options, documents })
  const network = createRandom(seed).fork('network')
  const common = {
    server,
    seedRandom: (userIndex: number) => {
      const random = createRandom(seed).fork(`user ${userIndex}`)
      return () => random.next()
    },
    travelNs: () => ({ toServerNs: 1 + network.integer(3_000_000), backNs: 1 + network.integer(3_000_000) }),
    loses: () => (network.next() < lostFraction ? (['request', 'answer'] as const)[network.integer(2)] : undefined),
  }
  const observations = script === 'edit-contended'
    ? runScripted({ ...common, scenario: editContended, settings: editSettings })
    : runScripted({ ...common, scenario: pollChanging, settings: pollSettings })
  const acknowledged = editsIn(observations).filter(edit => edit.outcome === 'committed').map(edit => edit.editId)
  const evidence: Case = {
    writeGuard: guards[options.validators],
    observations,
    before: untouchedDocuments(documents),
    after: server.states(),
    commitLog: server.commitLog,
  }
  return { judgement: judge(evidence), trulyLost: server.lostAmong(acknowledged), evidence }
}

function kinds(charges: readonly { readonly kind: string }[]): readonly string[] {
  return charges.map(charge => charge.kind)
}

const scripts = fc.constantFrom('poll-changing' as const, 'edit-contended' as const)
const seeds = fc.integer({ min: 1, max: 1_000_000 })

describe('on a linearizable server with strong tags', () => {
  it('no order of events, lost request or lost answer is ever a violation', () => {
    fc.assert(fc.property(scripts, seeds, fc.constantFrom(0, 0.05, 0.3), (script, seed, lostFraction) => {
      const { judgement, trulyLost } = run({ script, server: { validators: 'version' }, seed, lostFraction })
      expect(judgement.violations).toEqual([])
      expect(trulyLost).toBe(0)
      expect(judgement.lostUpdates.lost.atLeast).toBe(0)
      expect(judgement.commitLog?.lost).toBe(0)
      expect(judgement.uselessOk.useless).toBe(0)
    }), { numRuns: 60, seed: 1 })
  })

  it('contended editing aborts some attempts', () => {
    const { judgement } = run({ script: 'edit-contended', server: { validators: 'version' }, seed: 3 })
    expect(judgement.conflicts.aborts).toBeGreaterThan(0)
    expect(judgement.conflicts.committed + judgement.conflicts.giveUps).toBe(editSettings.editors * editSettings.edits)
  })
})

describe('on a server that loses edits', () => {
  const lossy: readonly Omit<ScriptedServerOptions, 'documents'>[] = [
    { validators: 'none' },
    { validators: 'last-modified' },
    { validators: 'version', ignoresIfMatch: true },
    { validators: 'version', dropsEveryNthWrite: 5 },
  ]

  it('both oracles count exactly what is lost when every edit was answered', () => {
    fc.assert(fc.property(fc.constantFrom(...lossy), seeds, (server, seed) => {
      const { judgement, trulyLost } = run({ script: 'edit-contended', server, seed })
      expect(judgement.lostUpdates.lost).toEqual({ atLeast: trulyLost, atMost: trulyLost })
      expect(judgement.commitLog?.lost).toBe(trulyLost)
    }), { numRuns: 60, seed: 2 })
  })

  it('the tally bounds what is lost when edits were left without an answer', () => {
    fc.assert(fc.property(fc.constantFrom(...lossy), seeds, (server, seed) => {
      const { judgement, trulyLost } = run({ script: 'edit-contended', server, seed, lostFraction: 0.2 })
      expect(judgement.lostUpdates.lost.atLeast).toBeLessThanOrEqual(trulyLost)
      expect(judgement.lostUpdates.lost.atMost).toBeGreaterThanOrEqual(trulyLost)
      expect(judgement.commitLog?.lost).toBe(trulyLost)
    }), { numRuns: 60, seed: 3 })
  })

  it('editors without a guard lose edits: a finding, and the oracles agree', () => {
    const { judgement, trulyLost } = run({ script: 'edit-contended', server: { validators: 'none' }, seed: 7 })
    expect(trulyLost).toBeGreaterThan(0)
    expect(judgement.violations).toEqual([])
    expect(kinds(judgement.findings)).toEqual(['lost-updates'])
    expect(judgement.conflicts).toMatchObject({ attempts: 72, blindAttempts: 72, aborts: 0, committed: 72 })
  })

  it('one-second dates lose edits and answer false 304s: findings', () => {
    const edits = run({ script: 'edit-contended', server: { validators: 'last-modified' }, seed: 7 })
    expect(edits.judgement.violations).toEqual([])
    expect(kinds(edits.judgement.findings)).toEqual(['lost-updates'])
    const polls = run({ script: 'poll-changing', server: { validators: 'last-modified' }, seed: 7 })
    expect(polls.judgement.violations).toEqual([])
    expect(kinds(polls.judgement.findings)).toEqual(['false-not-modified'])
  })
})

describe('a planted fault is named, and nothing else is', () => {
  it('If-Match that is not enforced: lost updates of a strong tag', () => {
    const { judgement } = run({ script: 'edit-contended', server: { validators: 'version', ignoresIfMatch: true }, seed: 5 })
    expect(kinds(judgement.violations)).toEqual(['lost-updates'])
    expect(judgement.commitLog?.overwritingWrites).toBeGreaterThan(0)
  })

  it('a store that drops writes: lost updates, and a log that does not join up', () => {
    const { judgement } = run({ script: 'edit-contended', server: { validators: 'version', dropsEveryNthWrite: 5 }, seed: 5 })
    expect(kinds(judgement.violations)).toEqual(['lost-updates', 'oracles-disagree'])
  })

  it('a server that lies with 304: false 304s', () => {
    const server = { validators: 'version', falseNotModifiedEveryNth: 3 } as const
    const { judgement } = run({ script: 'poll-changing', server, seed: 5 })
    expect(kinds(judgement.violations)).toEqual(['false-not-modified'])
  })

  it('a write that is refused but stored: disagreement, and a refused edit is read', () => {
    const server = { validators: 'version', storesEveryNthRefused: 4 } as const
    const { judgement } = run({ script: 'edit-contended', server, seed: 5 })
    expect(kinds(judgement.violations)).toContain('oracles-disagree')
    expect(kinds(judgement.violations)).toContain('unknown-values')
  })
})

it('counts are a function of the seed alone, whatever the network does', () => {
  const counts = [1, 2].map(networkSeed => {
    const server = new ScriptedServer({ validators: 'version', documents: 4 })
    const network = createRandom(networkSeed)
    const observations = runScripted({
      scenario: pollChanging,
      settings: pollChanging.defaults,
      server,
      seedRandom: userIndex => {
        const random = createRandom(1).fork(`user ${userIndex}`)
        return () => random.next()
      },
      travelNs: () => ({ toServerNs: 1 + network.integer(1e6), backNs: 1 + network.integer(1e6) }),
    })
    return Object.fromEntries(Object.entries(Object.groupBy(observations, o => o.outcome)).map(([k, v]) => [k, v.length]))
  })
  expect(counts[0]).toEqual(counts[1])
  expect(counts[0]?.['committed']).toBeGreaterThan(70)
  expect(counts[0]?.['committed']).toBeLessThan(130)
})
