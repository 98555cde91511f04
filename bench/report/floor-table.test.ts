import { expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import type { Place, RunFixture } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { formatFloorRatios } from './floor-table.ts'

const costs: Readonly<Record<string, number>> = { none: 80, 'none-again': 80, version: 12, 'floor-constant': 8, 'floor-narrow': 10 }
const fixture: RunFixture = {
  us: ({ arm, responseClass }: Place) => (arm === 'version' && responseClass === '200' ? 84 : costs[arm]),
  strategies: ['version'],
  references: ['floor-constant', 'floor-narrow'],
  sizesBytes: [1_000, 10_000],
}

function ratiosOf(given: Partial<RunFixture>, isVoid: (place: Place) => boolean = () => false): readonly string[] {
  const plain = buildRun({ ...fixture, ...given })
  const run: RunFile = { ...plain, bursts: plain.bursts.map((burst) => (isVoid(burst) ? { ...burst, voidReason: 'the server was busy only 40.0 % of the time' } : burst)) }
  return formatFloorRatios(run, estimateRun(run))
}

it('every strategy stands over every floor that answers its class, and none where it answers it too', () => {
  expect(ratiosOf({})).toEqual([
    '                         1kB        10kB',
    '200 over floor-constant',
    'none                ×10.0±0%    ×10.0±0%',
    'version             ×10.5±0%    ×10.5±0%',
    '304 over floor-constant',
    'version             ×1.50±0%    ×1.50±0%',
    // The fixture's floors answer both classes; the narrow read is held against where it ends in 304 only.
    '304 over floor-narrow',
    'version             ×1.20±0%    ×1.20±0%',
  ])
})

it('there is no ratio to a floor without a valid burst, and no interval over too few launches', () => {
  const isVoid = ({ arm, responseClass, sizeBytes, launch }: Place) =>
    arm === 'floor-constant' && (responseClass === '200' ? sizeBytes === 10_000 : launch < 3)
  expect(ratiosOf({}, isVoid).slice(1, 6)).toEqual([
    '200 over floor-constant',
    'none                ×10.0±0%        void',
    'version             ×10.5±0%        void',
    '304 over floor-constant',
    'version                ×1.50       ×1.50',
  ])
})

it('without floors, or without their classes, there is nothing to print', () => {
  expect(ratiosOf({ references: [] })).toEqual([])
  expect(ratiosOf({ classes: ['put', '412'] })).toEqual([])
  expect(ratiosOf({ classes: ['200'] }).filter((line) => line.includes(' over '))).toEqual(['200 over floor-constant'])
})

it('stays within 80 columns with long names and six sizes', () => {
  const sizesBytes = [300, 1_000, 10_240, 123_457, 1_234_567, 16_777_216]
  const wild = (place: Place) => 10 ** ((place.launch - 2.5) * (place.arm.startsWith('floor') ? -0.4 : 0.4))
  const lines = ratiosOf({ sizesBytes, strategies: ['sha256-canonical', 'xxhash-canonical'], us: wild })
  expect(lines.filter((line) => line.length > 80)).toEqual([])
  expect(lines.some((line) => line.startsWith('sha256-canonical '))).toBe(true)
})
