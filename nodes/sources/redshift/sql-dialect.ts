/** How conditions are said to Redshift. Its cursors take no parameters, so values are written out. */
import { identifier } from '../../../runtime/conditions/sql.ts'
import { byNative, fitsDigits, type SqlDialect } from '../../../runtime/conditions/sql-dialect.ts'

const written = (value: string): string => `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
const casts = { date: 'date', wall: 'timestamp', instant: 'timestamptz' }

export const sqlDialect: SqlDialect = {
  family: byNative([
    [/^varchar$/, 'text'],
    [/^(smallint|integer|bigint)$/, 'integer'],
    [/^numeric\(\d+,\d+\)$/, 'decimal'],
    [/^boolean$/, 'boolean'],
    [/^date$/, 'date'],
    [/^timestamp$/, 'wall'],
    [/^timestamptz$/, 'instant'],
  ]),
  identifier,
  castsText: 'varchar(65535)',
  parameter: () => {
    throw new Error('Values are written out.')
  },
  writes: written,
  text: {
    // Whether a backslash escapes depends on a setting that cannot be read.
    spoils: value => value.includes('\\'),
    // Blanks at the end, and case under some collations, do not count for "=": the digest is of the very bytes.
    equals: (name, value, bind) => `(${name} = ${bind(value)} and md5(${name}) = md5(${bind(value)}))`,
    empty: name => `octet_length(${name}) = 0`,
  },
  numeral: (number, { native = '' }) => {
    const digits = /^numeric\((\d+),(\d+)\)$/.exec(native)
    if (digits) return fitsDigits(number, Number(digits[1]), Number(digits[2])) ? `${written(number)}::${native}` : undefined
    return /^[+-]?\d{1,18}$/.test(number) ? `${written(number)}::bigint` : undefined
  },
  moment: (iso, kind, bind) => `${bind(iso.replace('T', ' ').replace('Z', '+00'))}::${casts[kind]}`,
  within: name => `date_part('year', ${name}) between 1 and 9999`,
}
