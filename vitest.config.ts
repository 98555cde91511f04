import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bench,servers,scenarios,scripts}/**/*.test.ts'],
    // Two cores: more workers only make servers under test wait for each other.
    maxWorkers: 3,
    testTimeout: 20_000,
    // Tests start hundreds of processes: without it half of their time goes into stripping the types of the same files.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/etag-bench-tests', import.meta.url)) },
  },
})
