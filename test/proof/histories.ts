/** Layer B as a suite: histories of the real engine with time, source and platform made up, in a process for each core. */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import { clean, inLanes, type Surroundings } from './case.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** Below `node_modules`, so that the bundle finds its packages. */
const PLACE = join(ROOT, 'node_modules', '.proof', `${process.pid}-histories`)
process.on('exit', () => rmSync(PLACE, { recursive: true, force: true }))
/** Seeds that one process plays: few enough that a proof which is cut short has most of them. */
const STRETCH = 100

/** `count` seeds, from the proof's own seed on; a seed that breaks a promise is named, to be played by the test of the same name. */
export async function histories(around: Surroundings, count: number): Promise<void> {
  await bundle()
  const { seed } = around.random
  const starts = Array.from({ length: Math.ceil(count / STRETCH) }, (_, i) => ({ start: i * STRETCH }))
  await inLanes(starts, cpus().length, async ({ start }) => {
    const many = Math.min(STRETCH, count - start)
    const { histories = 0, events = 0, posts = 0, deaths = 0, complaints } = await play(seed + start, many)
    if (histories < many) complaints.push(`${many - histories} of ${many} histories from seed ${seed + start} were not played`)
    around.done({
      suite: 'histories of the engine, every moment by chance',
      name: 'seeds',
      cases: histories,
      ...clean(),
      complaints,
      note: `the last ${many}: ${events} events, ${posts} requests, ${deaths} deaths`,
    })
  })
}

/** As one file it starts at once, and a history costs less than in the test runner. */
async function bundle(): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: ['drizzle-orm'] },
    build: {
      ssr: 'test/simulation/stretch.ts',
      outDir: PLACE,
      emptyOutDir: true,
      minify: false,
      target: 'node22',
      copyPublicDir: false,
    },
  })
}

interface Played {
  histories?: number
  events?: number
  posts?: number
  deaths?: number
  complaints: string[]
}
function play(first: number, count: number): Promise<Played> {
  const child = spawn(process.execPath, [join(PLACE, 'stretch.js'), String(first), String(count)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const played: Played = { complaints: [] }
  createInterface({ input: child.stdout }).on('line', line => {
    const said = JSON.parse(line) as Played & { seed?: number; broken?: string[] }
    if (said.broken) played.complaints.push(`seed ${said.seed}: ${said.broken.slice(0, 3).join('; ')}`)
    else Object.assign(played, said)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve(played))
  })
}
