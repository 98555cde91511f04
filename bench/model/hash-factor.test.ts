import { describe, expect, it } from 'vitest'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildMicro } from '../micro/micro-fixture.ts'
import { hashFactors } from './hash-factor.ts'

const strategies = ['sha256', 'xxhash', 'version', 'sha256-canonical']
const run = buildRun({ classes: ['200'], strategies, us: () => 100 })

/** A launch that is slow is slow in a loop and in a handler. */
const drift = [1, 1.4, 0.8, 1.3, 1, 0.9]
const loopNs: Readonly<Record<string, number>> = { 'sha256-buffer': 6000, 'xxh64-buffer': 800, 'sha1-buffer': 5000 }
const factors: Readonly<Record<string, number>> = { sha256: 1.25, xxh64: 1.5, sha1: 1.1 }
const handlerNs = (hash: string, _: number, launch: number) => loopNs[`${hash}-buffer`]! * drift[launch]! * factors[hash]!
const micro = buildMicro({ tasks: Object.keys(loopNs), sizesBytes: [1000, 10_000], ns: (task, _, launch) => loopNs[task]! * drift[launch]!, handlerNs })

describe('hashFactors', () => {
  it('are those of the hashes that strategies of the run make, each once, at its sizes', () => {
    expect(hashFactors(run, micro).map(({ hash, sizeBytes, factor }) => [hash, sizeBytes, factor.point.toFixed(6)])).toEqual([
      ['sha256', 10_000, '1.250000'], ['xxh64', 10_000, '1.500000'],
    ])
  })

  it('do not depend on what the strategy adds to an answer beside its hash', () => {
    const dearTag = buildRun({ classes: ['200'], strategies, us: ({ arm }) => (arm.startsWith('none') ? 100 : 300) })
    expect(hashFactors(dearTag, micro)).toEqual(hashFactors(run, micro))
  })

  it('have microseconds beside them, and an interval that a slow hour of the whole machine does not widen', () => {
    const [sha256] = hashFactors(run, micro)
    const rounded = (figure: { low: number | null; high: number | null } | undefined) => [figure?.low?.toFixed(3), figure?.high?.toFixed(3)]
    expect([rounded(sha256?.inLoopUs), rounded(sha256?.inHandlerUs), rounded(sha256?.factor)]).toEqual([
      ['4.800', '8.400'], ['6.000', '10.500'], ['1.250', '1.250'],
    ])
  })

  it('are none where the micro file measured no hash in a handler', () => {
    expect(hashFactors(run, buildMicro({ ns: () => 100, handlerNs: () => undefined }))).toEqual([])
    expect(hashFactors(run, { estimates: { costs: [], stringOverBuffer: [] } })).toEqual([])
    expect(hashFactors(run, { estimates: null })).toEqual([])
  })
})
