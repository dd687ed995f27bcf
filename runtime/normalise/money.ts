/** Amounts and currencies. */
import type { Value } from '../contract.ts'
import { type Normaliser, Unusable } from '../dialect.ts'
import { currencies } from './currencies.ts'
import { decimal } from './decimal.ts'
import { unusable } from './reasons.ts'
import { cleaned, toAscii } from './text.ts'

const NEGATIVE = unusable('number_negative')
const NOT_VALID = unusable('number_not_valid')
const CURRENCY_UNKNOWN = unusable('currency_unknown')
const CURRENCY_AMBIGUOUS = unusable('currency_ambiguous')
/** More digits before the point than any currency needs: a mistake, such as two columns in one. */
const LARGEST = 30
const PLAIN = /^\d{1,18}(?:\.\d{1,18})?$/

function positive(value: Value): string | Unusable {
  const text = decimal(value)
  if (text instanceof Unusable) return text
  if (text.startsWith('-')) return NEGATIVE
  return (text.includes('.') ? text.indexOf('.') : text.length) > LARGEST ? NOT_VALID : text
}

/** A number that is not below zero. */
export const amount: Normaliser = {
  id: 'amount',
  says: 'a number',
  apply(value) {
    // The double nearest to a decimal text is the same however many zeros stand around it.
    if (typeof value === 'string' && PLAIN.test(value)) return Number(value)
    const text = positive(value)
    return text instanceof Unusable ? text : Number(text)
  },
}

/** The same as the shortest exact decimal text, for platforms that take money as text. */
export const amountText: Normaliser = { id: 'amount_text', says: 'a decimal number as text', apply: positive }

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['EURO', 'EUR'],
  ['EUROS', 'EUR'],
  ['US$', 'USD'],
  ['CA$', 'CAD'],
  ['A$', 'AUD'],
  ['AU$', 'AUD'],
  ['NZ$', 'NZD'],
  ['HK$', 'HKD'],
  ['R$', 'BRL'],
  ['₹', 'INR'],
  ['₽', 'RUB'],
  ['₺', 'TRY'],
  ['₴', 'UAH'],
  ['₪', 'ILS'],
  ['₫', 'VND'],
  ['₦', 'NGN'],
  ['฿', 'THB'],
  ['ZŁ', 'PLN'],
  ['KČ', 'CZK'],
  ['₸', 'KZT'],
  ['₾', 'GEL'],
])
const SHARED_SIGN = /^(?:\p{Sc}|KR\.?|FR\.?|RS\.?|DOLLARS?|POUNDS?|PESOS?|C\$|S\$)$/u

/** A code of ISO 4217 in upper case; signs only where a single currency uses them. */
export const currency: Normaliser = {
  id: 'currency',
  says: 'ISO 4217 code, upper case',
  apply(value) {
    if (typeof value === 'string' && currencies.has(value)) return value
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const code = toAscii(text).toUpperCase()
    return currencies.has(code) ? code : (SIGNS.get(code) ?? (SHARED_SIGN.test(code) ? CURRENCY_AMBIGUOUS : CURRENCY_UNKNOWN))
  },
}
