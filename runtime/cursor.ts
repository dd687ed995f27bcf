/**
 * Reading less: where a model names a column that says when a row last changed, a run asks for what changed since the
 * last good one, and once a day for everything. The ledger still decides what is new; the cursor only saves reading.
 *
 * MUST: a cursor moves only after a run in which every row was settled or listed; it never passes the source's clock;
 * it is compared as it was when the run began, so that the overlap counts from there.
 */
import { hash } from 'node:crypto'
import { moment } from './conditions/moment.ts'
import { predicate } from './conditions/predicate.ts'
import type { Conditions } from './conditions/tree.ts'
import type { Column, Problem, Query, Row, Session, Shape } from './contract.ts'
import { offsetAt } from './normalise/zone.ts'
import { type Mark, NumberReading } from './number-cursor.ts'
import type { Plan } from './plan.ts'
import type { CursorReport, Tally } from './report.ts'
import type { World } from './world.ts'

/** How long a row may take from the time it carries until it can be read. */
export const OVERLAP_MS = 15 * 60_000
/** Behind the source's clock by this much: short transactions that end late. */
const SETTLE_MS = 5000
export const SWEEP_MS = 86_400_000
/** Clocks on the wall go back by an hour in autumn; a date alone is a whole day. */
const MORE_MS = { instant: 0, wall: 3_600_000, date: 86_400_000 }
type Family = keyof typeof MORE_MS

/** What is kept for one path of a stream. Times are epoch ms, `value` of a column without zone as if it were UTC. */
export interface Cursor {
  value: number
  /** Our clock at the start of the last good run that looked at everything. */
  swept: number
  /** Of a column of numbers: what good runs saw, oldest first; `value` is 0 then. */
  marks?: readonly Mark[]
}
/** The memory of one stream's cursors; `path` names a path with all its settings, so that a changed drawing begins anew. */
export interface Cursors {
  get(path: string): Cursor | undefined
  put(path: string, cursor: Cursor): void
}

/** A path and everything that decides what becomes of a row on it. */
export const pathPrint = ({ resolved, timezone }: Plan): string => {
  const { path, source, model, steps, destination } = resolved
  const settings = [source, model, ...steps, destination].map(({ kind, config, port }) => [kind.id, config, port])
  return hash('sha256', JSON.stringify([path, settings, timezone ?? null])).slice(0, 32)
}

/** One run's reading by a cursor. */
export interface CursorReading {
  /** What to ask for; absent: everything. */
  readonly where: Conditions | undefined
  /** What was read. */
  see(rows: readonly Row[]): void
  /** The run is over and left nothing behind: the next one need not look further back. */
  advance(world: World): void
  report(): CursorReport
}
/** Nothing kept, a day gone by, or a clock that went back. */
export function sweepDue(before: Cursor | undefined, started: number): boolean {
  const age = started - (before?.swept ?? 0)
  return !before || age >= SWEEP_MS || age < 0
}

class TimeReading implements CursorReading {
  readonly where: Conditions | undefined
  readonly #column: Column
  readonly #family: Family
  readonly #path: string
  readonly #before: Cursor | undefined
  readonly #hi: string
  readonly #started: number
  #empty = 0
  /** The newest value read, as text of one form: what is later than the source's clock does not count. */
  #newest = ''

  constructor(plan: Plan, column: Column, session: Session, world: Around, clock: number) {
    this.#column = column
    this.#family = familyOf(column)
    this.#path = pathPrint(plan)
    this.#started = world.now()
    const zone = this.#family === 'instant' || !plan.timezone ? 0 : offsetAt(clock, plan.timezone)
    this.#hi = this.#written(clock - SETTLE_MS + zone)
    this.#before = world.cursors?.get(this.#path)
    const where = sweepDue(this.#before, this.#started) ? undefined : this.#since(this.#before!.value)
    const all = where && both(plan.windowed ?? plan.narrowed.at(-1), where)
    this.where = all && session.narrows!(all, plan.wide) ? where : undefined
  }

  see(rows: readonly Row[]): void {
    const { key } = this.#column
    for (const row of rows) {
      const cell = row[key]
      if (cell === null || cell === undefined) this.#empty++
      // Of another form (another offset, infinity) is not compared, and so never moves the cursor.
      if (typeof cell === 'string' && cell > this.#newest && cell <= this.#hi && (this.#family !== 'instant' || cell.endsWith('Z')))
        this.#newest = cell
    }
  }
  advance(world: World): void {
    const newest = moment(this.#newest)?.ms
    const value = Math.max(newest ?? Number.NEGATIVE_INFINITY, this.#before?.value ?? Number.NEGATIVE_INFINITY)
    if (!Number.isFinite(value)) return
    world.cursors?.put(this.#path, { value, swept: this.where ? this.#before!.swept : this.#started })
  }
  report(): CursorReport {
    const column = this.#column.key
    const to = this.#hi
    const empty = this.#empty > 0 && { empty: this.#empty }
    if (!this.where) {
      const why = this.#before && sweepDue(this.#before, this.#started) ? 'Once a day all rows are looked at' : 'All rows were looked at'
      return {
        column,
        since: null,
        to,
        nextSweep: null,
        ...empty,
        message: `${why}. What changes "${column}" from now on is found without that.`,
      }
    }
    const since = this.#written(this.#lowest(this.#before!.value))
    const nextSweep = new Date(this.#before!.swept + SWEEP_MS).toISOString()
    return {
      column,
      since,
      to,
      nextSweep,
      ...empty,
      message: `Only rows with "${column}" from ${spoken(since)} on, or empty, were read. From ${spoken(nextSweep)} on a run looks at all rows again.${emptyWords(this.#empty)}`,
    }
  }

  #lowest = (value: number): number => value - OVERLAP_MS - MORE_MS[this.#family]
  #since(value: number): Conditions {
    const { key } = this.#column
    return {
      match: 'any',
      conditions: [
        { column: key, op: 'is_empty' },
        { column: key, op: 'gte', value: this.#written(this.#lowest(value)) },
      ],
    }
  }
  #written(ms: number): string {
    const text = new Date(ms).toISOString()
    return this.#family === 'instant' ? text : this.#family === 'wall' ? text.slice(0, -1) : text.slice(0, 10)
  }
}
/** Nobody knows how new a row without a value is. */
export const emptyWords = (rows: number): string =>
  rows === 0 ? '' : ` ${rows} ${rows === 1 ? 'row has' : 'rows have'} nothing there and ${rows === 1 ? 'is' : 'are'} read each time.`
const familyOf = ({ type, zoned }: Column): Family => (type === 'date' ? 'date' : zoned ? 'instant' : 'wall')
const spoken = (iso: string) => (iso.length > 10 ? `${iso.slice(0, 16).replace('T', ' ')}${iso.endsWith('Z') ? ' UTC' : ''}` : iso)

export const both = (first: Conditions | undefined, second: Conditions): Conditions =>
  first ? { match: 'all', conditions: [first, second] } : second

/** Whether the run ended so that nothing of what it read has to be read again. */
export const endedWell = ({ unsent, uncertain }: Tally, world: World): boolean =>
  !world.stop.aborted && unsent === 0 && uncertain === 0 && world.ledger.open().length === 0

/** Why a column of these rows is of no use as a cursor, whatever the source can do. */
function notOrdered(rows: Shape, cursor: string, keeps: boolean, timezone: string | undefined): string | undefined {
  const column = rows.find(c => c.key === cursor)
  if (keeps) return 'which of the rows with one key is kept takes all of them'
  if (!column) return 'it is not among the columns'
  if (column.type !== 'time' && column.type !== 'date' && column.type !== 'number') return 'it holds neither times nor numbers'
  if (column.type !== 'number' && familyOf(column) === 'wall' && !timezone) return 'its times carry no zone, and the model names none'
  return undefined
}
/** A cursor that cannot be used loses nothing: everything is read, and that is worth a look. */
export function cursorProblems({ cursor, keep }: Query, rows: Shape, node: string, timezone: string | undefined): Problem[] {
  const why = cursor === undefined ? undefined : notOrdered(rows, cursor, keep !== undefined, timezone)
  if (why === undefined) return []
  const message = `"${cursor}" is of no use as a cursor, since ${why}. Every run reads all rows.`
  const fixes = [{ label: 'Leave the cursor out', set: { path: ['cursor'] } }]
  return [{ node, code: 'model.cursor', level: 'worth_a_look', field: 'cursor', message, fixes }]
}
/** Why a cursor cannot be used here; everything is read then, and the report says so. */
function hindrance({ rows, unkept, timezone }: Plan, cursor: string, session: Session): string | undefined {
  const why = notOrdered(rows, cursor, unkept !== undefined, timezone)
  if (why) return why
  if (!session.clock || !session.narrows) return 'this source cannot be asked for it'
  const probe: Conditions = { match: 'any', conditions: [{ column: cursor, op: 'is_empty' }] }
  return session.narrows(probe, rows) ? undefined : 'this source cannot compare it'
}

/** How this run reads by the model's cursor; nothing where the model names none, or the run is no whole one. */
type Around = Pick<World, 'cursors' | 'now'>
export async function cursorReading(plan: Plan, session: Session, world: Around): Promise<CursorReading | CursorReport | undefined> {
  const { cursor } = plan.unkept ?? plan.query
  if (cursor === undefined || !world.cursors) return undefined
  const why = hindrance(plan, cursor, session)
  const clock = why === undefined ? await session.clock!() : Number.NaN
  if (Number.isFinite(clock)) return reading(plan, cursor, session, world, clock)
  const message = `All rows were looked at: "${cursor}" is of no use as a cursor, since ${why ?? 'the source does not say what time it is'}.`
  return { column: cursor, since: null, to: null, nextSweep: null, message }
}
/** Why the next run does not come to this row, when it lies behind the cursor; it is read again when a run looks at everything. */
export async function behindCursor(plan: Plan, session: Session, row: Row, world: Around): Promise<string | undefined> {
  const found = await cursorReading(plan, session, world)
  if (!found || !('advance' in found) || !found.where) return undefined
  const { column, since, nextSweep } = found.report()
  if (predicate(found.where, plan.rows, { now: world.now(), timezone: plan.timezone })(row)) return undefined
  return `Runs read only rows with "${column}" from ${spoken(since ?? '')} on, and this one lies before. From ${spoken(nextSweep ?? '')} on a run looks at all rows again and comes to it.`
}
function reading(plan: Plan, cursor: string, session: Session, world: Around, clock: number): CursorReading {
  const column = plan.rows.find(c => c.key === cursor)!
  if (column.type !== 'number') return new TimeReading(plan, column, session, world, clock)
  const drawn = plan.windowed ?? plan.narrowed.at(-1)
  return new NumberReading(cursor, pathPrint(plan), world, clock, where => session.narrows!(both(drawn, where), plan.wide))
}
