/** Functions of numbers. Every number is a decimal text, so that money stays exact. */
import { orderDecimals } from '../conditions/decimal.ts'
import type { Value } from '../contract.ts'
import { currencies, minorUnits } from '../normalise/currencies.ts'
import { divided, floored, multiplied, negative, rounded } from './arithmetic.ts'
import { asNumber, asText, empty, type Fn, type Lost, NUMBER, type Ready } from './work.ts'

/** A function of one number; `undefined` from it is a number with too many digits. */
const ofOne = (usage: string, says: string, work: (number: string) => string | undefined): Fn => ({
  usage,
  says,
  args: [1, 1],
  kind: NUMBER,
  make:
    ([value]) =>
    (row, lost) => {
      const number = asNumber(value!.work(row, lost), lost)
      return number === undefined ? null : fitting(work(number), lost)
    },
})
function fitting(result: string | undefined, lost: Lost): Value {
  if (result !== undefined) return result
  lost('formula_too_long')
  return null
}

export const numbers: Readonly<Record<string, Fn>> = {
  number: ofOne('number(text)', 'The number in a text such as "1.234,50 €".', number => number),
  abs: ofOne('abs(number)', 'Without its sign.', number => number.replace('-', '')),
  floor: ofOne('floor(number)', 'The next whole number below.', number => floored(number)),
  ceil: ofOne('ceil(number)', 'The next whole number above.', number => negative(floored(negative(number)))),
  round: {
    usage: 'round(number, places)',
    says: 'To so many decimal places (0 when not said); halves go away from zero.',
    args: [1, 2],
    kind: NUMBER,
    make:
      ([value, places]) =>
      (row, lost) => {
        const number = asNumber(value!.work(row, lost), lost)
        const asked = places ? asNumber(places.work(row, lost), lost) : '0'
        if (number === undefined || asked === undefined) return null
        return fitting(rounded(number, Math.max(-30, Math.min(30, Math.trunc(Number(asked))))), lost)
      },
  },
  min: extreme('min(a, b, …)', 'The smallest; empty ones do not count.', -1),
  max: extreme('max(a, b, …)', 'The largest; empty ones do not count.', 1),
  units: inMinor(
    'units(cents, currency)',
    'Cents as whole money, by the currency’s own decimals: 1250 EUR is 12.5, 1250 JPY is 1250.',
    divided,
  ),
  cents: inMinor('cents(amount, currency)', 'Money as cents, by the currency’s own decimals.', multiplied),
}

function extreme(usage: string, says: string, sign: 1 | -1): Fn {
  return {
    usage,
    says,
    args: [1, 20],
    kind: NUMBER,
    make: args => (row, lost) => {
      let best: string | undefined
      for (const { work } of args) {
        const number = asNumber(work(row, lost), lost)
        if (number !== undefined && (best === undefined || order(number, best) * sign > 0)) best = number
      }
      return best ?? null
    },
  }
}
const order = (a: string, b: string): number => orderDecimals({ near: Number(a), text: a }, { near: Number(b), text: b })

/** Between money and its smallest unit. The currency is never guessed: an unknown one gives nothing, with a reason. */
function inMinor(usage: string, says: string, by: (amount: string, factor: string) => string | undefined): Fn {
  return {
    usage,
    says,
    args: [2, 2],
    kind: NUMBER,
    make:
      ([value, currency]: readonly Ready[]) =>
      (row, lost) => {
        const amount = asNumber(value!.work(row, lost), lost)
        if (amount === undefined) return null
        const given = currency!.work(row, lost)
        const code = asText(given).trim().toUpperCase()
        if (empty(given) || !currencies.has(code)) {
          lost('formula_currency')
          return null
        }
        return fitting(by(amount, `1${'0'.repeat(minorUnits(code))}`), lost)
      },
  }
}
