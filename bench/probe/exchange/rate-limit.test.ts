import { expect, it } from 'vitest'
import { RateLimit } from './rate-limit.ts'

/** When each of the requests left, in ms. Time passes in sleep only. */
async function departures(perSecond: number, batches: readonly number[]): Promise<readonly number[]> {
  let nowMs = 0
  const clock = {
    nowMs: () => nowMs,
    sleep: async (ms: number) => {
      // Whoever was let go notes the time first.
      await new Promise(setImmediate)
      nowMs += ms
    },
  }
  const limit = new RateLimit(perSecond, clock)
  const left: number[] = []
  for (const size of batches) {
    await Promise.all(Array.from({ length: size }, () => limit.admit().then(() => left.push(nowMs))))
  }
  return left
}

it('a tenth of a second of requests leaves at once, then the rate holds', async () => {
  expect(await departures(50, [1, 1, 1, 1, 1, 1, 1, 1])).toEqual([0, 0, 0, 0, 0, 20, 40, 60])
})

it('requests asked for together leave together, also when the bucket is empty', async () => {
  expect(await departures(40, [4, 2, 2, 4])).toEqual([0, 0, 0, 0, 50, 50, 100, 100, 200, 200, 200, 200])
})

it('more than the bucket holds leaves bucket by bucket', async () => {
  expect(await departures(20, [5])).toEqual([0, 0, 100, 100, 150])
})

it('the slowest rates still let two leave together', async () => {
  expect(await departures(1, [2, 2])).toEqual([0, 0, 2000, 2000])
})
