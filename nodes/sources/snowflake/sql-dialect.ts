/** How conditions are said to Snowflake. Values are numbered binds, always text. */
import { identifier } from '../../../runtime/conditions/sql.ts'
import { byNative, fitsDigits, type SqlDialect } from '../../../runtime/conditions/sql-dialect.ts'

/** Without the collation that a column may have. */
const exactly = (name: string): string => `collate(${name}, '')`
const casts = { date: 'date', wall: 'timestamp_ntz', instant: 'timestamp_tz' }

export const sqlDialect: SqlDialect = {
  family: byNative([
    [/^VARCHAR$/, 'text'],
    [/^NUMBER\(\d+,\d+\)$/, 'decimal'],
    [/^BOOLEAN$/, 'boolean'],
    [/^DATE$/, 'date'],
    [/^TIMESTAMP_NTZ$/, 'wall'],
    [/^TIMESTAMP_L?TZ$/, 'instant'],
  ]),
  identifier,
  parameter: n => `:${n}`,
  text: {
    equals: (name, value, bind) => `${exactly(name)} = ${bind(value)}`,
    contains: (name, value, bind) => `contains(${exactly(name)}, ${bind(value)})`,
    startsWith: (name, value, bind) => `startswith(${exactly(name)}, ${bind(value)})`,
    endsWith: (name, value, bind) => `endswith(${exactly(name)}, ${bind(value)})`,
    empty: name => `${exactly(name)} = ''`,
  },
  numeral: (written, { native = '' }, bind) => {
    const [, width, scale] = /^NUMBER\((\d+),(\d+)\)$/.exec(native) ?? []
    return fitsDigits(written, Number(width), Number(scale)) ? `${bind(written)}::number(${width}, ${scale})` : undefined
  },
  moment: (iso, kind, bind) => `${bind(iso.replace('Z', '+00:00'))}::${casts[kind]}`,
  within: (name, kind) => `year(${kind === 'instant' ? `convert_timezone('UTC', ${name})` : name}) between 1 and 9999`,
}
