import { describe, expect, it } from 'vitest'
import type { Saving } from '../archive/estimates-schema.ts'
import { estimateRun } from './estimates.ts'
import type { Place, RunFixture } from './run-fixture.ts'
import { buildRun } from './run-fixture.ts'

/** A plain GET sends 60 and gets 10,200; the tag adds 80 to the request and 60 to the 200; a 304 is 150. */
const bytes = ({ arm, responseClass }: Place) => {
  const sent = 140
  if (arm.startsWith('none')) return { sent, received: 10_200 }
  return { sent, received: responseClass === '304' ? 150 : 10_260 }
}

function savingsOf(fixture: Partial<RunFixture>): readonly Saving[] {
  return estimateRun(buildRun({ us: () => 100, bytes, plainGetSentBytes: 60, ...fixture })).savings
}

const cpu = (changed: number, unchanged: number, none = 100) => ({
  us: ({ arm, responseClass }: Place) => (arm.startsWith('none') ? none : responseClass === '304' ? unchanged : changed),
})

describe('bytes', () => {
  it('of a 304 are held against a plain GET and its 200 on none', () => {
    const [saving] = savingsOf({})
    // 60 + 10,200 - (140 + 150), and 140 + 10,260 - (60 + 10,200); 140 / (10,400 - 290).
    expect(saving).toMatchObject({
      strategy: 'sha256',
      sizeBytes: 10_000,
      load: 'saturated',
      bytesSavedPer304: 9_970,
      // 8,000 bytes of content, and 10 of the longer tag; 24 of Content-Encoding are added, a digit of Content-Length goes.
      gzipBytes: 2_000,
      bytesSavedPer304WithGzip: 9_970 - 8_000 - 10 + 24 - 1,
      bytesAddedPer200: 140,
      breakEven304FractionBytes: 140 / 10_110,
    })
  })

  it('with gzip are as measured where the run compresses, and unknown where no content was weighed', () => {
    expect(savingsOf({ encoding: 'gzip' })).toMatchObject([{ bytesSavedPer304: 9_970, gzipBytes: 2_000, bytesSavedPer304WithGzip: 9_970 }])
    const run = { ...buildRun({ us: () => 100, bytes, plainGetSentBytes: 60 }), contents: [] }
    expect(estimateRun(run).savings).toMatchObject([{ bytesSavedPer304: 9_970, gzipBytes: null, bytesSavedPer304WithGzip: null }])
  })

  it('break even never where a 304 is no smaller than a 200', () => {
    expect(savingsOf({ bytes: () => ({ sent: 140, received: 150 }) })).toMatchObject([{ breakEven304FractionBytes: null }])
  })
})

describe('CPU', () => {
  it('breaks even where h x 304 + (1 - h) x 200 costs what none does', () => {
    // h = (120 - 100) / (120 - 40).
    expect(savingsOf(cpu(120, 40))[0]?.breakEven304FractionCpu).toMatchObject({
      kind: 'interval', point: expect.closeTo(0.25, 9), low: expect.closeTo(0.25, 9), high: expect.closeTo(0.25, 9),
    })
  })

  it('always pays, share 0, where even the 200 is cheaper than on none', () => {
    expect(savingsOf(cpu(90, 40))[0]?.breakEven304FractionCpu).toMatchObject({ point: 0, low: 0, high: 0 })
  })

  it('never pays, share 1, where even a 304 is dearer than the 200 of none', () => {
    expect(savingsOf(cpu(180, 140))[0]?.breakEven304FractionCpu).toMatchObject({ point: 1, low: 1, high: 1 })
  })

  it('is not turned over by one launch whose noise makes the 304 dear', () => {
    const us = ({ arm, responseClass, launch }: Place) =>
      arm.startsWith('none') ? 100 : responseClass === '200' ? 120 : launch === 0 ? 130 : 40
    // Beyond the point that launch alone lies above 0, and from no share on do all six lie below.
    expect(savingsOf({ us })[0]?.breakEven304FractionCpu).toMatchObject({ point: expect.closeTo(0.25, 9), low: expect.closeTo(0.25, 9), high: 1 })
  })

  it('takes the log-mean of both none arms', () => {
    const us = ({ arm, responseClass }: Place) => ({ none: 100, 'none-again': 121 })[arm] ?? (responseClass === '304' ? 20 : 120)
    expect(savingsOf({ us })[0]?.breakEven304FractionCpu).toMatchObject({ point: expect.closeTo(0.1, 9) })
  })

  it('has no interval with fewer than six launches', () => {
    expect(savingsOf({ ...cpu(120, 40), launches: 4 })[0]?.breakEven304FractionCpu).toMatchObject({ kind: 'point-only', point: expect.closeTo(0.25, 9), launches: 4 })
  })

  it('leaves out a launch without its 304, however cheap its 200 is', () => {
    const us = ({ arm, responseClass, launch }: Place) =>
      arm.startsWith('none') ? 0.1 : responseClass === '200' ? 0.12 : launch === 2 ? undefined : 0.04
    expect(savingsOf({ us })[0]?.breakEven304FractionCpu).toMatchObject({ kind: 'point-only', point: expect.closeTo(0.25, 9), launches: 5 })
  })
})

it('every strategy has a saving per size, references and none have not', () => {
  const savings = savingsOf({ strategies: ['sha256', 'version'], references: ['floor-constant'], sizesBytes: [1_000, 10_000] })
  expect(savings.map(({ strategy, sizeBytes }) => [strategy, sizeBytes])).toEqual([
    ['sha256', 1_000], ['sha256', 10_000], ['version', 1_000], ['version', 10_000],
  ])
})

it.each(['200', '304'] as const)('there is no saving without class %s', (responseClass) => {
  expect(savingsOf({ classes: [responseClass] })).toEqual([])
})

it('there is no saving where the plain GET was not measured', () => {
  const run = buildRun({ us: () => 100, bytes })
  expect(estimateRun({ ...run, connectionCosts: [] }).savings).toEqual([])
})
