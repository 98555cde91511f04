import { describe, expect, it } from 'vitest'
import { createRandom } from '../../stats/random.ts'
import { recordedSource, recordedSpreads } from './recorded-source.ts'
import { contaminatedSource, normalSource } from './residual-source.ts'
import type { ResidualSource } from './residual-source.ts'
import { drawnSuite } from './simulation-fixture.ts'

const draws = 6000

function drawn(source: ResidualSource, cells = 2) {
  const random = createRandom(1)
  const launches = Array.from({ length: draws }, () => source.draw(random, cells))
  return { head: launches.map(({ head }) => head), control: launches.map(({ control }) => control) }
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

function correlation(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0) / a.length / standardDeviation(a) / standardDeviation(b)
}

describe('a source of residuals', () => {
  const suite = drawnSuite(createRandom(2), 24, [0.02, 0.05, 0.01])

  it.each([normalSource(), normalSource(0.5), recordedSource('recorded', [suite])])('has a standard deviation of 1 around 0: $name', source => {
    const { head, control } = drawn(source)
    for (const values of [head, control].flatMap(arm => [0, 1].map(cell => arm.map(launch => launch[cell]!)))) {
      expect(standardDeviation(values)).toBeGreaterThan(0.95)
      expect(standardDeviation(values)).toBeLessThan(1.05)
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / draws)).toBeLessThan(0.05)
    }
  })

  it('lets head and control share their base, and cells of a launch what they are told to', () => {
    const own = drawn(normalSource())
    const shared = drawn(normalSource(0.5))
    const cell = (launches: readonly (readonly number[])[], index: number) => launches.map(launch => launch[index]!)
    expect(correlation(cell(own.head, 0), cell(own.control, 0))).toBeCloseTo(0.5, 1)
    expect(correlation(cell(own.head, 0), cell(own.head, 1))).toBeCloseTo(0, 1)
    expect(correlation(cell(shared.head, 0), cell(shared.head, 1))).toBeCloseTo(0.5, 1)
  })

  it('makes whole launches wild where it is told to, on top of calm ones at a scale of 1', () => {
    const { head } = drawn(contaminatedSource(0.05, 5), 1)
    // Variance 0.95 + 0.05 x 25 = 2.2.
    expect(standardDeviation(head.flat())).toBeGreaterThan(1.4)
    expect(standardDeviation(head.flat())).toBeLessThan(1.56)
  })
})

describe('recordedSource', () => {
  const random = createRandom(3)
  const suite = drawnSuite(random, 8, [0.02, 0.05])

  it('draws the deviations that were recorded, cells of a launch together, with either sign', () => {
    const source = recordedSource('recorded', [suite])
    expect(source.name).toBe('recorded (8 launches)')
    const values = new Set(Array.from({ length: 500 }, () => source.draw(random, 2).head.map(value => Math.abs(value).toFixed(9)).toSorted().join(' ')))
    expect(values.size).toBe(8)
    const signs = Array.from({ length: 400 }, () => Math.sign(source.draw(random, 1).head[0]!))
    expect(signs.filter(sign => sign > 0).length).toBeGreaterThan(150)
    expect(signs.filter(sign => sign < 0).length).toBeGreaterThan(150)
  })

  it('does not notice a change of head, which is no deviation', () => {
    const slower = suite.map(cell => ({ ...cell, head: cell.head.map(effect => effect! + 0.08) }))
    const [before, after] = [suite, slower].map(each => recordedSource('recorded', [each]).draw(createRandom(9), 4))
    for (const [index, value] of before!.head.entries()) expect(after!.head[index]).toBeCloseTo(value, 9)
  })

  it('leaves void launches out, gives more cells than were recorded, and needs four launches of a cell', () => {
    const holed = suite.map((cell, index) => ({ ...cell, head: cell.head.map((effect, launch) => (index === 0 && launch < 3 ? null : effect)) }))
    const launch = recordedSource('recorded', [holed]).draw(random, 15)
    expect([...launch.head, ...launch.control].every(Number.isFinite)).toBe(true)
    expect(launch.head).toHaveLength(15)
    expect(() => recordedSource('recorded', [drawnSuite(random, 3, [0.02])])).toThrow('recorded: no recorded launch')
  })

  it('tells the spread of each cell', () => {
    const spreads = recordedSpreads([drawnSuite(createRandom(4), 200, [0.02, 0.05])])
    expect(spreads).toHaveLength(2)
    expect(spreads[0]).toBeCloseTo(0.02, 2)
    expect(spreads[1]).toBeCloseTo(0.05, 2)
  })
})
