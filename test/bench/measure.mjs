// Loaded into a measured process with `--import`: leaves what the process cost in the file BENCH_MEASURE names.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.env.BENCH_MEASURE) {
  const RESOLUTION_MS = 1
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  // From now on: whoever measures has begun what is to be measured.
  process.on('SIGUSR2', () => delay.reset())
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    // The histogram holds the whole interval; what is late is what exceeds it.
    const late = ns => Math.max(0, ns / 1e6 - RESOLUTION_MS)
    const loop = { p95: late(delay.percentile(95)), p99: late(delay.percentile(99)), longest: late(delay.max) }
    writeFileSync(process.env.BENCH_MEASURE, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, maxRssMb: maxRSS / 1024, loop }))
  })
}
