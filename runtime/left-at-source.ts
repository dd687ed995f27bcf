/** Rows that the source leaves out are never seen here; they are counted there, in the same snapshot. */
import type { Condition, Conditions } from './conditions/tree.ts'
import { type Session, Stop } from './contract.ts'
import { both } from './cursor.ts'
import { narrowedCuts } from './narrowed.ts'
import type { Way } from './way.ts'

type Where = Conditions | undefined
const and = (one: Where, other: Where): Where => (one && other ? both(one, other) : (one ?? other))

/** Enters them in the books, and gives the number of rows that will come. `since`: where this run begins to read, by its cursor. */
export async function countNarrowed(way: Way, session: Session, since: Where): Promise<number | undefined> {
  const { plan, books, world } = way
  await countMadeWay(way, session)
  const cuts = narrowedCuts(plan)
  const drawn: Where[] = [undefined, ...cuts.map(cut => cut.where), ...(plan.windowed ? [plan.windowed] : [])]
  if (drawn.every(where => where === undefined)) return undefined
  const gone = lookedUp(way, session)
  const wheres = [...drawn, ...gone.flatMap(({ before, after }) => [before, after])]
  // What is asked more than once is counted once: each count is a pass of the source over its rows.
  const asked = [...new Set(wheres)]
  const found = possible(
    await session.count!(
      plan.query,
      asked.map(where => and(where, since)),
      world.now(),
    ),
    asked.length,
  )
  const countOf = new Map(asked.map((where, i) => [where, found[i]!]))
  const counts = wheres.map(where => countOf.get(where)!)
  const last = counts[drawn.length - 1]!
  const leaves = (i: number) => Math.max(0, counts[i]! - counts[i + 1]!)
  const old = plan.windowed ? leaves(cuts.length) : 0
  books.read(counts[0]! - last)
  for (const [i, { step, first, last: ends, left }] of cuts.entries()) {
    const rows = leaves(i)
    if (rows) books.enter(left.outcome, { code: left.code, node: plan.steps[step]!.id, field: left.field, rows })
    if (first) books.nodes[step + 2]!.in += counts[i]! - last
    if (ends) books.nodes[step + 2]!.out += counts[i + 1]! - last
  }
  if (old) books.enter('expired', { code: 'expired', node: plan.resolved.destination.id, field: 'event_time', rows: old })
  for (const [i, { node, table, code }] of gone.entries()) {
    const rows = counts[drawn.length + 2 * i]! - counts[drawn.length + 2 * i + 1]!
    if (rows > 0) books.note({ outcome: 'warning', code, node, field: table, rows })
  }
  return last
}

/** The books stand on these numbers: one that cannot be is said before a row is read. */
function possible(counts: readonly number[], asked: number): readonly number[] {
  if (counts.length === asked && counts.every(count => Number.isSafeInteger(count) && count >= 0)) return counts
  throw new Stop(
    'source.odd_answer',
    'The source’s count of its rows is no number',
    'What answers at its address does not count as a database does. Nothing was read. Check the address, and what stands in between.',
  )
}

interface LookedUp {
  node: string
  table: string
  code: string
  /** Rows of this kind at the step, and those of them that come to us and are noted one by one. */
  before: Where
  after: Where
}
/** Rows that passed a lookup in the source and left at a filter after it: what the lookup found for them is told as well. */
function lookedUp({ plan }: Way, session: Session): LookedUp[] {
  return plan.narrowed.flatMap((before, i): LookedUp[] => {
    const { id } = plan.steps[i]!
    const mark = plan.joined.get(id)
    if (!mark) return []
    const kinds: [string, Condition][] = [
      ['lookup_unmatched', { column: mark.marker, op: 'is_empty' }],
      ['lookup_several', { column: mark.marker, op: 'gt', value: 1 }],
    ]
    return kinds.flatMap(([code, condition]): LookedUp[] => {
      const only: Conditions = { match: 'all', conditions: [condition] }
      const [at, after] = [and(before, only), and(plan.windowed ?? plan.narrowed.at(-1), only)]
      return at && after && session.narrows!(at, plan.wide) && session.narrows!(after, plan.wide)
        ? [{ node: id, table: mark.table, code, before: at, after }]
        : []
    })
  })
}

/** Rows that made way for another of their key, by the model's choice. */
async function countMadeWay({ plan, books, world }: Way, session: Session): Promise<void> {
  if (!plan.unkept) return
  const [all, kept] = await Promise.all(
    [plan.unkept, plan.query].map(query => session.count?.(query, [undefined], world.now()).then(([rows]) => rows!)),
  )
  if (all === undefined || kept === undefined || all <= kept) return
  books.read(all - kept)
  books.enter('filtered', { code: 'made_way', node: plan.resolved.model.id, rows: all - kept })
}

/** Lines and rows that could not be read at all. */
export function countSpoiled({ books, plan }: Way, session: Session): void {
  for (const { count, code, samples } of session.spoiled?.() ?? []) {
    books.read(count)
    for (const sample of samples) books.enter('invalid', { code, node: plan.resolved.source.id, key: `line ${sample}` })
    if (count > samples.length) books.enter('invalid', { code, node: plan.resolved.source.id, rows: count - samples.length })
  }
}
