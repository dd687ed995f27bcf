/** Amounts that a source keeps in the smallest unit of their currency: 1990 for 19.90 €, and 1990 for ¥1990. */
import { isMoney } from '../../../runtime/concepts.ts'
import type { Apply, Row, Shape, Value } from '../../../runtime/contract.ts'
import { type Context, Unusable } from '../../../runtime/dialect.ts'
import { compile, type Expression } from '../../../runtime/expression.ts'
import { minorUnits } from '../../../runtime/normalise/currencies.ts'
import { decimal } from '../../../runtime/normalise/decimal.ts'
import { currency } from '../../../runtime/normalise/money.ts'
import type { Complaint, Fix } from '../../../runtime/problem.ts'
import { wordsIn } from '../../../runtime/suggest/names.ts'

type Fields = Readonly<Record<string, Expression>>
type Lost = Parameters<Apply>[1]
type Read = (row: Row, lost: Lost) => Value

const NOWHERE: Context = { country: undefined, dayFirst: false, timezone: undefined, now: 0 }

/** Brings an amount in cents to whole units of its row's currency, to the last digit; nothing for a field that is none. */
export function amountIn(id: string, expression: Expression, fields: Fields): Read | undefined {
  if (!isMoney(id) || !('column' in expression) || expression.unit !== 'cents') return undefined
  const read = compile(expression)
  const code = fields.currency ? compile(fields.currency) : () => null
  return (row, lost) => {
    const value = read(row)
    if (value === null || value === '') return value
    const known = currency.apply(code(row), NOWHERE)
    if (typeof known !== 'string') {
      lost?.('cents_of_no_currency', id)
      return null
    }
    const amount = decimal(value)
    // What is no number is told by whoever needs one.
    return amount instanceof Unusable ? value : shifted(amount, minorUnits(known))
  }
}

function shifted(amount: string, places: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(amount) ?? []
  const digits = whole.padStart(places + 1, '0')
  const [units, rest] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places) + fraction]
  return `${sign}${units.replace(/^0+(?=\d)/, '')}${rest.replace(/0+$/, '') && '.'}${rest.replace(/0+$/, '')}`
}

const CENTS =
  /^(?:cents?|centimes?|cts?|centesim[io]|centavos?|centimos?|pence|pennies|grosz[ey]?|ore|haler[eu]?|kopeks?|minor|minorunits?)$/
/** A column that is called cents is asked about, never divided by itself: a person says which it is. */
export const unitUnsaid = (fields: Fields, has: Shape): Complaint[] =>
  Object.entries(fields).flatMap(([id, expression]): Complaint[] => {
    if (!isMoney(id) || !('column' in expression) || expression.unit !== undefined) return []
    const { column } = expression
    if (!has.some(c => c.key === column && (c.type === 'number' || c.type === 'text')) || !wordsIn(column).some(word => CENTS.test(word)))
      return []
    const as = (label: string, unit: 'cents' | 'units'): Fix => ({ label, set: { path: ['fields', id], value: { column, unit } } })
    return [
      {
        code: 'map.money_unit',
        level: 'worth_a_look',
        field: id,
        message: `"${column}" is called as if it held cents. Sent as it is, 1990 cents would count as 1,990.00. Say which it is.`,
        fixes: [as('These are cents', 'cents'), as('These are whole units', 'units')],
      },
    ]
  })
