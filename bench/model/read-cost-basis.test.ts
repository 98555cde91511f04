import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import type { RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { readCostBasis } from './read-cost-basis.ts'

const plain: RunFixture = { strategies: ['sha256', 'version', 'last-modified'], sizesBytes: [10_000, 1_000], us: ({ sizeBytes }) => sizeBytes / 100 }
const read = (fixture: Partial<RunFixture>, change: (run: RunFile) => RunFile = (run) => run) => readCostBasis(change(buildRun({ ...plain, ...fixture })))!

describe('readCostBasis', () => {
  it('has nothing for a run without unit costs', () => {
    expect(readCostBasis({ ...buildRun(plain), bursts: [] })).toBeNull()
  })

  it('takes what every strategy costs, launch by launch, sizes ascending', () => {
    const { strategies, sizesBytes, launches, wakeUp, gzipUs } = read({})
    expect([sizesBytes, launches, wakeUp, gzipUs]).toEqual([[1_000, 10_000], 6, [], []])
    expect(strategies.map(({ name }) => name)).toEqual(['none', 'sha256', 'version', 'last-modified'])
    expect(strategies[1]?.classes['304']).toEqual([
      { sizeBytes: 1_000, us: [10, 10, 10, 10, 10, 10], sentBytes: 100, receivedBytes: 200 },
      { sizeBytes: 10_000, us: [100, 100, 100, 100, 100, 100], sentBytes: 100, receivedBytes: 200 },
    ])
  })

  it('makes one of both none arms: the mean of their logs', () => {
    const { strategies } = read({ us: ({ arm }) => (arm === 'none-again' ? 90 : 40) })
    expect(strategies[0]?.isControl).toBe(true)
    expect(strategies[0]?.classes['200']?.[0]?.us).toEqual([60, 60, 60, 60, 60, 60])
  })

  it('lets the other launches stand in for a third of them at most', () => {
    const without = (launches: readonly number[]) =>
      read({ us: ({ arm, launch }) => (arm === 'sha256' && launches.includes(launch) ? undefined : 10 + launch) }).strategies[1]?.classes['200']?.[0]?.us
    expect(without([1])).toEqual([10, 13, 12, 13, 14, 15])
    expect(without([0, 1])).toEqual([13.49, 13.49, 12, 13, 14, 15])
    expect(without([0, 1, 2])).toEqual([null, null, null, 13, 14, 15])
  })

  it('leaves out a class without any valid burst', () => {
    const { strategies } = read({ us: ({ arm, responseClass }) => (arm === 'sha256' && responseClass === '412' ? undefined : 10) })
    expect(Object.keys(strategies[1]!.classes)).toEqual(['200', '304', 'put'])
  })

  it('knows of an older file that dates are blind, and not what its strategies ask for', () => {
    const { strategies } = read({})
    expect(strategies.map(({ blindMs, asksFor }) => [blindMs, asksFor])).toEqual([[0, []], [0, null], [0, null], [1000, null]])
  })

  it('takes what a newer file says of its strategies', () => {
    const { strategies } = read({}, (run) => ({ ...run, arms: run.arms.map((arm) => ({ ...arm, blindMs: 5, asksFor: ['column' as const] })) }))
    expect(strategies[2]).toMatchObject({ name: 'version', blindMs: 5, asksFor: ['column'] })
  })

  it('fits what waking up costs at each fixed rate', () => {
    const excess = { saturated: 0, '100/s': 80, '1000/s': 30 } as Readonly<Record<string, number>>
    const { wakeUp } = read({ fixedRates: [1000, 100], us: ({ load }) => 20 + excess[load]! })
    expect(wakeUp.map(({ requestsPerSecond, exponent }) => [requestsPerSecond, exponent])).toEqual([[100, 0], [1000, 0]])
    // 80 µs more at 100/s, where a request finds the server idle 99 times in 100.
    expect(wakeUp[0]?.us['304']).toEqual(Array(6).fill(80.81))
    expect(wakeUp[1]?.us.put).toEqual(Array(6).fill(31.58))
  })

  it('takes what compressing adds to a 200 from the reference that does nothing else', () => {
    const { gzipUs, contents } = read({ references: ['none-gzip'], us: ({ arm, sizeBytes }) => (arm === 'none-gzip' ? 3 : 1) * (sizeBytes / 100) })
    expect(gzipUs).toEqual([{ sizeBytes: 1_000, us: Array(6).fill(20) }, { sizeBytes: 10_000, us: Array(6).fill(200) }])
    expect(contents).toEqual([{ sizeBytes: 1_000, gzipBytes: 200 }, { sizeBytes: 10_000, gzipBytes: 2_000 }])
  })

  it('knows nothing of compressing in a launch in which either of the two was void, and leaves out a size in which all were', () => {
    const { gzipUs } = read({
      references: ['none-gzip'],
      us: ({ arm, launch, sizeBytes }) => {
        if (arm === 'none-gzip') return sizeBytes === 1_000 || launch < 3 ? undefined : 30
        return arm.startsWith('none') && [0, 1, 2, 5].includes(launch) ? undefined : 20
      },
    })
    expect(gzipUs).toEqual([{ sizeBytes: 10_000, us: [null, null, null, 10, 10, null] }])
  })

  it('is small enough to be embedded: under 60 kB for eleven strategies of a thorough run', () => {
    const strategies = Array.from({ length: 10 }, (_, index) => `strategy-${index}`)
    const basis = read({ strategies, launches: 12, sizesBytes: [1_000, 10_000, 100_000, 1_000_000], fixedRates: [100, 1000], us: ({ launch, sizeBytes }) => Math.sqrt(sizeBytes + launch) })
    expect(JSON.stringify(basis).length).toBeLessThan(60_000)
  })
})
