/** How conditions are said to Postgres. */
import { identifier } from '../../../runtime/conditions/sql.ts'
import { byNative, characters, type SqlDialect } from '../../../runtime/conditions/sql-dialect.ts'

const exactly = (name: string): string => `${name}::text collate "C"`
const casts = { date: 'date', wall: 'timestamp', instant: 'timestamptz' }

export const sqlDialect: SqlDialect = {
  family: byNative([
    [/^(text|varchar|uuid)$|\(enum\)$/, 'text'],
    [/^int[248]$/, 'integer'],
    [/^numeric$/, 'decimal'],
    [/^bool$/, 'boolean'],
    [/^date$/, 'date'],
    [/^timestamp$/, 'wall'],
    [/^timestamptz$/, 'instant'],
  ]),
  identifier,
  parameter: n => `$${n}`,
  text: {
    equals: (name, value, bind) => `${exactly(name)} = ${bind(value)}::text`,
    contains: (name, value, bind) => `strpos(${exactly(name)}, ${bind(value)}::text) > 0`,
    startsWith: (name, value, bind) => `left(${name}::text, ${characters(value)}) = ${bind(value)}::text collate "C"`,
    endsWith: (name, value, bind) => `right(${name}::text, ${characters(value)}) = ${bind(value)}::text collate "C"`,
    empty: name => `${exactly(name)} = ''`,
  },
  numeral: (written, { native }, bind) => {
    if (/^[+-]?\d{1,18}$/.test(written) && native !== 'numeric') return `${bind(written)}::bigint`
    return /^[+-]?[\d.]{1,300}$/.test(written) ? `${bind(written)}::numeric` : undefined
  },
  isNumber: name => `${name}::text not in ('NaN', 'Infinity', '-Infinity')`,
  moment: (iso, kind, bind) => `${bind(iso)}::${casts[kind]}`,
  within: (name, kind) => {
    const [first, end] = kind === 'date' ? ['0001-01-01', '10000-01-01'] : ['0001-01-01 00:00:00', '10000-01-01 00:00:00']
    const zone = kind === 'instant' ? '+00' : ''
    return `${name} >= '${first}${zone}'::${casts[kind]} and ${name} < '${end}${zone}'::${casts[kind]}`
  },
}
