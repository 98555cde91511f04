import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { initialEditId, initialTally } from './bookkeeping.ts'
import { scenarios } from './index.ts'
import type { ScriptRequest, ScriptResponse } from './scenario.ts'

const sources = readdirSync(import.meta.dirname).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
const content = Buffer.from(`{"edit":{"id":"${initialEditId}","tally":${initialTally}}}`)

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
  /** What a user asks of a server on which every second write is refused. */
  function requestsWith(seed: number, index = 1): readonly ScriptRequest[] {
    let state = seed
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    const user = scenario.newUser(scenario.defaults, { index, random })
    const requests: ScriptRequest[] = []
    for (let step = scenario.next(user); step !== 'done'; step = scenario.next(user)) {
      requests.push(step.request)
      scenario.observe(user, step.request, answerTo(step.request, requests.length))
    }
    return requests
  }

  it('asks the same for the same seed, and something else for another', () => {
    expect(requestsWith(42)).toEqual(requestsWith(42))
    expect(requestsWith(42)).not.toEqual(requestsWith(43))
  })

  it('says the same step until its answer is observed', () => {
    const user = scenario.newUser(scenario.defaults, { index: 0, random: () => 0.5 })
    expect(scenario.next(user)).toEqual(scenario.next(user))
  })

  it('never writes an edit id twice, nor one that another user writes', () => {
    const editIds = [0, 1, 2].flatMap(index => requestsWith(42, index).flatMap(request => request.editId ?? []))
    expect(editIds.length).toBeGreaterThan(20)
    expect(new Set(editIds).size).toBe(editIds.length)
  })

  it('stays within its documents, and names its settings with numbers', () => {
    const documents = new Set(requestsWith(42).map(request => request.document))
    expect([...documents].filter(document => document < 1 || document > scenario.documents(scenario.defaults))).toEqual([])
    expect(Object.values(scenario.defaults).filter(value => typeof value !== 'number')).toEqual([])
  })
})

function answerTo({ method }: ScriptRequest, count: number): ScriptResponse {
  const headers = { etag: `"${count}"` }
  if (method === 'GET') return { status: 200, headers, body: content }
  return { status: count % 2 === 0 ? 412 : 204, headers, body: Buffer.alloc(0) }
}
