import { expect, it } from 'vitest'
import { createRandom } from '../stats/random.ts'
import { planInHandler, planMicro } from './plan.ts'
import { resolveMicroSettings } from './settings.ts'

const settings = resolveMicroSettings({ tasks: 'no-op,sha1-buffer,gzip', sizes: '1kB,10kB', launches: '3' })

it('measures each task at each size once a launch, those that do not depend on it once', () => {
  const launches = planMicro(settings, createRandom(1))
  const texts = launches.map((cells) => cells.map(({ task, sizeBytes }) => `${task} ${sizeBytes}`).toSorted())
  expect(texts).toEqual(Array.from({ length: 3 }, () => ['gzip 1000', 'gzip 10000', 'no-op null', 'sha1-buffer 1000', 'sha1-buffer 10000']))
})

it('draws the order of each launch anew, the same for the same seed', () => {
  const launches = planMicro(settings, createRandom(1))
  expect(planMicro(settings, createRandom(1))).toEqual(launches)
  expect(planMicro(settings, createRandom(2))).not.toEqual(launches)
  expect(launches[0]).not.toEqual(launches[1])
})

it('measures each hash in a handler at the sizes that orders have, the largest first, or at that of a payload', () => {
  const hashing = resolveMicroSettings({ tasks: 'sha1-buffer,xxh64-buffer,md5-string', sizes: '100B,300B,10kB', seed: '7' })
  expect(planInHandler(hashing)).toEqual([
    { hash: 'sha1', sizesBytes: [10_000, 300], seed: 7, payloadFile: null },
    { hash: 'xxh64', sizesBytes: [10_000, 300], seed: 7, payloadFile: null },
  ])
  expect(planInHandler({ ...hashing, inHandler: ['sha1'], sizesBytes: [56], payloadFile: 'a.json' })).toEqual([{ hash: 'sha1', sizesBytes: [56], seed: 7, payloadFile: 'a.json' }])
  expect(planInHandler({ ...hashing, sizesBytes: [100] })).toEqual([])
})
