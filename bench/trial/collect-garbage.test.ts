import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { collectGarbage, collectIfDue, countTraffic } from './collect-garbage.ts'

const collected = vi.fn<() => void>()
beforeEach(() => {
  vi.stubGlobal('gc', collected)
  collectGarbage()
  collected.mockClear()
})
afterEach(() => vi.unstubAllGlobals())

it('collects when more went through than is collected at a time, and only once for it', () => {
  countTraffic({ bytes: 9_000_000 })
  collectIfDue()
  expect(collected).not.toHaveBeenCalled()
  countTraffic({ bytes: 9_000_000 })
  collectIfDue()
  collectIfDue()
  expect(collected).toHaveBeenCalledOnce()
})

it('does without where gc is not exposed', () => {
  vi.stubGlobal('gc', undefined)
  countTraffic({ bytes: 90_000_000 })
  expect(collectIfDue).not.toThrow()
})
