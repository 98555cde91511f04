import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bench,servers,scenarios,scripts}/**/*.test.ts'],
    // One more than the two cores of a CI machine: tests wait for processes a third of their time.
    maxWorkers: 3,
    // In a process for each of three hundred files a quarter of the time went into loading the same modules.
    isolate: false,
    setupFiles: ['scripts/test-setup.ts'],
    testTimeout: 20_000,
    // Tests start hundreds of processes: without it half of their time goes into stripping the types of the same files.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/etag-bench-tests', import.meta.url)) },
  },
})
