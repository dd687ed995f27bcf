/** Layer E, the machine's half: signals, a process that freezes, full, locked and read-only disks, a clock that jumps. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ids, type Result, type Surroundings, sideBySide, toTheEnd } from './case.ts'
import { died, lostOnTheWay } from './checker.ts'
import { damage, limited } from './damage.ts'
import { openPlatform, type Platform } from './platform.ts'
import { type Ended, killAt, pause, type Started } from './product.ts'
import { openShop, type Shop } from './shop.ts'
import { stalls } from './stalls.ts'

const launch = { hook: { PROOF_HASTY: '1' } }
const FAKETIME = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1'].find(
  path => existsSync(path),
)

export interface Case {
  name: string
  rows?: number
  play(shop: Shop, platform: Platform, around: Surroundings): Promise<Partial<Result>>
}

export async function processFaults(around: Surroundings, count: number): Promise<void> {
  const possible = [...cases, ...stalls(finish), ...(canMount() ? onSmallDisks : []), ...(FAKETIME ? clocks : [])]
  const list = around.random.fork('process').shuffled(possible).slice(0, count)
  await sideBySide(around, 'machine', list, item => onStage(around, item))
}

async function onStage(around: Surroundings, { rows = 80, play }: Case): Promise<Partial<Result>> {
  const platform = await openPlatform()
  const shop = openShop({ platform, rows, batch: 10, ...(around.program && { program: around.program }) })
  try {
    return await play(shop, platform, around)
  } finally {
    await platform.close()
    shop.remove()
  }
}

export type Finish = typeof finish
async function finish(shop: Shop, more: readonly (string | false)[] = [], how = launch): Promise<Partial<Result>> {
  const finding = await toTheEnd(shop, { taken: ids(shop.all), launch: how, quiet: 3 })
  return { ...finding, complaints: [...finding.complaints, ...more.filter(text => text !== false)] }
}
async function arrives(platform: Platform, n: number, run: Started): Promise<void> {
  while (platform.requests.length < n && run.child.exitCode === null && run.child.signalCode === null) await pause(5)
}
const toldRepeats = (shop: Shop) => shop.runs.reduce((sum, { report }) => sum + (report?.paths[0]?.resent ?? 0), 0)

const cases: readonly Case[] = [
  ...(['SIGTERM', 'SIGINT'] as const).map(
    (signal): Case => ({
      name: `${signal} while a request is under way`,
      async play(shop, platform) {
        platform.manners.delayMs = 800
        const run = shop.run()
        await arrives(platform, 3, run)
        killAt(run.pid, signal)
        const { report } = await run.ended
        delete platform.manners.delayMs
        const tally = report?.paths[0]?.tally
        return finish(shop, [
          report?.paths[0]?.state !== 'stopped' && `the run says ${report?.paths[0]?.state}`,
          tally?.delivered !== 30 && `${tally?.delivered} of 30 answered events were recorded`,
          toldRepeats(shop) > 0 && 'something was sent again after an orderly stop',
        ])
      },
    }),
  ),
  {
    name: 'SIGTERM twice: cut',
    async play(shop, platform) {
      platform.manners.delayMs = 4000
      const run = shop.run()
      await arrives(platform, 2, run)
      killAt(run.pid, 'SIGTERM')
      await pause(1000)
      killAt(run.pid, 'SIGTERM')
      await run.ended
      const waited = platform.requests.at(-1)?.answeredAt !== undefined
      // It cut the request itself, so the platform's answer reached nobody.
      for (const request of platform.requests.slice(-1)) request.told = false
      delete platform.manners.delayMs
      return finish(shop, [waited && 'the second signal did not cut'])
    },
  },
  {
    name: 'frozen in the middle of a request, then goes on',
    async play(shop, platform) {
      platform.manners.delayMs = 300
      const run = shop.run()
      await arrives(platform, 3, run)
      killAt(run.pid, 'SIGSTOP')
      await pause(5000)
      killAt(run.pid, 'SIGCONT')
      await run.ended
      delete platform.manners.delayMs
      return finish(shop)
    },
  },
  {
    name: 'frozen longer than an answer may take',
    async play(shop, platform) {
      platform.manners.delayMs = 300
      const run = shop.run({ hook: { PROOF_HASTY: '1', PROOF_EXCHANGE_MS: '2000' } })
      await arrives(platform, 3, run)
      killAt(run.pid, 'SIGSTOP')
      await pause(6000)
      for (const request of platform.requests.slice(-1)) request.told = false
      killAt(run.pid, 'SIGCONT')
      await run.ended
      delete platform.manners.delayMs
      return finish(shop)
    },
  },
  {
    name: 'two processes on one data folder',
    async play(shop, platform) {
      let second: Promise<Ended> | undefined
      // The first one is held up by the platform until the second one has ended.
      platform.manners.arrived = async () => {
        second ??= shop.run().ended
        await second
      }
      await shop.run({ hook: { PROOF_EXCHANGE_MS: '120000' } }).ended
      delete platform.manners.arrived
      const code = (await second)?.code
      for (const request of platform.requests) request.told = true
      return finish(shop, [code !== 3 && `the second process ended with ${code}`])
    },
  },
  ...[3, 8, 30].map(
    (seconds): Case => ({
      name: `the database is locked by another for ${seconds} s`,
      async play(shop, platform) {
        platform.manners.delayMs = 100
        const run = shop.run(launch)
        await arrives(platform, 3, run)
        const foreign = new Database(join(shop.data, 'tributary.db'), { timeout: 5000 })
        foreign.exec('begin immediate')
        await pause(seconds * 1000)
        foreign.exec('rollback')
        foreign.close()
        const { code } = await run.ended
        delete platform.manners.delayMs
        died(shop)
        // A process that stands still for longer than a connection is kept open sends the next request into a closed one.
        if (seconds > 5) lostOnTheWay(shop)
        // Five seconds are waited for.
        return finish(shop, [seconds < 5 && code !== 0 && `the run that waited ended with ${code}`])
      },
    }),
  ),
  {
    name: 'the database is damaged',
    rows: 400,
    async play(shop, platform) {
      platform.manners.arrived = ({ n }) => {
        if (n === 30) killAt(run.pid)
      }
      const run = shop.run(launch)
      await run.ended
      delete platform.manners.arrived
      died(shop)
      const undo = damage(shop)
      const before = platform.requests.length
      const { code, err } = await shop.run(launch).ended
      const sent = platform.requests.length - before
      undo()
      return finish(shop, [
        sent > 0 && `${sent} requests were sent by a ledger that is damaged`,
        code === 0 && 'ended with 0',
        !/damaged/.test(err) && 'nothing says that it is damaged',
      ])
    },
  },
  {
    name: 'memory is refused',
    async play(shop) {
      const run = shop.run({ ...launch, wrap: 'ulimit -v 700000; exec "$@"' })
      const { code } = await run.ended
      return { ...(await finish(shop)), note: `ended with ${code}` }
    },
  },
  {
    name: 'files may not grow',
    rows: 400,
    async play(shop, platform) {
      const hindered = await limited(shop, platform)
      return finish(shop, [hindered === 0 && 'no run was hindered in the middle'])
    },
  },
]

/** The data folder on a disk of its own, with room for so much after the first run. */
async function onDisk(shop: Shop, size: string, work: (mount: string) => Promise<Partial<Result>>): Promise<Partial<Result>> {
  rmSync(shop.data, { recursive: true, force: true })
  mkdirSync(shop.data, { mode: 0o700 })
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', shop.data]).status !== 0)
    throw new Error('no disk could be mounted')
  try {
    return await work(shop.data)
  } finally {
    spawnSync('umount', ['-l', shop.data])
  }
}
function canMount(): boolean {
  if (process.getuid?.() !== 0) return false
  const place = join('/tmp', `tributary-mount-${process.pid}`)
  mkdirSync(place, { recursive: true })
  const can = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]).status === 0
  if (can) spawnSync('umount', [place])
  rmSync(place, { recursive: true, force: true })
  return can
}

const onSmallDisks: readonly Case[] = [
  ...[0, 24, 60, 120].map(
    (free): Case => ({
      name: `disk full, ${free} KiB after it began`,
      rows: 300,
      play: (shop, platform) =>
        onDisk(shop, '8m', async disk => {
          const ballast = join(disk, 'ballast')
          let filled = false
          platform.manners.arrived = request => {
            if (request.n < 3 || filled) return
            filled = true
            writeFileSync(ballast, '')
            fill(ballast, free * 1024)
          }
          const { code } = await shop.run(launch).ended
          delete platform.manners.arrived
          died(shop)
          rmSync(ballast, { force: true })
          return { ...(await finish(shop)), note: `ended with ${code}` }
        }),
    }),
  ),
  {
    name: 'disk becomes read-only',
    play: (shop, platform) =>
      onDisk(shop, '16m', async disk => {
        platform.manners.arrived = request => {
          // What is open for writing keeps a disk from becoming read-only, so there may be nothing to see; then it is plain.
          if (request.n === 3) spawnSync('mount', ['-o', 'remount,ro', disk])
        }
        await shop.run(launch).ended
        delete platform.manners.arrived
        spawnSync('mount', ['-o', 'remount,rw', disk])
        died(shop)
        return finish(shop)
      }),
  },
  {
    name: 'read-only from the start',
    play: (shop, platform) =>
      onDisk(shop, '16m', async disk => {
        spawnSync('mount', ['-o', 'remount,ro', disk])
        const { code } = await shop.run(launch).ended
        const sent = platform.requests.length
        spawnSync('mount', ['-o', 'remount,rw', disk])
        return finish(shop, [sent > 0 && 'something was sent without a ledger', code === 0 && 'ended with 0'])
      }),
  },
]

/** Leaves `free` bytes on the disk that this file lies on. */
function fill(file: string, free: number): void {
  const block = Buffer.alloc(4096)
  try {
    for (;;) writeFileSync(file, block, { flag: 'a' })
  } catch {
    const size = Math.max(0, statSync(file).size - free)
    spawnSync('truncate', ['-s', String(size), file])
  }
}

/** The run between two others thinks that it is another time. */
const clocks: readonly Case[] = ['+2h', '-2h', '+40d', '-40d', '+400d'].map(
  (shift): Case => ({
    name: `clock ${shift}, then right again`,
    async play(shop, platform) {
      const half = shop.all.length / 2
      shop.csv(shop.all.slice(0, half))
      platform.manners.manner = n => (n === 3 ? 'taken, then cut' : 'ok')
      await shop.run(launch).ended
      shop.csv(shop.all)
      await shop.run({ ...launch, env: { LD_PRELOAD: FAKETIME!, FAKETIME: shift, FAKETIME_DONT_FAKE_MONOTONIC: '1' } }).ended
      return finish(shop)
    },
  }),
)
