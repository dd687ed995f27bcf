/** How conditions are said to DuckDB. */
import { identifier } from '../../../runtime/conditions/sql.ts'
import { byNative, fitsDigits, type SqlDialect } from '../../../runtime/conditions/sql-dialect.ts'
import type { Column } from '../../../runtime/contract.ts'
import { COMMA, COMMA_GUESSED } from './guess.ts'

/** A column of text that holds numbers or times sorts as those. A cell that is none sorts as an empty one. */
export function sortedText({ key, type, zoned, native }: Column): string | undefined {
  const comma = native === COMMA || native === COMMA_GUESSED
  if (native !== 'VARCHAR' && !comma) return undefined
  const cell = `trim(${identifier(key)})`
  if (type === 'number') return `try_cast(${comma ? `replace(replace(${cell}, '.', ''), ',', '.')` : cell} as decimal(38, 10))`
  if (type === 'date' || type === 'time') return `try_cast(${cell} as ${zoned ? 'timestamptz' : 'timestamp'})`
  return undefined
}

const casts = { date: 'date', wall: 'timestamp', instant: 'timestamptz' }

export const sqlDialect: SqlDialect = {
  family: byNative([
    [/^VARCHAR$/, 'text'],
    [/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT)$/, 'integer'],
    [/^DECIMAL\(\d+,\d+\)$/, 'decimal'],
    [/^BOOLEAN$/, 'boolean'],
    [/^DATE$/, 'date'],
    [/^TIMESTAMP$/, 'wall'],
    [/^TIMESTAMP WITH TIME ZONE$/, 'instant'],
  ]),
  identifier,
  parameter: n => `$${n}`,
  text: {
    equals: (name, value, bind) => `${name} = ${bind(value)}::varchar`,
    contains: (name, value, bind) => `contains(${name}, ${bind(value)}::varchar)`,
    startsWith: (name, value, bind) => `starts_with(${name}, ${bind(value)}::varchar)`,
    endsWith: (name, value, bind) => `ends_with(${name}, ${bind(value)}::varchar)`,
    empty: name => `${name} = ''`,
  },
  numeral: (written, { native = '' }, bind) => {
    const precise = /^DECIMAL\((\d+),(\d+)\)$/.exec(native)
    if (!precise) return /^[+-]?\d{1,18}$/.test(written) ? `${bind(written)}::hugeint` : undefined
    const [width, scale] = [Number(precise[1]), Number(precise[2])]
    return fitsDigits(written, width, scale) ? `${bind(written)}::decimal(${width}, ${scale})` : undefined
  },
  moment: (iso, kind, bind) => `${bind(iso)}::${casts[kind]}`,
  within: (name, kind) => {
    const [first, end] = kind === 'date' ? ['0001-01-01', '10000-01-01'] : ['0001-01-01 00:00:00', '10000-01-01 00:00:00']
    const zone = kind === 'instant' ? '+00' : ''
    return `${name} >= '${first}${zone}'::${casts[kind]} and ${name} < '${end}${zone}'::${casts[kind]}`
  },
}
