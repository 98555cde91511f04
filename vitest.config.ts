import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bench,servers,scenarios,scripts}/**/*.test.ts'],
    // Two cores: more workers only make servers under test wait for each other.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
