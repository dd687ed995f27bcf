/** `npm run bench [row …]`: a table of ratios from one interleaved run, the machine's load, and the same as JSON. */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import type { BenchRow } from './rounds.ts'
import { sealRow } from './seal-row.ts'

const rows: BenchRow[] = [sealRow]
const ROUNDS = Number(process.env.ROUNDS ?? 5)

const asked = process.argv.slice(2)
const results = []
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()
    .map(l => l.toFixed(1))
    .join(' ')} before`,
)
for (const row of rows.filter(r => asked.length === 0 || asked.includes(r.id))) {
  const timed = await row.run(ROUNDS)
  const [ours, theirs] = timed
  const ratio = ours!.rate[1] / theirs!.rate[1]
  results.push({ id: row.id, says: row.says, rounds: ROUNDS, target: row.target, ratio, timed })
  console.log(`\n${row.id}: ${row.says}`)
  for (const { name, rate } of timed)
    console.log(
      `  ${name.padEnd(8)} ${rate.map(r => Math.round(r).toLocaleString('en').padStart(10)).join(' ')} rows per CPU second (min, median, max of ${ROUNDS})`,
    )
  console.log(`  ratio ${ratio.toFixed(2)}, target ≥ ${row.target}: ${ratio >= row.target ? 'met' : 'not met'}`)
}
console.log(
  `\nload ${loadavg()
    .map(l => l.toFixed(1))
    .join(' ')} after`,
)
writeFileSync(
  'dist/bench/result.json',
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, cpus: cpus().length, load: loadavg(), results }, null, 2)}\n`,
)
