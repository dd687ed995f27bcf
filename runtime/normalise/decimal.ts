/** Decimal numbers as exact text. Money never passes through a double on its way in. */
import type { Value } from '../contract.ts'
import { Unusable } from '../dialect.ts'
import { currencies } from './currencies.ts'
import type { DecimalMark } from './decimal-mark.ts'
import { unusable } from './reasons.ts'
import { cleaned, toAscii } from './text.ts'

const EMPTY = unusable('empty')
const NOT_VALID = unusable('number_not_valid')
const AMBIGUOUS = unusable('number_ambiguous')
const NOT_WHOLE = unusable('number_not_whole')
const MOST_DIGITS = 40
const LONGEST = 100

const PLAIN = /^\d{1,18}(?:\.\d{1,18})?$/
const CANONICAL = /^(?:0|[1-9]\d{0,17})(?:\.\d*[1-9])?$/
const SCIENTIFIC = /^(-?)(\d+)(?:\.(\d+))?e([+-]?\d{1,2})$/i
const SIGN_BEFORE = /^(?:[A-Z]{0,2}\p{Sc}|kr\.?|zł|Kč|Fr\.|Rs\.?)\s*/u
const SIGN_AFTER = /\s*(?:\p{Sc}|kr\.?|zł|Kč|Fr\.?|euros?)$/iu
/** "12,-" and "12.–": no cents. */
const NO_CENTS = /([,.])(?:--?|[–—])$/
/** One mark with three digits after it: a thousand and more, or one and a bit. */
export const TWO_READINGS = /^[1-9]\d{0,2}[.,]\d{3}$/
const CODE_BEFORE = /^([a-z]{3})(?![a-z])\s*/i
const CODE_AFTER = /(?<![a-z])\s*([a-z]{3})$/i
const GROUPS_OF = {
  '.': /^\d{1,3}(?:\.\d{3})+$/,
  ',': /^\d{1,3}(?:,\d{2,3})*,\d{3}$/,
  ' ': /^\d{1,3}(?: \d{3})+$/,
  "'": /^\d{1,3}(?:'\d{3})+$/,
} as const

/** The shortest exact decimal text, such as "12.5" or "-3", from numbers and from what people and databases write. `mark`: what a person said of amounts of two readings. */
export function decimal(value: Value, mark?: DecimalMark): string | Unusable {
  if (!mark && typeof value === 'string' && PLAIN.test(value)) return CANONICAL.test(value) ? value : shortest('', value)
  if (typeof value === 'number') return Number.isFinite(value) ? read(String(value)) : Number.isNaN(value) ? EMPTY : NOT_VALID
  if (typeof value === 'boolean') return NOT_VALID
  const text = written(value)
  return text instanceof Unusable ? text : read(text, mark)
}

/** Digits and marks of an amount, without sign and currency: "1.234,50" of "- € 1.234,50". */
export function digitsOf(value: Value): string | undefined {
  const text = typeof value === 'string' ? written(value) : undefined
  return text === undefined || text instanceof Unusable ? undefined : bared(text).bare
}

function written(value: Value): string | Unusable {
  const text = cleaned(value)
  if (text instanceof Unusable) return text
  return text.length > LONGEST ? NOT_VALID : toAscii(text).replace(/٫/g, '.').replace(/٬/g, ',')
}

/** A whole number, "5" or "5.00", as text. */
export function whole(value: Value): string | Unusable {
  const text = decimal(value)
  return text instanceof Unusable || !text.includes('.') ? text : NOT_WHOLE
}

function read(text: string, mark?: DecimalMark): string | Unusable {
  const scientific = SCIENTIFIC.exec(text)
  if (scientific) return shifted(scientific[1]!, scientific[2]!, scientific[3] ?? '', Number(scientific[4]))
  const { sign, bare } = bared(text)
  const plain = separated(bare, mark)
  return plain instanceof Unusable ? plain : shortest(sign, plain)
}

function bared(text: string): { sign: '-' | ''; bare: string } {
  const unsigned = unmarked(text)
  const accounting = /^\((.*)\)$/.exec(unsigned)
  const sign = /^[-−]|[-−]$/.test(unsigned) || accounting ? '-' : ''
  const bare = unmarked((accounting?.[1] ?? unsigned).replace(/^[-−+]\s*|\s*[-−]$/g, ''))
  return { sign, bare: bare.replace(/\s+/g, ' ').replace(/’/g, "'") }
}

/** Without the currency that people write before or after an amount, and with cents where a dash says that there are none. */
function unmarked(text: string): string {
  const bare = text.replace(SIGN_BEFORE, '').replace(SIGN_AFTER, '')
  const code = CODE_BEFORE.exec(bare) ?? CODE_AFTER.exec(bare)
  return (code && currencies.has(code[1]!.toUpperCase()) ? bare.replace(code[0], '') : bare)
    .trim()
    .replace(NO_CENTS, (_, mark: string) => `${mark}00`)
}

/** Which mark is the decimal one: the last of two kinds; a single point always; a single comma unless it may group thousands. */
function separated(bare: string, mark?: DecimalMark): string | Unusable {
  if (mark && TWO_READINGS.test(bare)) return bare.replace(/[.,]/, bare.includes(',') === (mark === 'decimal_comma') ? '.' : '')
  const point = bare.lastIndexOf('.')
  const comma = bare.lastIndexOf(',')
  if (point >= 0 && comma >= 0) return split(bare, Math.max(point, comma))
  if (point >= 0) return bare.indexOf('.') === point ? split(bare, point) : ungrouped(bare)
  if (comma < 0) return ungrouped(bare)
  if (bare.indexOf(',') !== comma) return ungrouped(bare)
  return TWO_READINGS.test(bare) ? AMBIGUOUS : split(bare, comma)
}

function split(bare: string, at: number): string | Unusable {
  const fraction = bare.slice(at + 1)
  const integer = at === 0 ? '0' : ungrouped(bare.slice(0, at))
  return integer instanceof Unusable || !/^\d*$/.test(fraction) || (at === 0 && fraction === '') ? NOT_VALID : `${integer}.${fraction}`
}

function ungrouped(integer: string): string | Unusable {
  if (/^\d+$/.test(integer)) return integer
  const mark = /[.,' ]/.exec(integer)?.[0] as keyof typeof GROUPS_OF | undefined
  return mark && GROUPS_OF[mark].test(integer) ? integer.replaceAll(mark, '') : NOT_VALID
}

function shifted(sign: string, integer: string, fraction: string, exponent: number): string | Unusable {
  const digits = integer + fraction
  const point = integer.length + exponent
  if (point > MOST_DIGITS || point < -MOST_DIGITS) return NOT_VALID
  if (point <= 0) return shortest(sign, `0.${'0'.repeat(-point)}${digits}`)
  return shortest(sign, `${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point)}`)
}

function shortest(sign: string, plain: string): string | Unusable {
  const [integer = '', fraction = ''] = plain.split('.')
  const before = integer.replace(/^0+(?=\d)/, '') || '0'
  const after = fraction.replace(/0+$/, '')
  if (before.length + after.length > MOST_DIGITS * 2) return NOT_VALID
  const text = after ? `${before}.${after}` : before
  return text === '0' ? text : sign + text
}
