/** A lookup as one statement in the source's own language: it sees the run's snapshot, and what follows can still narrow there. */
import type { Composed } from '../composed.ts'
import type { Column, Query, Session, Shape } from '../contract.ts'
import { Stop } from '../contract.ts'
import { comparison, type Lookup, wholeTable } from './lookup.ts'

interface Sides {
  has: Shape
  table: Shape
}

/** The query's rows with the columns of the second table, and under `marker` how many rows of it have the key; empty: none. */
export async function joined(session: Session, query: Query, lookup: Lookup, sides: Sides, marker: string): Promise<Query> {
  const [left, right] = [await session.compose!(query), await session.compose!(wholeTable(lookup))]
  const { name } = left
  const keys = lookup.on.map((_, i) => name(`tributary_on${i}`))
  const matches = lookup.on.map(({ matches: key }) => columnOf(sides.table, key))
  const pairs = lookup.on.map((pair, i): [string, string] => terms(columnOf(sides.has, pair.column), matches[i]!, pair.asText, left))
  const rank = name('tributary_rank')
  const brought = lookup.columns.map(({ column }, i) => `${name(column)} as ${name(`tributary_c${i}`)}`)
  const [at, count] = [name('tributary_found'), name(marker)]
  const within = `partition by ${pairs.map(([, other]) => other).join(', ')}`
  const ranked = `select ${[
    ...pairs.map(([, other], i) => `${other} as ${keys[i]}`),
    ...brought,
    `row_number() over (${within} order by ${order(lookup, sides.table, right).join(', ')}) as ${rank}`,
    `count(*) over (${within}) as ${at}`,
  ].join(', ')} from ${right.from}`
  const columns = [
    ...sides.has.map(c => `l.${name(c.key)} as ${name(c.key)}`),
    ...lookup.columns.map(({ as }, i) => `r.${name(`tributary_c${i}`)} as ${name(as)}`),
    `r.${at} as ${count}`,
  ]
  const mine = pairs.map(([one], i) => `${one} as ${keys[i]}`)
  const on = keys.map(key => `l.${key} = r.${key}`)
  const rows = `(select q.*, ${mine.join(', ')} from ${left.from}) l`
  const first = `(select * from (${ranked}) t where ${rank} = 1) r`
  return {
    ...query,
    from: { sql: `select ${columns.join(', ')} from ${rows} left join ${first} on ${on.join(' and ')}` },
  }
}

const columnOf = (shape: Shape, key: string): Column => shape.find(c => c.key === key)!

/** Both sides as the engine compares them: numbers and times as such also where a file holds them as text. */
function terms(one: Column, other: Column, asText: boolean | undefined, { name, sorts, asText: cast }: Composed): [string, string] {
  const written = comparison(one, other, asText) === 'text' || (one.type === 'text' && one.native !== other.native)
  const term = (column: Column) =>
    written ? cast(column) : column.type === 'text' ? name(column.key) : (sorts(column) ?? name(column.key))
  return [term(one), term(other)]
}

/** Which row of a key comes first. What ties in all of it brings the same columns, so it does not matter which is taken. */
function order({ order: chosen, columns, on }: Lookup, table: Shape, { name, sorts }: Composed): string[] {
  const direct = (column: Column, way: string) => {
    const sorted = sorts(column)
    return sorted ? [`case when ${sorted} is null then 1 else 0 end`, `${sorted} ${way}`] : undefined
  }
  const by = chosen && direct(columnOf(table, chosen.by), chosen.which === 'last' ? 'desc' : 'asc')
  if (chosen && !by)
    throw new Stop(
      'lookup.unsorted',
      `The source cannot sort by "${chosen.by.slice(0, 100)}"`,
      'Choose a column of numbers, dates, times or texts by which one of several rows is taken.',
    )
  const others = columns.flatMap(({ column }) => direct(columnOf(table, column), 'asc') ?? [])
  const all = [...(by ?? []), ...others]
  return all.length > 0 ? all : [name(on[0]!.matches)]
}
