import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { abFile, abSettings, abVerdict, scriptedLaunch } from '../ab-file-fixture.ts'
import { bencherReport } from './bencher.ts'
import { eventfulSuite, hostileSuite, unconfirmedSuite } from './eventful-suite-fixture.ts'
import { githubActionBenchmark } from './github-action-benchmark.ts'

/** An entry as github-action-benchmark takes it (src/extract.ts, BenchmarkResult): nothing else, and figures that are finite. */
const entries = z.array(
  z.strictObject({ name: z.string().min(1), unit: z.string().min(1), value: z.number(), range: z.string().optional(), extra: z.string().optional() }),
)
/** https://bencher.dev/bmf.json, and the limits of names that its reference page gives. */
const bencherMetric = z.strictObject({ value: z.number(), lower_value: z.number().optional(), upper_value: z.number().optional() })
const bencher = z.record(z.string().min(1).max(1024), z.record(z.string().min(1).max(64), bencherMetric))

const allHold = { name: 'exact gates that did not hold', unit: 'gates', value: 0, extra: 'exact gates: all 1 hold (bytes, statuses, 304s, statements; no violation)' }

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('githubActionBenchmark', () => {
  it('has the CPU of a request to head, and its ratio to base, of every cell that was measured', () => {
    const suite = eventfulSuite()
    expect(entries.parse(throughJson(githubActionBenchmark(suite)))).toEqual([
      { name: 'sha256/10kB/304', unit: 'us/req', value: 20, range: '± 0', extra: 'no change >=5%\nlaunches 8\nagainst base +0.2% [-1.0, +1.3]' },
      { name: 'sha256/10kB/304 vs base', unit: 'ratio', value: 1.002, range: '± 0.0115', extra: 'no change >=5%\nlaunches 8\nagainst base +0.2% [-1.0, +1.3]' },
      { name: 'sha256/10kB/put', unit: 'us/req', value: 22.07, range: '± 0.05', extra: 'regressed\nlaunches 12+8\nagainst base +12.3% [+11.0, +13.8]' },
      { name: 'sha256/10kB/put vs base', unit: 'ratio', value: 1.1234, range: '± 0.0138', extra: 'regressed\nlaunches 12+8\nagainst base +12.3% [+11.0, +13.8]' },
      { name: 'version/10kB/304 vs base', unit: 'ratio', value: 1.01, range: '± 0.075', extra: 'cannot tell\nlaunches 24\nagainst base +1.0% [-6.0, +9.0]' },
      { name: 'xxhash/10kB/200 vs base', unit: 'ratio', value: 0.9, range: '± 0.02', extra: 'improved\nlaunches 8\nagainst base -10.0% [-12.0, -8.0]' },
      { name: 'exact gates that did not hold', unit: 'gates', value: 1, extra: 'exact gates: 1 of 2 did not hold\nbytes of a 304 of version/10kB: base 150, head 190' },
    ])
  })

  it('has the CPU of a request from the pairs that effects are estimated from, not from disturbed ones', () => {
    const launch = scriptedLaunch({ launch: 0, confirmation: false, cells: ['sha256/10kB/304'] }, () => 0)
    const pairs = launch.pairs.flatMap((pair) => {
      const disturbed = { ...pair, numeratorNs: 3 * pair.numeratorNs, disturbed: ['head' as const] }
      return [{ ...pair, disturbed: [] }, disturbed, disturbed]
    })
    const suite = abFile([abVerdict()], { launches: [{ ...launch, pairs }] })
    expect(githubActionBenchmark(suite)[0]).toMatchObject({ name: 'sha256/10kB/304', value: 20 })
    expect(bencherReport(suite)['sha256/10kB/304']).toMatchObject({ 'cpu-per-request': { value: 20_000 } })
  })

  it('names its series alike whatever came of the suite, and each once', () => {
    const names = githubActionBenchmark(hostileSuite()).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const nameOf = (verdict: 'regressed' | 'no-change') => githubActionBenchmark(abFile([abVerdict({ verdict })])).map(({ name }) => name)
    expect(nameOf('regressed')).toEqual(nameOf('no-change'))
    entries.parse(throughJson(githubActionBenchmark(hostileSuite())))
  })

  it('leaves the range out where a figure has no interval, and a void cell out altogether', () => {
    const effect = { kind: 'point-only', point: 1.2, level: 0.95, launches: 2, why: 'too few' } as const
    const suite = abFile([abVerdict({ verdict: 'cannot-tell', launches: 2, effect }), abVerdict({ cell: 'none/10kB/200', verdict: 'void' })])
    expect(githubActionBenchmark(suite)).toEqual([{ name: 'sha256/10kB/304 vs base', unit: 'ratio', value: 1.2, extra: 'cannot tell\nlaunches 2\nagainst base +20.0%' }, allHold])
    expect(bencherReport(suite)).toEqual({ 'sha256/10kB/304': { 'cpu-ratio-to-base': { value: 1.2 } }, 'exact gates': { 'exact-gates-failed': { value: 0 } } })
  })

  it('says of an alarm that it was not confirmed', () => {
    expect(githubActionBenchmark(unconfirmedSuite()).find(({ name }) => name === 'sha256/10kB/304 vs base')?.extra).toBe(
      'cannot tell\nalarmed without being confirmed\nlaunches 12\nagainst base +10.0% [+8.0, +12.0]',
    )
  })

  it('says by a series of its own that no exact figure was compared', () => {
    const suite = abFile([abVerdict()], { exact: [], settings: abSettings([], { exactGates: false }) })
    const extra = 'exact gates left out (--no-exact): changes of bytes, statuses, 304s and statements, lost updates and false 304s would not have been seen'
    expect(entries.parse(throughJson(githubActionBenchmark(suite))).at(-1)).toEqual({ name: 'suites without exact gates', unit: 'suites', value: 1, extra })
    expect(bencherReport(suite)['exact gates']).toEqual({ 'exact-gates-left-out': { value: 1 } })
  })
})

describe('bencherReport', () => {
  it('has two measures of every cell that was measured, with their intervals', () => {
    expect(bencher.parse(throughJson(bencherReport(eventfulSuite())))).toEqual({
      'sha256/10kB/304': {
        'cpu-per-request': { value: 20_000, lower_value: 20_000, upper_value: 20_000 },
        'cpu-ratio-to-base': { value: 1.002, lower_value: 0.99, upper_value: 1.013 },
      },
      'sha256/10kB/put': {
        'cpu-per-request': { value: 22_070, lower_value: 22_020, upper_value: 22_120 },
        'cpu-ratio-to-base': { value: 1.1234, lower_value: 1.1101, upper_value: 1.1377 },
      },
      'version/10kB/304': { 'cpu-ratio-to-base': { value: 1.01, lower_value: 0.94, upper_value: 1.09 } },
      'xxhash/10kB/200': { 'cpu-ratio-to-base': { value: 0.9, lower_value: 0.88, upper_value: 0.92 } },
      'exact gates': { 'exact-gates-failed': { value: 1 } },
      'bytes of a 304 of version/10kB: base 150, head 190': { 'exact-gates-failed': { value: 1 } },
    })
  })

  it('keeps names as they are, __proto__ and all', () => {
    bencher.parse(throughJson(bencherReport(hostileSuite())))
    expect(Object.keys(bencherReport(abFile([abVerdict({ cell: '__proto__' })])))).toEqual(['__proto__', 'exact gates'])
  })
})
