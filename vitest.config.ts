import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{runtime,nodes,server,editor,test}/**/*.test.ts?(x)'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
