import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{runtime,nodes,server,editor,test}/**/*.test.ts?(x)'],
    globalSetup: ['test/setup.ts'],
    // Generous: a busy machine must not turn a test red. Nothing is judged by its time.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
