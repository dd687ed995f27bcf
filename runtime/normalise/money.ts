/** Amounts and currencies. */
import { type Normaliser, Unusable, type Value } from '../contract.ts'
import { decimal } from './decimal.ts'
import { unusable } from './reasons.ts'
import { cleaned, toAscii } from './text.ts'

const NEGATIVE = unusable('number_negative')
const NOT_VALID = unusable('number_not_valid')
const CURRENCY_UNKNOWN = unusable('currency_unknown')
const CURRENCY_AMBIGUOUS = unusable('currency_ambiguous')
/** More digits before the point than any order has: a mistake, such as two columns in one. */
const LARGEST = 15

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
    const text = positive(value)
    return text instanceof Unusable ? text : Number(text)
  },
}

/** The same as the shortest exact decimal text, for platforms that take money as text. */
export const amountText: Normaliser = { id: 'amount_text', says: 'a decimal number as text', apply: positive }

/** Active codes of ISO 4217 for money people pay with, read 2026-01. */
const ACTIVE: ReadonlySet<string> = new Set(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP
  DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
  LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
  RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF
  XCD XCG XOF XPF YER ZAR ZMW ZWG ANG CLF`.split(/\s+/),
)
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
    if (typeof value === 'string' && ACTIVE.has(value)) return value
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const code = toAscii(text).toUpperCase()
    return ACTIVE.has(code) ? code : (SIGNS.get(code) ?? (SHARED_SIGN.test(code) ? CURRENCY_AMBIGUOUS : CURRENCY_UNKNOWN))
  },
}
