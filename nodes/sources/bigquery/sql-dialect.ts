/** How conditions are said to BigQuery (GoogleSQL). Values are named parameters of the type STRING. */
import { byNative, fitsDigits, type SqlDialect } from '../../../runtime/conditions/sql-dialect.ts'

export const identifier = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
/** Without the collation that a column may have. */
const exactly = (name: string): string => `collate(${name}, '')`
const casts = { date: 'date', wall: 'datetime', instant: 'timestamp' }

export const sqlDialect: SqlDialect = {
  family: byNative([
    [/^STRING$/, 'text'],
    [/^INT64$/, 'integer'],
    [/^(BIG)?NUMERIC\b/, 'decimal'],
    [/^BOOL$/, 'boolean'],
    [/^DATE$/, 'date'],
    [/^DATETIME$/, 'wall'],
    [/^TIMESTAMP$/, 'instant'],
  ]),
  identifier,
  castsText: 'string',
  parameter: n => `@tributary_${n}`,
  text: {
    equals: (name, value, bind) => `${exactly(name)} = ${bind(value)}`,
    contains: (name, value, bind) => `strpos(${exactly(name)}, ${bind(value)}) > 0`,
    startsWith: (name, value, bind) => `starts_with(${exactly(name)}, ${bind(value)})`,
    endsWith: (name, value, bind) => `ends_with(${exactly(name)}, ${bind(value)})`,
    empty: name => `${exactly(name)} = ''`,
  },
  numeral: (written, { native = '' }, bind) => {
    if (native === 'INT64') return /^[+-]?\d{1,18}$/.test(written) ? `cast(${bind(written)} as int64)` : undefined
    const [type, width, scale] = native.startsWith('BIG') ? (['bignumeric', 76, 38] as const) : (['numeric', 38, 9] as const)
    return fitsDigits(written, width, scale) ? `cast(${bind(written)} as ${type})` : undefined
  },
  // The years are 1 to 9999 by themselves.
  moment: (iso, kind, bind) => `cast(${bind(iso)} as ${casts[kind]})`,
}
