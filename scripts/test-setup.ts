import { afterAll, vi } from 'vitest'

// Files share a process (vitest.config.ts): what one of them has replaced must not be there for the next.
afterAll(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})
