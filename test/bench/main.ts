/** `npm run bench -- [--full | --small] [row …]`: what was promised beside what this machine gives, in one table and as JSON. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { againRow } from './again-row.ts'
import { apiRow } from './api-row.ts'
import { editorRow } from './editor-row.ts'
import { ledgerRow } from './ledger-row.ts'
import { memoryFilesRow } from './memory-files-row.ts'
import { memoryRow } from './memory-row.ts'
import { rivalRow } from './rival-row.ts'
import type { BenchRow, Finding } from './rounds.ts'
import { sealRow } from './seal-row.ts'
import { startRow } from './start-row.ts'
import { waitRow } from './wait-row.ts'
import { wayRow } from './way-row.ts'

const rows: readonly BenchRow[] = [
  sealRow,
  wayRow,
  againRow,
  waitRow,
  memoryRow,
  memoryFilesRow,
  apiRow,
  startRow,
  ledgerRow,
  rivalRow,
  editorRow,
]
type Result = Finding & { row: string }
const RESULT = 'dist/bench/result.json'
const rounds = Number(process.env.ROUNDS ?? 5)
const size = process.argv.includes('--full') ? 'full' : process.argv.includes('--small') ? 'small' : 'usual'
const asked = process.argv.slice(2).filter(arg => !arg.startsWith('--'))
const unknown = asked.filter(id => !rows.some(row => row.id === id))
if (unknown.length) {
  console.error(`There is no row "${unknown[0]}". Rows: ${rows.map(row => row.id).join(', ')}.`)
  process.exit(1)
}

const load = () =>
  loadavg()
    .map(l => l.toFixed(1))
    .join(' ')
const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
console.log(`${machine}, load ${load()} before, ${rounds} rounds${size === 'usual' ? '' : `, ${size} counts`}`)
const results: Result[] = []
for (const row of rows.filter(row => asked.length === 0 || asked.includes(row.id))) {
  console.log(`\n${row.id}: ${row.says}`)
  for (const finding of await row.run({ rounds, size }).catch(brokenOff)) {
    results.push({ row: row.id, ...finding })
    const between = finding.between ? `  [${finding.between}]` : ''
    console.log(`  ${verdict(finding).padEnd(8)} ${finding.measured.padStart(10)}${between}  (${finding.target})  ${finding.says}`)
  }
}
console.log(`\nload ${load()} after`)
const head = ['| row | what | measured | of the rounds | target | |', '| --- | --- | --- | --- | --- | --- |']
console.log(['', ...head, ...results.map(line)].join('\n'))
if (existsSync(RESULT)) compare(JSON.parse(readFileSync(RESULT, 'utf8')))
writeFileSync(RESULT, `${JSON.stringify({ at: new Date().toISOString(), machine, load: loadavg(), rounds, size, results }, null, 2)}\n`)

/** Says which verdicts are other than when the same rows were measured before: a figure near its goal falls on either side of it. */
function compare(before: { at: string; size: string; results: Result[] }): void {
  if (before.size !== size) return
  const verdictsOf = (list: readonly Result[], row: string) => list.filter(result => result.row === row).map(verdict)
  const both = [...new Set(results.map(({ row }) => row))].filter(row => before.results.some(result => result.row === row))
  const other = both.filter(row => verdictsOf(results, row).join() !== verdictsOf(before.results, row).join())
  if (both.length) console.log(`\nVerdicts other than on ${before.at}: ${other.join(', ') || 'none'} (of ${both.join(', ')}).`)
}

/** One row that cannot be measured here does not hide the others. */
function brokenOff(cause: unknown): Finding[] {
  process.exitCode = 1
  const why = cause instanceof Error ? cause.message : String(cause)
  return [{ says: `broke off: ${why.replace(/\s+/g, ' ')}`, measured: '', target: '', met: false, figures: {} }]
}
function verdict({ met }: Pick<Finding, 'met'>): string {
  if (met === undefined) return 'figure'
  return met ? 'met' : 'NOT MET'
}
function line(finding: Result): string {
  return `| ${finding.row} | ${finding.says} | ${finding.measured} | ${finding.between ?? ''} | ${finding.target} | ${verdict(finding)} |`
}
