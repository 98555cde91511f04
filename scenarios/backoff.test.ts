import { describe, expect, it } from 'vitest'
import { type BackoffPolicy, drawBackoffMs } from './backoff.ts'
import { chanceOf } from './play-fixture.ts'

const fractions = [0.5, 0.25, 0.75, 0.9]

describe('the time after the nth 412', () => {
  it.each([
    ['none', [0, 0, 0]],
    ['fixed', [10, 10, 10]],
    ['exponential', [5, 5, 30]],
  ] as const)('under %s is %j', (backoff, expected) => {
    expect(drawBackoffMs({ attempts: 3, backoff, backoffBaseMs: 10 }, chanceOf(...fractions))).toEqual(expected)
  })
})

it.each(['none', 'fixed', 'exponential'] as const)('%s asks chance once per attempt, so that what comes after is the same', backoff => {
  const random = chanceOf(...fractions)
  drawBackoffMs({ attempts: 3, backoff, backoffBaseMs: 10 }, random)
  expect(random()).toBe(0.9)
})

it('a policy that does not exist is an error that names those which do', () => {
  const backoff = 'linear' as BackoffPolicy
  expect(() => drawBackoffMs({ attempts: 1, backoff, backoffBaseMs: 10 }, () => 0)).toThrow(
    'back-off "linear": choose none, fixed or exponential',
  )
})
