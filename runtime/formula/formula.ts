/** A formula made ready: its columns found once, so that per row there is only work. */
import { orderDecimals } from '../conditions/decimal.ts'
import { moment, orderStamps } from '../conditions/moment.ts'
import type { Shape, Value } from '../contract.ts'
import { Unusable } from '../dialect.ts'
import { nearest } from '../nearest.ts'
import { decimal } from '../normalise/decimal.ts'
import { standIn } from '../suggest/stand-in.ts'
import { divided, minus, multiplied, negative, plus } from './arithmetic.ts'
import { choices } from './choices.ts'
import { numbers } from './numbers.ts'
import { type Binary, Flaw, type Formula, parseFormula } from './parse.ts'
import { texts } from './texts.ts'
import { times } from './times.ts'
import {
  asNumber,
  asText,
  asYes,
  BOOLEAN,
  bounded,
  empty,
  type Facts,
  type Fn,
  type Kind,
  type Lost,
  NUMBER,
  type Ready,
  TEXT,
  type Work,
} from './work.ts'

export { columnsOf, Flaw, FORMULA_MAX, parseFormula } from './parse.ts'
export type { Lost } from './work.ts'

/** Every function by its name, in the order in which people read about them. */
export const functions: ReadonlyMap<string, Fn> = new Map(Object.entries({ ...choices, ...texts, ...numbers, ...times }))

/** Throws `Flaw`: what is wrong is known before any row is seen. */
export function formula(text: string, has: Shape, facts: Facts): { work: Work; kind: Kind } {
  return made(parseFormula(text), new Map(has.map(column => [column.key, column])), facts)
}

function made(from: Formula, has: ReadonlyMap<string, Shape[number]>, facts: Facts): Ready {
  switch (from.kind) {
    case 'text':
      return { from, kind: TEXT, work: () => from.text }
    case 'number':
      return { from, kind: NUMBER, work: constant(String(plus(from.text.startsWith('.') ? `0${from.text}` : from.text, '0'))) }
    case 'constant':
      return { from, kind: from.value === null ? TEXT : BOOLEAN, work: constant(from.value) }
    case 'column':
      return column(from, has)
    case 'not': {
      const { work } = made(from.of, has, facts)
      return { from, kind: BOOLEAN, work: (row, lost) => !asYes(work(row, lost)) }
    }
    case 'minus': {
      const { work } = made(from.of, has, facts)
      return { from, kind: NUMBER, work: (row, lost) => opposite(asNumber(work(row, lost), lost)) }
    }
    case 'binary':
      return binary(from, made(from.left, has, facts), made(from.right, has, facts))
    case 'call':
      return called(from, has, facts)
  }
}
const constant =
  (value: Value): Work =>
  () =>
    value
const opposite = (number: string | undefined): Value => (number === undefined ? null : negative(number))

function column(from: Extract<Formula, { kind: 'column' }>, has: ReadonlyMap<string, Shape[number]>): Ready {
  const { column: key, at } = from
  const known = has.get(key)
  if (known) return { from, kind: { type: known.type, ...(known.zoned && { zoned: true }) }, work: row => row[key] ?? null }
  const near = standIn(key, [...has.keys()])
  throw new Flaw(`There is no column "${key.slice(0, 100)}".${near === undefined ? '' : ` Did you mean [${near}]?`}`, at)
}

function called(from: Extract<Formula, { kind: 'call' }>, has: ReadonlyMap<string, Shape[number]>, facts: Facts): Ready {
  const fn = functions.get(from.name)
  if (!fn) {
    const near = nearest(from.name, [...functions.keys()])
    throw new Flaw(`There is no function "${from.name.slice(0, 50)}".${near === undefined ? '' : ` Did you mean ${near}?`}`, from.at)
  }
  const [least, most] = fn.args
  if (from.args.length < least || from.args.length > most) throw new Flaw(`Write it so: ${fn.usage}.`, from.at)
  const args = from.args.map(arg => made(arg, has, facts))
  return { from, kind: typeof fn.kind === 'function' ? fn.kind(args) : fn.kind, work: fn.make(args, facts) }
}

const ARITHMETIC: Readonly<Record<string, (a: string, b: string) => string | undefined>> = {
  '+': plus,
  '-': minus,
  '*': multiplied,
  '/': divided,
}
function binary(from: Extract<Formula, { kind: 'binary' }>, left: Ready, right: Ready): Ready {
  const { op } = from
  const [a, b] = [left.work, right.work]
  if (op === 'and') return { from, kind: BOOLEAN, work: (row, lost) => asYes(a(row, lost)) && asYes(b(row, lost)) }
  if (op === 'or') return { from, kind: BOOLEAN, work: (row, lost) => asYes(a(row, lost)) || asYes(b(row, lost)) }
  if (op === '&') return { from, kind: TEXT, work: (row, lost) => texted(a(row, lost), b(row, lost), lost) }
  const arithmetic = ARITHMETIC[op]
  if (!arithmetic) return { from, kind: BOOLEAN, work: (row, lost) => compared(op, a(row, lost), b(row, lost)) }
  return { from, kind: NUMBER, work: (row, lost) => calculated(op, arithmetic, a(row, lost), b(row, lost), lost) }
}

function texted(a: Value, b: Value, lost: Lost): Value {
  const text = asText(a) + asText(b)
  return text === '' ? null : bounded(text, lost)
}
/** With an empty side there is no result: nothing is not zero. */
function calculated(op: Binary, work: (a: string, b: string) => string | undefined, a: Value, b: Value, lost: Lost): Value {
  const [x, y] = [asNumber(a, lost), asNumber(b, lost)]
  if (x === undefined || y === undefined) return null
  const result = work(x, y)
  if (result !== undefined) return result
  lost(op === '/' && /^-?0$/.test(y) ? 'formula_divided_by_zero' : 'formula_too_long')
  return null
}

/** Numbers by size, times by moment, texts by their characters. An empty side equals only another empty one. */
function compared(op: Binary, a: Value, b: Value): boolean {
  if (empty(a) || empty(b)) return op === '=' ? empty(a) && empty(b) : op === '!=' && empty(a) !== empty(b)
  const order = orderOf(a, b)
  if (op === '=') return order === 0
  if (op === '!=') return order !== 0
  if (op === '<') return order < 0
  if (op === '<=') return order <= 0
  return op === '>' ? order > 0 : order >= 0
}
function orderOf(a: Value, b: Value): number {
  const [x, y] = [decimal(a), decimal(b)]
  if (!(x instanceof Unusable) && !(y instanceof Unusable)) return orderDecimals({ near: Number(x), text: x }, { near: Number(y), text: y })
  const [s, t] = [asText(a), asText(b)]
  const [m, n] = [moment(s), moment(t)]
  // A time with a zone and one without have no order that anybody knows.
  if (m && n && m.zoned === n.zoned) return orderStamps(m, n)
  return s === t ? 0 : s < t ? -1 : 1
}
