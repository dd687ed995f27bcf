/** Rows of a model that share a key: counted where they lie, in one question; and one of each kept there. */
import { type Query, type Row, type Session, type Shape, Stop } from './contract.ts'
import { eachOfFirst } from './counted-here.ts'
import { keyParts } from './identity.ts'

export interface Repeats {
  rows: number
  /** Rows that cannot be told from others, because a key column is empty. */
  keyless: number
  keys: number
  /** Keys that more than one row has. */
  repeated: number
  /** Rows beyond the first of their key. */
  extra: number
  /** The keys that most rows have. */
  examples: readonly { key: Row; rows: number }[]
  /** False: only the first rows were looked at. */
  whole: boolean
}
/** `few`: worth a look. `many`: the columns are no key. A share of exactly 5 % is many. */
export type Verdict = 'none' | 'few' | 'many'
export const verdictOf = ({ keys, extra }: Repeats): Verdict => (extra === 0 ? 'none' : extra / (keys + extra) < 0.05 ? 'few' : 'many')

const EXAMPLES = 5

export async function repeats(session: Session, query: Query, reading: { now: number; stop: AbortSignal }): Promise<Repeats> {
  return session.compose ? inSource(session, query, reading) : inMemory(session, query, reading)
}

async function inSource(session: Session, query: Query, reading: { now: number; stop: AbortSignal }): Promise<Repeats> {
  const { from, name } = await session.compose!(query)
  const parts = query.key.map((_, i) => name(`tributary_k${i}`))
  const empty = parts.map(part => `${part} is null`).join(' or ')
  const [n, sum] = [name('tributary_n'), (what: string, as: string) => `cast(sum(${what}) over () as bigint) as ${name(`tributary_${as}`)}`]
  const groups = `select ${query.key.map((key, i) => `${name(key)} as ${parts[i]}`).join(', ')}, count(*) as ${n} from ${from} group by ${parts.map((_, i) => i + 1).join(', ')}`
  const repeated = `case when ${empty} then 0 when ${n} > 1 then ${n} else 0 end`
  const sql = `select ${[
    ...parts,
    `cast(${repeated} as bigint) as ${n}`,
    sum(n, 'rows'),
    sum(`case when ${empty} then ${n} else 0 end`, 'keyless'),
    sum(`case when ${empty} then 0 else 1 end`, 'keys'),
    sum(`case when ${repeated} > 1 then 1 else 0 end`, 'repeated'),
  ].join(', ')} from (${groups}) g order by ${[`${repeated} desc`, ...parts].join(', ')} limit ${EXAMPLES}`
  const found: Row[] = []
  for await (const page of session.read({ from: { sql }, key: [] }, { size: EXAMPLES, ...reading })) found.push(...page)
  const [first] = found
  const of = (row: Row | undefined, as: string) => Number(row?.[`tributary_${as}`] ?? 0)
  const [rows, keyless, keys] = [of(first, 'rows'), of(first, 'keyless'), of(first, 'keys')]
  const examples = found.flatMap(row => {
    const times = of(row, 'n')
    return times > 1 ? [{ key: Object.fromEntries(query.key.map((key, i) => [key, row[`tributary_k${i}`] ?? null])), rows: times }] : []
  })
  examples.sort((a, b) => b.rows - a.rows)
  return { rows, keyless, keys, repeated: of(first, 'repeated'), extra: rows - keyless - keys, examples, whole: true }
}

async function inMemory(session: Session, query: Query, reading: { now: number; stop: AbortSignal }): Promise<Repeats> {
  const seen = new Map<string, { key: Row; rows: number }>()
  let [rows, keyless] = [0, 0]
  const whole = await eachOfFirst(session, query, reading, row => {
    rows++
    const parts = keyParts(row, query.key)
    if (!parts) {
      keyless++
      return
    }
    const label = JSON.stringify(parts)
    const before = seen.get(label)
    if (before) before.rows++
    else seen.set(label, { key: Object.fromEntries(query.key.map(key => [key, row[key]!])), rows: 1 })
  })
  const repeated = [...seen.values()].filter(found => found.rows > 1).sort((a, b) => b.rows - a.rows)
  const keys = seen.size
  return {
    ...{ rows, keyless, keys, repeated: repeated.length, extra: rows - keyless - keys },
    examples: repeated.slice(0, EXAMPLES),
    whole,
  }
}

/**
 * The same rows with one of each key: the first or the last by a column, empty ones last; rows that tie there are told
 * apart by the other columns, so that every run keeps the same one. Rows without a key all stay. Decided before any
 * condition, so that a filter never brings back a row that made way for another.
 */
export async function keptOnly(session: Session, query: Query, shape: Shape): Promise<Query> {
  const { keep, key } = query
  if (!keep) return query
  const made = await session.compose?.(query)
  const column = shape.find(c => c.key === keep.by)
  const sorted = made && column && made.sorts(column)
  if (!made || !sorted)
    throw new Stop(
      'model.keep_unsorted',
      `The source cannot sort by "${keep.by.slice(0, 100)}"`,
      made
        ? 'Choose a column of numbers, dates or times, or send the first row that is read.'
        : 'It has no SQL engine. Send the first row that is read.',
    )
  const { name } = made
  const others = shape.flatMap(c => (c.key === keep.by || key.includes(c.key) ? [] : (made.sorts(c) ?? [])))
  const order = [`case when ${sorted} is null then 1 else 0 end`, `${sorted} ${keep.which === 'last' ? 'desc' : 'asc'}`, ...others]
  const rank = name('tributary_rank')
  const ranked = `select q.*, row_number() over (partition by ${key.map(name).join(', ')} order by ${order.join(', ')}) as ${rank} from ${made.from}`
  const stay = [`${rank} = 1`, ...key.map(part => `${name(part)} is null`)].join(' or ')
  return { key, from: { sql: `select ${shape.map(c => name(c.key)).join(', ')} from (${ranked}) r where ${stay}` } }
}
