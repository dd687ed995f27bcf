/** Amounts that are text: which mark stands before their decimals, where 1.234 may be a thousand and more, or one and a bit. */
import { isMoney } from '../../../runtime/concepts.ts'
import type { Row, Shape, Value } from '../../../runtime/contract.ts'
import { compile, type Expression } from '../../../runtime/expression.ts'
import { type DecimalMark, decimalMarks, inMark, isDecimalMark, markOf, marksOf } from '../../../runtime/normalise/decimal-mark.ts'
import type { Complaint, Fix } from '../../../runtime/problem.ts'

type Fields = Readonly<Record<string, Expression>>

/** Reads an amount by the mark that a person named; nothing for a field that is none. A column of numbers says itself what it holds. */
export function markedIn(id: string, expression: Expression, has: Shape): ((row: Row) => Value) | undefined {
  if (!isMoney(id) || !('column' in expression) || !isDecimalMark(expression.unit)) return undefined
  const { column, unit } = expression
  const read = compile(expression)
  return has.find(({ key }) => key === column)?.type === 'number' ? read : row => inMark(read(row), unit)
}

/** What the first rows hold that can be read in two ways; nothing where no amount is text, or a person said how it is read. */
export function marksUnsaid(fields: Fields, has: Shape): ((rows: readonly Row[]) => Complaint[]) | undefined {
  const asked = Object.entries(fields).flatMap(([id, expression]) =>
    isMoney(id) && 'column' in expression && expression.unit === undefined && has.find(c => c.key === expression.column)?.type === 'text'
      ? [{ id, column: expression.column }]
      : [],
  )
  return asked.length === 0
    ? undefined
    : rows =>
        asked.flatMap(({ id, column }) =>
          unsaid(
            id,
            column,
            rows.map(row => row[column] ?? null),
          ),
        )
}

function unsaid(id: string, column: string, cells: readonly Value[]): Complaint[] {
  const proof: Partial<Record<DecimalMark, Value>> = {}
  for (const cell of cells) {
    const mark = markOf(cell)
    if (mark) proof[mark] ??= cell
  }
  // A run takes 1.234 for one and a bit: that is asked only where nothing proves it. It never takes 1,234.
  const doubted = cells.filter(cell => marksOf(cell) && (isComma(cell) || !proof.decimal_point))
  const [first] = doubted
  const read = first === undefined ? undefined : marksOf(first)
  if (!read) return []
  const proven = decimalMarks.filter(mark => proof[mark] !== undefined)
  const [only] = proven.length === 1 ? proven : []
  const silent = doubted.find(cell => !isComma(cell)) !== undefined
  const marks = only === 'decimal_point' ? decimalMarks.toReversed() : decimalMarks
  return [
    {
      code: 'map.decimal_mark',
      level:
        (silent && only) || doubted.length * 2 >= cells.filter(cell => cell !== null && cell !== '').length ? 'must_fix' : 'worth_a_look',
      field: id,
      message: [
        `The amounts in "${column}" can be read in two ways: "${first}" is ${read.decimal_comma} with a decimal comma and ${read.decimal_point} with a decimal point.`,
        ...(only === undefined ? [] : [PROVES[only](proof[only]!)]),
        silent ? `Until you say which, it counts as ${read.decimal_point}.` : 'Until you say which, those rows go without it.',
      ].join(' '),
      fixes: marks.map((mark): Fix => ({ label: LABELS[mark], set: { path: ['fields', id], value: { column, unit: mark } } })),
    },
  ]
}
const isComma = (cell: Value): boolean => String(cell).includes(',')
const PROVES = {
  decimal_comma: (cell: Value) => `Another row holds "${cell}", with a decimal comma.`,
  decimal_point: (cell: Value) => `Another row holds "${cell}", with a decimal point.`,
}
const LABELS = { decimal_comma: 'Decimals follow a comma', decimal_point: 'Decimals follow a point' }
