import { expect, it } from 'vitest'
import { buildMicro } from '../micro/micro-fixture.ts'
import { microCostUs } from './micro-cost.ts'

/** Half a nanosecond a byte and a constant; launches alike. */
const micro = buildMicro({ tasks: ['gzip', 'read-columns'], sizesBytes: [1000, 100_000], ns: (_, sizeBytes) => (sizeBytes === null ? 900 : sizeBytes / 2) })

const pointOf = (task: string, sizeBytes: number) => microCostUs(micro, task, sizeBytes)?.point.toFixed(9)

it('is what was measured, in microseconds', () => {
  expect([pointOf('gzip', 1000), pointOf('gzip', 100_000)]).toEqual(['0.500000000', '50.000000000'])
  expect(pointOf('read-columns', 10_000)).toBe('0.900000000')
})

it('lies on a line of logarithms between two sizes, its bounds too', () => {
  expect(pointOf('gzip', 10_000)).toBe('5.000000000')
  const drifting = buildMicro({ tasks: ['gzip'], sizesBytes: [1000, 100_000], ns: (_, size, launch) => size! * (launch % 2 === 0 ? 0.5 : 2) })
  const { low, high } = microCostUs(drifting, 'gzip', 10_000)!
  expect([low?.toFixed(6), high?.toFixed(6)]).toEqual(['5.000000', '20.000000'])
  expect(microCostUs(buildMicro({ launches: 2, tasks: ['gzip'], sizesBytes: [1000, 100_000], ns: () => 7 }), 'gzip', 10_000)).toEqual({ point: expect.closeTo(0.007) as number, low: null, high: null })
})

it('is not known of a task or beyond sizes that were not measured', () => {
  expect([pointOf('gzip', 999), pointOf('gzip', 100_001), pointOf('json-parse', 1000)]).toEqual([undefined, undefined, undefined])
  expect(microCostUs({ estimates: null }, 'gzip', 1000)).toBeUndefined()
})
