import { defineConfig } from 'vitest/config'

/** Pure rooms: their files share a worker, which saves starting one for each. Whatever a test changes for all, it puts back. */
const SHARED = ['{runtime,editor,server,nodes}/**/*.test.ts?(x)']

export default defineConfig({
  test: {
    globalSetup: ['test/setup.ts'],
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'rooms', include: SHARED, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts?(x)'] } },
    ],
    // Generous: a busy machine must not turn a test red. Nothing is judged by its time.
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
})
