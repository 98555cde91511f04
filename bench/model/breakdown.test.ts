import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import type { RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import type { MicroFixture } from '../micro/micro-fixture.ts'
import { buildMicro } from '../micro/micro-fixture.ts'
import type { CpuBar } from './breakdown.ts'
import { whereTheCpuGoes } from './breakdown.ts'

/** Microseconds of a saturated request. */
const us: Readonly<Record<string, number>> = {
  'none 304': 100, 'none-again 304': 100,
  'none 200': 100, 'none-again 200': 100, 'sha256 200': 112, 'sha256 304': 105, 'version 200': 104, 'version 304': 14, 'floor-constant 200': 20, 'floor-constant 304': 9,
}
/** Nanoseconds of an operation. */
const ns: Readonly<Record<string, number>> = {
  'no-op': 2, 'sha256-buffer': 6000, 'json-parse': 30_000, 'json-stringify': 20_000, 'encode-utf8': 4000, 'read-row': 10_000, 'read-columns': 2000, gzip: 150_000,
}

function run(fixture: Partial<RunFixture> = {}): RunFile {
  const built = buildRun({
    classes: ['200', '304'], strategies: ['sha256', 'version'], references: ['floor-constant'],
    us: ({ arm, responseClass }) => us[`${arm} ${responseClass}`], ...fixture,
  })
  return { ...built, estimates: estimateRun(built) }
}

const micro = (fixture: Partial<MicroFixture> = {}) => buildMicro({ tasks: Object.keys(ns), ns: (task) => ns[task]!, ...fixture })

function partsOf(bars: readonly CpuBar[], strategy: string, responseClass: '200' | '304'): Record<string, number> {
  const bar = bars.find((each) => each.strategy === strategy && each.responseClass === responseClass)
  return Object.fromEntries((bar?.parts ?? []).map((part) => [part.part, Number(part.us.point.toFixed(6))]))
}

describe('whereTheCpuGoes', () => {
  it('has a bar for the 200 of none, and for the 200 and the 304 of every strategy, at every size', () => {
    const { bars, unfit } = whereTheCpuGoes(run(), micro())
    expect(unfit).toBeNull()
    expect(bars.map(({ strategy, responseClass, sizeBytes }) => `${strategy} ${responseClass} ${sizeBytes}`)).toEqual([
      'none 200 10000', 'sha256 200 10000', 'sha256 304 10000', 'version 200 10000', 'version 304 10000',
    ])
    expect(bars.flatMap(({ missing }) => missing)).toEqual([])
  })

  it('divides each answer into what was measured alone, the floor, and what they leave over', () => {
    const { bars } = whereTheCpuGoes(run(), micro())
    expect(partsOf(bars, 'none', '200')).toEqual({ row: 10, parsing: 30, serialising: 24, http: 20, rest: 16 })
    expect(partsOf(bars, 'sha256', '200')).toEqual({ row: 10, parsing: 30, serialising: 24, hashing: 6, http: 20, rest: 22 })
    expect(partsOf(bars, 'sha256', '304')).toEqual({ row: 10, parsing: 30, serialising: 24, hashing: 6, http: 9, rest: 26 })
    expect(partsOf(bars, 'version', '200')).toEqual({ row: 12, parsing: 30, serialising: 24, http: 20, rest: 18 })
    expect(partsOf(bars, 'version', '304')).toEqual({ row: 2, http: 9, rest: 3 })
    expect(bars[1]?.parts.map(({ share }) => share.toFixed(3))).toEqual(['0.089', '0.268', '0.214', '0.054', '0.179', '0.196'])
  })

  it('gives the rest the interval of what it is a difference of', () => {
    // 112 ± 3 of the run, less a row of 10 ± 4.
    const wobble = (launch: number) => (launch % 2 === 0 ? 1 : -1)
    const shaky = run({ us: ({ arm, responseClass, launch }) => us[`${arm} ${responseClass}`]! + (arm === 'sha256' ? 3 * wobble(launch) : 0) })
    const { bars } = whereTheCpuGoes(shaky, micro({ ns: (task, _, launch) => ns[task]! + (task === 'read-row' ? 4000 * wobble(launch) : 0) }))
    const bar = bars.find(({ strategy, responseClass }) => strategy === 'sha256' && responseClass === '200')!
    const [row, rest] = ['row', 'rest'].map((name) => bar.parts.find(({ part }) => part === name)!.us)
    const reach = (figure: typeof row, side: 'low' | 'high') => Math.abs(figure![side]! - figure!.point)
    expect([bar.totalUs.low, bar.totalUs.high, row?.low, row?.high].map((bound) => bound?.toFixed(6))).toEqual(['109.000000', '115.000000', '6.000000', '14.000000'])
    expect(reach(rest, 'low')).toBeCloseTo(Math.hypot(bar.totalUs.point - 109, 14 - row!.point), 9)
    expect(reach(rest, 'high')).toBeCloseTo(Math.hypot(115 - bar.totalUs.point, row!.point - 6), 9)
  })

  it('shows that the parts exceed the whole as a negative rest', () => {
    const { bars } = whereTheCpuGoes(run(), micro({ ns: (task) => ns[task]! * 2 }))
    expect(partsOf(bars, 'none', '200')).toMatchObject({ rest: -48 })
  })

  it('leaves in the rest what was not measured, and says so', () => {
    const { bars } = whereTheCpuGoes(run({ references: [] }), micro({ tasks: ['json-parse', 'json-stringify', 'read-row'] }))
    expect(partsOf(bars, 'sha256', '200')).toEqual({ row: 10, parsing: 30, rest: 72 })
    expect(bars.find(({ strategy }) => strategy === 'sha256')?.missing).toEqual([
      'serialising is within the rest: the micro file has no encode-utf8 for this size',
      'hashing is within the rest: the micro file has no sha256-buffer for this size',
      'http is within the rest: the run has no 200 of floor-constant at this size that counts',
    ])
  })

  it('takes the HTTP of a 304 where the floor\'s 200 is void, and says what is left to the rest', () => {
    const { bars } = whereTheCpuGoes(run({ us: ({ arm, responseClass }) => (arm === 'floor-constant' && responseClass === '200' ? undefined : us[`${arm} ${responseClass}`]) }), micro())
    expect(partsOf(bars, 'none', '200')).toEqual({ row: 10, parsing: 30, serialising: 24, http: 9, rest: 27 })
    expect(bars.map(({ responseClass, missing }) => [responseClass, missing])).toEqual(bars.map(({ responseClass }) => [
      responseClass,
      responseClass === '304' ? [] : ['http is that of a 304, and sending the content within the rest: the run has no 200 of floor-constant at this size that counts'],
    ]))
  })

  it('knows nothing of a strategy of the user\'s own but the floor', () => {
    const { bars } = whereTheCpuGoes(run({ strategies: ['mine'], us: ({ arm, responseClass }) => us[`${arm} ${responseClass}`] ?? 90 }), micro())
    expect(partsOf(bars, 'mine', '200')).toEqual({ http: 20, rest: 70 })
    expect(bars.find(({ strategy }) => strategy === 'mine')?.missing).toEqual(['all but http is within the rest: what mine does is not known here'])
  })

  it('counts compression where the run\'s answers were compressed', () => {
    const plain = run({ us: ({ arm, responseClass }) => us[`${arm} ${responseClass}`]! + 200 })
    const compressed = { ...plain, arms: plain.arms.map((arm) => ({ ...arm, encoding: arm.role === 'reference' ? ('identity' as const) : ('gzip' as const) })) }
    const { bars } = whereTheCpuGoes(compressed, micro())
    expect(partsOf(bars, 'none', '200')).toMatchObject({ compressing: 150 })
    expect(partsOf(bars, 'sha256', '304')).not.toHaveProperty('compressing')
  })

  it('leaves out what has no figure', () => {
    const { bars } = whereTheCpuGoes(run({ us: ({ arm, responseClass }) => (arm === 'version' ? undefined : us[`${arm} ${responseClass}`]) }), micro())
    expect(new Set(bars.map(({ strategy }) => strategy))).toEqual(new Set(['none', 'sha256']))
  })

  it('is of no use with the figures of another machine, another Node or another document, and says which', () => {
    const other = micro()
    const elsewhere = (environment: Partial<typeof other.environment>) => ({ ...other, environment: { ...other.environment, ...environment } })
    const reasonOf = (file: typeof other) => whereTheCpuGoes(run(), file)
    expect(reasonOf(elsewhere({ cpuModel: 'Other CPU' }))).toEqual({
      bars: [], hashFactors: [], unfit: 'the run was made on Hand-made CPU, the micro file on Other CPU',
    })
    expect(reasonOf(elsewhere({ node: 'v24.0.0' })).unfit).toBe('the run was made by Node v26.10.0, the micro file by v24.0.0')
    expect(reasonOf(micro({ payloadFile: 'mine.json', sizesBytes: [4711] })).unfit).toBe('the run measured orders of the benchmark, the micro file a payload of 4711 bytes')
  })

  it('says so when the run has nothing to divide', () => {
    expect(whereTheCpuGoes({ ...run(), estimates: null }, micro()).unfit).toMatch(/^the run has no saturated 200 or 304 that counts/)
  })
})
