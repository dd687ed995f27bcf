/** The right side of a mapping: a column, one value for all rows, the first filled of several, a template, a value map. */
import * as z from 'zod'
import type { Row, Shape, Value } from './contract.ts'
import { dateOrders } from './normalise/date-order.ts'
import { decimalMarks } from './normalise/decimal-mark.ts'
import { epochUnits } from './normalise/epoch.ts'

const units = ['units', 'cents', ...decimalMarks, ...epochUnits, ...dateOrders] as const
const Fixed = z.union([
  z.string().max(4096),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string().max(4096), z.number(), z.boolean()])).max(100),
])

export type Expression =
  /**
   * `unit`: as a person confirmed it. Of an amount: `cents` are the smallest unit of the row's currency, and `decimal_comma` says
   * what 1.234 means. Of a time that is a
   * number: what it counts since 1970. Of a date whose year comes last: which number is the day.
   */
  | { column: string; unit?: (typeof units)[number] | undefined }
  | { value: z.infer<typeof Fixed> }
  | { first: readonly (string | Expression)[] }
  | { template: string }
  | { map: Readonly<Record<string, z.infer<typeof Fixed>>>; of: string | Expression; otherwise?: Expression | undefined }
  | { all: readonly (string | Expression)[] }

/** Where a bare text stands for an expression, it names a column. */
export const Expression: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    z.strictObject({ column: z.string().min(1), unit: z.enum(units).optional() }),
    z.strictObject({ value: Fixed }),
    z.strictObject({
      first: z
        .array(z.union([z.string().min(1), Expression]))
        .min(1)
        .max(20),
    }),
    z.strictObject({
      all: z
        .array(z.union([z.string().min(1), Expression]))
        .min(1)
        .max(20),
    }),
    z.strictObject({ template: z.string().min(1).max(4096) }),
    z.strictObject({ map: z.record(z.string(), Fixed), of: z.union([z.string().min(1), Expression]), otherwise: Expression.optional() }),
  ]),
)

const MARK = /\{\{|\}\}|\{"((?:[^"]|"")+)"\}|\{([^{}]+)\}/g
/** The column that a mark names. Quoted is a name that holds braces; without any, the quotes are part of the name. */
function marked(quoted: string | undefined, name: string | undefined): string | undefined {
  if (quoted === undefined) return name?.trim()
  return /[{}]/.test(quoted) ? quoted.replaceAll('""', '"') : `"${quoted}"`
}
const mark = (column: string): string => (/[{}]/.test(column) ? `{"${column.replaceAll('"', '""')}"}` : `{${column}}`)
const asExpression = (part: string | Expression): Expression => (typeof part === 'string' ? { column: part } : part)
const isEmpty = (value: Value) => value === null || (typeof value === 'string' && value.trim() === '')

/** Every column that an expression reads. */
export function columnsIn(expression: Expression): string[] {
  if ('column' in expression) return [expression.column]
  if ('first' in expression) return expression.first.flatMap(part => columnsIn(asExpression(part)))
  if ('all' in expression) return expression.all.flatMap(part => columnsIn(asExpression(part)))
  if ('map' in expression)
    return [...columnsIn(asExpression(expression.of)), ...(expression.otherwise ? columnsIn(expression.otherwise) : [])]
  if ('template' in expression) return [...expression.template.matchAll(MARK)].flatMap(([, quoted, name]) => marked(quoted, name) ?? [])
  return []
}

/** The same expression, reading other columns where `names` has a new one for an old; a unit was confirmed for the old one only. */
export function reading(expression: Expression, names: ReadonlyMap<string, string>): Expression {
  const part = (of: string | Expression) => (typeof of === 'string' ? (names.get(of) ?? of) : reading(of, names))
  if ('column' in expression) return names.has(expression.column) ? { column: names.get(expression.column)! } : expression
  if ('first' in expression) return { first: expression.first.map(part) }
  if ('all' in expression) return { all: expression.all.map(part) }
  if ('map' in expression)
    return { ...expression, of: part(expression.of), ...(expression.otherwise && { otherwise: reading(expression.otherwise, names) }) }
  if ('template' in expression)
    return {
      template: expression.template.replace(MARK, (text, quoted?: string, name?: string) => {
        const other = names.get(marked(quoted, name) ?? '')
        return other === undefined ? text : mark(other)
      }),
    }
  return expression
}

/** The one text that every row gets, when there is one. */
export const fixedText = (expression: Expression | undefined): string | undefined =>
  expression && 'value' in expression && typeof expression.value !== 'object' ? String(expression.value) : undefined

/** The value's type as far as it is known without rows. */
export function typeIn(expression: Expression, has: Shape): Shape[number] | undefined {
  const names = new Set(columnsIn(expression))
  const [name] = names
  return 'column' in expression || ('first' in expression && names.size === 1) ? has.find(c => c.key === name) : undefined
}

/**
 * An expression made ready: per row there is only work. An empty cell gives `null`; so does a value that a map lacks, unless
 * `unlisted` says what to give for it.
 */
export function compile(expression: Expression, unlisted: Value = null): (row: Row) => Value {
  if ('column' in expression) {
    const { column } = expression
    return row => row[column] ?? null
  }
  if ('value' in expression) {
    const { value } = expression
    return () => value
  }
  if ('first' in expression) return firstFilled(expression.first.map(part => compile(asExpression(part))))
  if ('all' in expression) return every(expression.all.map(part => compile(asExpression(part))))
  if ('map' in expression) return mapped(expression, unlisted)
  return template(expression.template)
}

function firstFilled(parts: ((row: Row) => Value)[]): (row: Row) => Value {
  return row => {
    for (const part of parts) {
      const value = part(row)
      if (!isEmpty(value)) return value
    }
    return null
  }
}

/** All filled ones as a list: several e-mail columns for one person. */
function every(parts: ((row: Row) => Value)[]): (row: Row) => Value {
  return row => {
    const values = parts.map(part => part(row)).filter(value => !isEmpty(value))
    return values.length ? values.flatMap(value => (Array.isArray(value) ? value : [value])) : null
  }
}

/** A value that is not in the map has none, unless `otherwise` says so: an unknown status must not become an event name. */
function mapped({ map, of, otherwise }: Extract<Expression, { map: unknown }>, unlisted: Value): (row: Row) => Value {
  const table = new Map(Object.entries(map))
  const from = compile(asExpression(of))
  const rest = otherwise ? compile(otherwise) : (row: Row) => (unlisted === null || isEmpty(from(row)) ? null : unlisted)
  return row => {
    const key = from(row)
    const found = key === null ? undefined : table.get(String(key))
    return found === undefined ? rest(row) : found
  }
}

/** `"{first_name} {last_name}"`; `{{` and `}}` stand for braces, `{"a{b}"}` for the column `a{b}`. Empty when every column in it is empty. */
function template(text: string): (row: Row) => Value {
  const parts: (string | { column: string })[] = []
  let from = 0
  for (const match of text.matchAll(MARK)) {
    parts.push(text.slice(from, match.index))
    const column = marked(match[1], match[2])
    parts.push(column === undefined ? match[0][0]! : { column })
    from = match.index + match[0].length
  }
  parts.push(text.slice(from))
  return row => {
    let out = ''
    let filled = false
    let asked = false
    for (const part of parts) {
      if (typeof part === 'string') {
        out += part
        continue
      }
      asked = true
      const value = row[part.column] ?? null
      if (isEmpty(value)) continue
      filled = true
      out += typeof value === 'object' ? JSON.stringify(value) : String(value)
    }
    return asked && !filled ? null : out
  }
}
