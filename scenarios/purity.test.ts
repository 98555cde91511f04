import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { initialEditId } from './bookkeeping.ts'
import { scenarios } from './index.ts'
import { noContent, play, type PlayedStep, refused, seededChance, soundAnswer } from './play-fixture.ts'
import type { Answer, ScriptRequest } from './scenario.ts'

type GivesAnswer = (request: ScriptRequest, nth: number) => Answer

const sources = readdirSync(import.meta.dirname).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))

describe.each(sources)('%s', name => {
  const source = readFileSync(`${import.meta.dirname}/${name}`, 'utf8')

  it('imports from this folder alone', () => {
    const imported = [...source.matchAll(/\bfrom '([^']+)'|\bimport\s*\(?\s*'([^']+)'/g)].map(match => match[1] ?? match[2])
    expect(imported.filter(path => !/^\.\/[a-z-]+\.ts$/.test(path ?? ''))).toEqual([])
  })

  it('has no clock, no chance and no process of its own', () => {
    expect(source.match(/\bDate\b|\bperformance\b|Math\.random|\bprocess\b|\bset(?:Timeout|Immediate|Interval)\b|\bfetch\(/g)).toBeNull()
  })
})

describe.each(scenarios.map(scenario => ({ name: scenario.name, scenario })))('$name', ({ scenario }) => {
  /** With time to think, so that what chance decides about it shows. */
  const settings = 'thinkMs' in scenario.defaults ? { ...scenario.defaults, thinkMs: 10 } : scenario.defaults
  const everybody = Array.from({ length: scenario.users(settings) }, (_, index) => index)
  const playUser = (seed: number, index: number, answer: GivesAnswer = everySecondWriteRefused) =>
    play(scenario, { settings, index, random: seededChance(seed + index * 7919), answer })

  it('does the same for the same seed, and something else for another if it asks chance at all', () => {
    let asked = 0
    const playAll = (seed: number): readonly (readonly PlayedStep[])[] => everybody.map(index => {
      const chance = seededChance(seed + index * 7919)
      const random = (): number => (asked += 1, chance())
      return play(scenario, { settings, index, random, answer: everySecondWriteRefused })
    })
    expect(playAll(42)).toEqual(playAll(42))
    const differs = !isDeepStrictEqual(playAll(42), playAll(43))
    expect(differs).toBe(asked > 0)
  })

  it('says the same step until its answer is observed', () => {
    for (const index of everybody) {
      const user = scenario.newUser(settings, { index, random: () => 0.5 })
      expect(scenario.next(user)).toEqual(scenario.next(user))
    }
  })

  it('never writes an edit id twice, nor one that another user writes', () => {
    const editIds = everybody.flatMap(index => playUser(42, index).flatMap(({ request }) => request.editId ?? []))
    expect(new Set(editIds).size).toBe(editIds.length)
    expect(editIds).not.toContain(initialEditId)
  })

  it('stays within its documents and asks for all that it has, or for most', () => {
    const documents = new Set(everybody.flatMap(index => playUser(42, index).map(({ request }) => request.document)))
    const all = scenario.documents(settings)
    expect([...documents].filter(document => !Number.isInteger(document) || document < 1 || document > all)).toEqual([])
    expect(documents.size).toBeGreaterThan(all / 2)
  })

  it('numbers its logical edits, and says of every write which one it belongs to', () => {
    for (const index of everybody) {
      const requests = playUser(42, index).map(({ request }) => request)
      expect(requests.filter(({ kind, logicalEdit }) => (kind === 'poll') !== (logicalEdit === undefined))).toEqual([])
      const numbers = [...new Set(requests.flatMap(({ logicalEdit }) => logicalEdit ?? []))]
      expect(numbers).toEqual(numbers.map((_, nth) => nth + 1))
    }
  })

  it('is open if and only if what starts a poll or an edit is a moment of its own', () => {
    const first = everybody.map(index => playUser(42, index)[0]?.start ?? { waitMs: Number.NaN })
    expect(first.filter(start => 'atMs' in start !== (scenario.workload === 'open'))).toEqual([])
    expect(first.filter(start => 'atMs' in start && !(start.atMs >= 0 && start.dropAfterMs > 0))).toEqual([])
  })

  it('has at least one socket, and no more than users', () => {
    const users = scenario.users(settings)
    const connections = scenario.connections?.(settings) ?? users
    expect(connections).toBeGreaterThanOrEqual(1)
    expect(connections).toBeLessThanOrEqual(users)
  })

  it('describes itself in one line and its settings with numbers or words', () => {
    expect(scenario.summary).toMatch(/^[a-z][^\n]{20,150}$/)
    expect(Object.values(scenario.defaults).filter(value => typeof value !== 'number' && typeof value !== 'string')).toEqual([])
  })

  it('sets out to do the same, in the same order, whatever becomes of its requests', () => {
    const users = fc.constantFrom(...new Set([...everybody.slice(0, 2), ...everybody.slice(-2)]))
    const undisturbed = fc.constantFrom(1, 42, 4711)
    fc.assert(fc.property(users, undisturbed, fc.infiniteStream(fc.constantFrom(...fates)), (index, seed, fate) => {
      const disturbed = playUser(seed, index, request => answerWith(fate.next().value ?? 'sound', request))
      expect(intentionsOf(disturbed)).toEqual(intentionsOf(playUser(seed, index, soundAnswer)))
    }), { seed: 1, numRuns: 15 })
  })
})

/** The polls and the logical edits, each with its document and, where it has one, the moment at which it is to start. */
function intentionsOf(played: readonly PlayedStep[]): readonly string[] {
  const intentions = played.map(({ start, request }) => {
    const what = request.kind === 'poll' ? 'poll' : `edit ${request.logicalEdit}`
    return { what, text: `${what} of ${request.document}${'atMs' in start ? ` at ${start.atMs}` : ''}` }
  })
  return intentions.filter(({ what }, nth) => what === 'poll' || what !== intentions[nth - 1]?.what).map(({ text }) => text)
}

const fates = ['sound', 'refused', 'unanswered', 'dropped', 'failed', 'no bookkeeping'] as const

function answerWith(fate: (typeof fates)[number], request: ScriptRequest): Answer {
  switch (fate) {
    case 'refused': return request.method === 'PUT' ? refused : soundAnswer(request)
    case 'unanswered': return undefined
    case 'dropped': return 'dropped'
    case 'failed': return { status: 503, headers: {}, body: noContent }
    case 'no bookkeeping': return request.method === 'PUT' ? soundAnswer(request) : { status: 200, headers: {}, body: Buffer.from('{}') }
    default: return soundAnswer(request)
  }
}

function everySecondWriteRefused(request: ScriptRequest, nth: number): Answer {
  return request.method === 'PUT' && nth % 2 === 0 ? refused : soundAnswer(request)
}
