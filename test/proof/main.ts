/** `npm run prove`: the suites that are named, or all, in full counts; one table; 0 when everything holds. */

import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../stand-ins/start-postgres.ts'
import { copyBuild } from './builds.ts'
import { isGood, type Result, type Surroundings } from './case.ts'
import { keeper, keptIn } from './kept.ts'
import { randomOf } from './random.ts'
import { suites } from './suites.ts'
import { tableOf } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    program: { type: 'string' },
    save: { type: 'string' },
    from: { type: 'string' },
    help: { type: 'boolean' },
  },
})
const known = Object.keys(suites)
if (values.help || positionals.some(name => !known.includes(name))) {
  process.stdout.write(`npm run prove -- [suite…] [--count N] [--seed N] [--save FILE]\n`)
  process.stdout.write(`npm run prove -- --from FILE   the table of what was saved\n\n`)
  for (const [name, { title, count }] of Object.entries(suites))
    process.stdout.write(`  ${name.padEnd(12)} ${String(count).padStart(6)}  ${title}\n`)
  process.exit(values.help ? 0 : 5)
}

const ROOT = join(import.meta.dirname, '..', '..')
if (values.from !== undefined) {
  const kept = keptIn(values.from)
  process.stdout.write(`${tableOf(kept)}\n`)
  process.exit(kept.every(isGood) ? 0 : 1)
}
let postgres: ReturnType<typeof startPostgres> | undefined
const results: Result[] = []
const random = randomOf(Number(values.seed ?? Date.now() % 1e9))
const file = values.save ?? join(ROOT, 'proof-results.jsonl')
const keep = keeper(file, ROOT, random.seed)
const around: Surroundings = {
  postgres: async () => {
    postgres ??= startPostgres()
    return (await postgres).url
  },
  random,
  // A copy, so that a build in the meantime changes nothing.
  program: values.program ?? copyBuild('whole'),
  done(result) {
    results.push(result)
    keep(result)
    process.stderr.write(
      isGood(result) ? '.' : `\n✗ ${result.suite} · ${result.name}: ${JSON.stringify({ ...result, suite: undefined, name: undefined })}\n`,
    )
  },
}

const began = Date.now()
// Cut short, it says what it has.
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    tell(` Cut short by ${signal}.`)
    process.exit()
  })
for (const name of positionals.length ? positionals : known) {
  const { title, count, prove } = suites[name]!
  const wanted = values.count === undefined ? count : Number(values.count)
  process.stderr.write(`\n${title}, ${wanted}: `)
  try {
    await prove(around, wanted)
  } catch (cause) {
    around.done({
      suite: title,
      name: 'the harness',
      cases: 1,
      lost: 0,
      doubles: 0,
      unexplained: 0,
      untold: 0,
      complaints: [String((cause as Error).stack)],
    })
  }
}
await (await postgres?.catch(() => undefined))?.stop()
tell('')

function tell(more: string): void {
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  const broken = results.filter(result => !isGood(result)).length
  process.stdout.write(
    `\n${tableOf(results)}\n\n${results.length} results, ${broken} broken. Seed ${around.random.seed}, ${minutes} min, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}. Each result is a line of ${file}.${more}\n`,
  )
  process.exitCode = broken ? 1 : 0
}
