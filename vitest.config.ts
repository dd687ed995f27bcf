import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'
import { builtFor } from './test/stand-ins/child.ts'

export default defineConfig({
  test: {
    include: ['{runtime,nodes,server,editor,test}/**/*.test.ts?(x)'],
    globalSetup: ['test/setup.ts'],
    // More than a small machine has cores: half of what a test takes it waits, for a draft to rest or a platform to answer.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Files share a worker: loading the product anew for each cost a quarter of the whole. No test mocks a module, sets an
    // environment variable of its own process or moves its clock; what one changes for all, it puts back.
    isolate: false,
    // Hundreds of processes are started: what Node compiled for one, the next need not compile again. Gone with the run.
    env: { NODE_COMPILE_CACHE: `${builtFor(process.pid)}/compiled` },
    // Generous: a busy machine must not turn a test red. Nothing is judged by its time.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A draft rests for most of a second before it is saved: one second, as it stands without this, is a race.
    expect: { poll: { timeout: 30_000 } },
  },
})
