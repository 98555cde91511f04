import { describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'

describe('createRandom', () => {
  it('draws the same numbers for the same seed', () => {
    const random = createRandom(1)
    expect([random.next(), random.next(), random.next()]).toEqual([0.8449667922279989, 0.5196557555310668, 0.6910281036486305])
  })

  it('draws unrelated numbers for neighbouring seeds', () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => createRandom(seed).next())
    const differences = firsts.slice(1).map((first, index) => Math.abs(first - firsts[index]!))
    // Two independent uniform draws are 1/3 apart on average, with standard deviation 0.236.
    expect(differences.reduce((sum, difference) => sum + difference, 0) / differences.length).toBeCloseTo(1 / 3, 1)
    expect(new Set(firsts).size).toBe(2000)
  })

  it('forks the same stream for a label whatever was drawn before', () => {
    const fresh = createRandom(7)
    const used = createRandom(7)
    used.next()
    used.shuffle([1, 2, 3])
    used.fork('other').next()
    expect(used.fork('launch 3').next()).toBe(fresh.fork('launch 3').next())
  })

  it('forks different streams for different labels, seeds and depths', () => {
    const random = createRandom(7)
    const draws = [
      random.next(),
      random.fork('a').next(),
      random.fork('b').next(),
      random.fork('').next(),
      random.fork('ab').next(),
      random.fork('a').fork('b').next(),
      random.fork('b').fork('a').next(),
      createRandom(8).fork('a').next(),
    ]
    expect(new Set(draws).size).toBe(8)
  })

  it('spreads integers evenly over 0 .. n - 1, powers of two included', () => {
    const random = createRandom(3)
    for (const n of [1, 2, 3, 7, 8]) {
      const counts = Array.from({ length: n }, () => 0)
      for (let draw = 0; draw < 7000 * n; draw++) {
        const value = random.integer(n)
        counts[value] = counts[value]! + 1
      }
      expect(counts).toHaveLength(n)
      // Five standard deviations of a count with mean 7000 are below 420.
      for (const count of counts) expect(Math.abs(count - 7000)).toBeLessThanOrEqual(420)
    }
  })

  it('reaches every order of three items about equally often', () => {
    const random = createRandom(5)
    const counts = new Map<string, number>()
    for (let draw = 0; draw < 6000; draw++) {
      const order = random.shuffle(['a', 'b', 'c']).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThanOrEqual(150)
  })

  it('leaves the shuffled array as it was', () => {
    const items = [1, 2, 3, 4, 5]
    expect(createRandom(1).shuffle(items).toSorted()).toEqual([1, 2, 3, 4, 5])
    expect(items).toEqual([1, 2, 3, 4, 5])
  })

  it('refuses a seed that is no number and a range that is none', () => {
    expect(() => createRandom(Number.NaN)).toThrow('seed NaN is not a finite number; give an integer such as 1')
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1]) expect(() => createRandom(1).integer(n)).toThrow(RangeError)
    expect(createRandom(1).integer(2 ** 32)).toBeLessThan(2 ** 32)
  })
})
