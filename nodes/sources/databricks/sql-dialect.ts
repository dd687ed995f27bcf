/** How conditions are said to Databricks SQL. Values are named parameters of the type STRING. */
import { byNative, fitsDigits, type SqlDialect } from '../../../runtime/conditions/sql-dialect.ts'

export const identifier = (name: string): string => `\`${name.replaceAll('`', '``')}\``
/** The very bytes, whatever the column's collation holds for equal. */
const bytes = (text: string): string => `cast(${text} as binary)`
const casts = { date: 'date', wall: 'timestamp_ntz', instant: 'timestamp' }

export const sqlDialect: SqlDialect = {
  family: byNative([
    [/^(string|varchar\(\d+\))$/, 'text'],
    [/^(tinyint|smallint|int|bigint)$/, 'integer'],
    [/^decimal\(\d+,\d+\)$/, 'decimal'],
    [/^boolean$/, 'boolean'],
    [/^date$/, 'date'],
    [/^timestamp_ntz$/, 'wall'],
    [/^timestamp$/, 'instant'],
  ]),
  identifier,
  castsText: 'string',
  parameter: n => `:tributary_${n}`,
  text: {
    equals: (name, value, bind) => `(${name} = ${bind(value)} and ${bytes(name)} = ${bytes(bind(value))})`,
    contains: (name, value, bind) => `contains(${bytes(name)}, ${bytes(bind(value))})`,
    startsWith: (name, value, bind) => `startswith(${bytes(name)}, ${bytes(bind(value))})`,
    endsWith: (name, value, bind) => `endswith(${bytes(name)}, ${bytes(bind(value))})`,
    empty: name => `octet_length(${name}) = 0`,
  },
  numeral: (written, { native = '' }, bind) => {
    const digits = /^decimal\((\d+),(\d+)\)$/.exec(native)
    if (digits) return fitsDigits(written, Number(digits[1]), Number(digits[2])) ? `cast(${bind(written)} as ${native})` : undefined
    return /^[+-]?\d{1,18}$/.test(written) ? `cast(${bind(written)} as bigint)` : undefined
  },
  moment: (iso, kind, bind) => `cast(${bind(iso)} as ${casts[kind]})`,
  // The year of an instant would be counted in the warehouse's zone.
  within: (name, kind) =>
    kind === 'instant' ? `unix_micros(${name}) between -62135596800000000 and 253402300799999999` : `year(${name}) between 1 and 9999`,
}
