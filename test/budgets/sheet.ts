/** The table of `npm run budgets`: every goal once, with its figure, whether it is met, and why not. */
import { loadavg } from 'node:os'

export interface Row {
  /** Where the goal stands: accessibility, speed or tasks. */
  part: 'C.1' | 'C.2' | 'C.3'
  what: string
  figure: string
  goal: string
  /** `null`: cannot be measured here; `why` says what it would take. */
  met: boolean | null
  why?: string
}

export class Sheet {
  readonly rows: Row[] = []
  /** How often other programs got the processor: time on the clock over time of work, 1 on a quiet machine. */
  readonly busy = howBusy()

  /** A figure that may be at most `most`. `why` is printed when it is more. */
  most(part: Row['part'], what: string, value: number, unit: string, most: number, why = ''): void {
    const figure = `${value.toFixed(value < 100 && unit === 'ms' ? 1 : 0)} ${unit}`
    this.rows.push({ part, what, figure, goal: `<= ${most} ${unit}`, met: value <= most, ...(why && value > most && { why }) })
  }
  /** A score that is to be at least `least`. */
  least(part: Row['part'], what: string, value: number, of: string, least: number, why = ''): void {
    this.rows.push({ part, what, figure: `${value} ${of}`, goal: `>= ${least} ${of}`, met: value >= least, ...(why && { why }) })
  }
  /** A number of faults, of which there may be none; the first ones are named. */
  none(part: Row['part'], what: string, faults: readonly string[], of: string): void {
    const why = faults.slice(0, 3).join(' · ')
    this.rows.push({ part, what, figure: `${faults.length} ${of}`, goal: `0 ${of}`, met: faults.length === 0, ...(why && { why }) })
  }
  unmeasured(part: Row['part'], what: string, goal: string, why: string): void {
    this.rows.push({ part, what, figure: 'not measured', goal, met: null, why })
  }
  /** Measures that belong together; when they break off, the table says so and goes on with the next. */
  async group(part: Row['part'], what: string, measure: () => Promise<void>): Promise<void> {
    await measure().catch(error => {
      const why = error instanceof Error ? error.message.split('\n')[0]! : String(error)
      this.rows.push({ part, what: `${what}: broke off`, figure: '', goal: '', met: false, why })
    })
  }
  print(): void {
    const width = (pick: (row: Row) => string) => Math.max(...this.rows.map(row => pick(row).length))
    const [what, figure, goal] = [width(r => r.what), width(r => r.figure), width(r => r.goal)]
    const titles = { 'C.1': 'Accessibility', 'C.2': 'Speed', 'C.3': 'Tasks' }
    console.log(
      `Editor budgets. Load ${loadavg()[0]!.toFixed(1)}; work of ${WORK_MS} ms took ${this.busy.toFixed(1)} times as long as it needs alone.`,
    )
    console.log('Milliseconds on the clock grow with that; CPU time, where it says so, grows less.')
    for (const part of ['C.1', 'C.2', 'C.3'] as const) {
      console.log(`\n${titles[part]} (${part})`)
      for (const row of this.rows.filter(r => r.part === part)) {
        const verdict = row.met === null ? 'not here' : row.met ? 'met' : 'NOT MET'
        console.log(
          `  ${verdict.padEnd(8)}  ${row.what.padEnd(what)}  ${row.figure.padStart(figure)}  ${row.goal.padEnd(goal)}  ${row.why ?? ''}`.trimEnd(),
        )
      }
    }
    const count = (met: boolean | null) => this.rows.filter(row => row.met === met).length
    console.log(`\n${count(true)} met, ${count(false)} not met, ${count(null)} not measured here`)
  }
}

const WORK_MS = 300
function howBusy(): number {
  const start = performance.now()
  const worked = process.cpuUsage()
  const spent = () => (process.cpuUsage(worked).user + process.cpuUsage(worked).system) / 1_000
  while (spent() < WORK_MS) JSON.stringify(worked)
  return (performance.now() - start) / WORK_MS
}

/** The value below which this share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
