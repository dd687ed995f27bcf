/**
 * A cursor over numbers: ids that grow, or times as numbers. A number says nothing of when its row could first be read,
 * so the time to spare is kept in runs instead: each good run leaves a mark, the highest number it saw, and a run begins
 * at the newest mark that was 15 minutes old when the last good run began. What had a lower number then, and took up to
 * 15 minutes to appear, was there for that last run to read.
 */
import { type Decimal, decimal, orderDecimals } from './conditions/decimal.ts'
import type { Conditions } from './conditions/tree.ts'
import type { Row } from './contract.ts'
import { type Cursor, type CursorReading, emptyWords, OVERLAP_MS, SWEEP_MS, sweepDue } from './cursor.ts'
import type { CursorReport } from './report.ts'
import type { World } from './world.ts'

/** The highest number that a good run saw, and our clock when it began. */
export interface Mark {
  at: number
  value: string
}
/** Seconds, milliseconds and microseconds since 1970. */
const UNITS_MS = [1000, 1, 0.001]
/** A number this far from now is taken for a time in that unit. */
const NEAR_MS = 10 * 365 * 86_400_000

export class NumberReading implements CursorReading {
  readonly where: Conditions | undefined
  readonly #column: string
  readonly #path: string
  readonly #before: Cursor | undefined
  readonly #started: number
  readonly #clock: number
  readonly #from: string | undefined
  #rows = 0
  #empty = 0
  /** The highest of all, and of those that are a past time in each unit; how many are a time in it. */
  #highest: Decimal | undefined
  readonly #times = UNITS_MS.map(unit => ({ unit, rows: 0, highest: undefined as Decimal | undefined }))

  constructor(
    column: string,
    path: string,
    world: Pick<World, 'now' | 'cursors'>,
    clock: number,
    compares: (where: Conditions) => boolean,
  ) {
    this.#column = column
    this.#path = path
    this.#started = world.now()
    this.#clock = clock
    this.#before = world.cursors?.get(path)
    const from = sweepDue(this.#before, this.#started) ? undefined : startOf(this.#before?.marks ?? [])
    const where: Conditions | undefined =
      from === undefined
        ? undefined
        : {
            match: 'any',
            conditions: [
              { column, op: 'is_empty' },
              { column, op: 'gte', value: from },
            ],
          }
    this.where = where && compares(where) ? where : undefined
    this.#from = this.where && from
  }

  see(rows: readonly Row[]): void {
    for (const row of rows) {
      const number = decimal(row[this.#column])
      this.#rows++
      if (!number) {
        this.#empty++
        continue
      }
      this.#highest = higher(this.#highest, number)
      for (const time of this.#times) {
        const ahead = number.near * time.unit - this.#clock
        if (Math.abs(ahead) > NEAR_MS) continue
        time.rows++
        if (ahead <= 0) time.highest = higher(time.highest, number)
      }
    }
  }

  advance(world: World): void {
    const marks = this.#before?.marks ?? []
    const seen = this.#seen()
    const newest = marks.reduce<Decimal | undefined>((all, { value }) => higher(all, decimal(value)), seen)
    if (!newest) return
    const kept = needed([...marks, { at: this.#started, value: newest.text }])
    world.cursors?.put(this.#path, { value: 0, swept: this.where ? this.#before!.swept : this.#started, marks: kept })
  }

  report(): CursorReport {
    const column = this.#column
    const to = this.#seen()?.text ?? null
    const empty = this.#empty > 0 && { empty: this.#empty }
    if (this.#from === undefined) {
      const message = `All rows were looked at. What comes with a higher "${column}" is found without that, once two runs lie 15 minutes apart.`
      return { column, since: null, to, nextSweep: null, ...empty, message }
    }
    const nextSweep = new Date(this.#before!.swept + SWEEP_MS).toISOString()
    const until = to === null ? '' : ` to ${to}`
    return {
      column,
      since: this.#from,
      to,
      nextSweep,
      ...empty,
      message: `Only rows with "${column}" from ${this.#from}${until}, or empty, were read. From ${nextSweep.slice(0, 16).replace('T', ' ')} UTC on a run looks at all rows again.${emptyWords(this.#empty)}`,
    }
  }

  /** Where most rows hold a time, something else among them (an error, a date far ahead) must not move the cursor past them. */
  #seen(): Decimal | undefined {
    const times = this.#times.find(({ rows }) => rows * 2 > this.#rows - this.#empty)
    return times ? times.highest : this.#highest
  }
}

const higher = (a: Decimal | undefined, b: Decimal | undefined): Decimal | undefined => (!a ? b : b && orderDecimals(b, a) > 0 ? b : a)

/** The newest mark that was 15 minutes old when the last good run began. */
function startOf(marks: readonly Mark[]): string | undefined {
  const last = marks.at(-1)
  return last && marks.findLast(({ at }) => at <= last.at - OVERLAP_MS)?.value
}
/** That mark, and those after it, but for ones that lie close together: without them a run only reads a little more. */
function needed(marks: readonly Mark[]): readonly Mark[] {
  const last = marks.at(-1)!
  const first = Math.max(
    0,
    marks.findLastIndex(({ at }) => at <= last.at - OVERLAP_MS),
  )
  const [before, middle] = [marks.at(-3), marks.at(-2)]
  const close = before && middle && middle.at - before.at < APART_MS
  return [...marks.slice(first, close ? -2 : -1), last]
}
const APART_MS = 30_000
