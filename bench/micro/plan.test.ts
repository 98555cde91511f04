import { expect, it } from 'vitest'
import { createRandom } from '../stats/random.ts'
import { planMicro } from './plan.ts'
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
