/** Times as a person said that a source keeps them: what a number counts since 1970, and which number of a date is the day. */
import { concept } from '../../../runtime/concepts.ts'
import type { Row, Shape, Value } from '../../../runtime/contract.ts'
import { Unusable } from '../../../runtime/dialect.ts'
import { compile, type Expression } from '../../../runtime/expression.ts'
import { type DateOrder, dateOrders, inOrder, orderTitles } from '../../../runtime/normalise/date-order.ts'
import { countOf, type EpochUnit, epochUnits, inUnit } from '../../../runtime/normalise/epoch.ts'
import type { Complaint, Fix } from '../../../runtime/problem.ts'

const isTime = (id: string): boolean => concept.get(id)?.type === 'time'
const isEpoch = (unit: string | undefined): unit is EpochUnit => epochUnits.some(known => known === unit)

/** Reads a number in the unit that a person confirmed; nothing for a field that is no such time. */
export function timeIn(id: string, expression: Expression): ((row: Row) => Value) | undefined {
  if (!isTime(id) || !('column' in expression) || !isEpoch(expression.unit)) return undefined
  const { unit } = expression
  const read = compile(expression)
  return row => {
    const value = read(row)
    const number = countOf(value)
    // What is written as a date says itself what it is.
    if (number === undefined) return value
    const time = inUnit(number, unit)
    return time instanceof Unusable ? OUTSIDE : new Date(time).toISOString()
  }
}
/** A time that no destination takes, so that the row is held back with the reason. */
const OUTSIDE = '1970-01-01T00:00:00Z'

/** Reads a date in the order that a person confirmed; nothing for a field that is no date. */
export function dateIn(id: string, expression: Expression): ((row: Row) => Value) | undefined {
  if (!(isTime(id) || concept.get(id)?.type === 'date') || !('column' in expression) || !isOrder(expression.unit)) return undefined
  const { unit } = expression
  const read = compile(expression)
  return row => inOrder(read(row), unit)
}
/** The press that says it, where one column alone feeds the field. */
export const orderFix = (id: string, expression: Expression | undefined, order: DateOrder): Fix | undefined =>
  expression && 'column' in expression
    ? {
        label: orderTitles[order],
        set: { path: ['fields', id], value: { column: expression.column, unit: order } },
      }
    : undefined
export const isOrder = (unit: string | undefined): unit is DateOrder => dateOrders.some(known => known === unit)

/** A number may count in several units; its size tells which, and a person confirms it. */
export const countUnsaid = (fields: Readonly<Record<string, Expression>>, has: Shape): Complaint[] =>
  Object.entries(fields).flatMap(([id, expression]): Complaint[] => {
    if (!isTime(id) || !('column' in expression) || isEpoch(expression.unit)) return []
    const { column } = expression
    if (has.find(({ key }) => key === column)?.type !== 'number') return []
    const as = (label: string, unit: EpochUnit): Fix => ({ label, set: { path: ['fields', id], value: { column, unit } } })
    return [
      {
        code: 'map.time_unit',
        level: 'worth_a_look',
        field: id,
        message: `The numbers in "${column}" are read as times since 1970, each in the unit that its size suggests. Say which unit it is, and a number of another size is held back.`,
        fixes: [
          as('These are seconds', 's'),
          as('These are milliseconds', 'ms'),
          as('These are microseconds', 'us'),
          as('These are nanoseconds', 'ns'),
        ],
      },
    ]
  })
