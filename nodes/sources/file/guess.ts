/** What a column of text most likely holds, from its first values. The values themselves stay as they are written. */
import { decimal } from '../../../runtime/conditions/decimal.ts'
import { moment } from '../../../runtime/conditions/moment.ts'
import type { Column } from '../../../runtime/contract.ts'

const NATIVE = 'VARCHAR'
/** A leading zero or plus means a code or a phone number, which must not be shown or compared as a number. */
const coded = (text: string): boolean => /^[+-]?0\d|^\+/.test(text)

/** A column of text whose numbers have a decimal comma: because somebody said so, or by its cells. */
export const COMMA = 'VARCHAR, decimal comma'
export const COMMA_GUESSED = 'VARCHAR, decimal comma (guessed)'

/** `sign`: which decimal sign somebody chose. A column without any value is text. */
export function guess(key: string, cells: readonly (string | null)[], sign?: '.' | ','): Column {
  const texts = cells.filter(c => c !== null && c.trim() !== '').map(c => c!.trim())
  const all = (test: (text: string) => boolean) => texts.length > 0 && texts.every(test)
  if (all(t => /^(true|false|yes|no)$/i.test(t))) return { key, type: 'boolean', native: NATIVE }
  if (sign !== ',' && all(t => !coded(t) && decimal(t) !== undefined)) return { key, type: 'number', native: NATIVE }
  if (sign === ',' && all(t => !coded(t) && decimal(pointed(t)) !== undefined)) return { key, type: 'number', native: COMMA }
  if (sign === undefined && all(t => !coded(t) && european(t)) && texts.some(proof)) return { key, type: 'number', native: COMMA_GUESSED }
  if (all(t => moment(t)?.day === true)) return { key, type: 'date', native: NATIVE }
  if (all(t => moment(t) !== undefined)) return { key, type: 'time', zoned: texts.every(t => moment(t)?.zoned), native: NATIVE }
  if (all(t => t.startsWith('[') && isJson(t))) return { key, type: 'list', native: NATIVE }
  if (all(t => /^[[{]/.test(t) && isJson(t))) return { key, type: 'json', native: NATIVE }
  return { key, type: 'text', native: NATIVE }
}

const GROUPED = /^\s*[+-]?\d{1,3}(\.\d{3})+(,\d+)?\s*$/
/** A decimal comma as a point, and points between thousands away, when that is all there is to change. */
export function pointed(text: string): string {
  if (GROUPED.test(text)) return text.replaceAll('.', '').replace(',', '.')
  return /^\s*[+-]?\d+,\d+\s*$/.test(text) ? text.replace(',', '.') : text
}
/** 1,234 is a thousand in one country and one in another: nobody guesses that. */
const ambiguous = (text: string): boolean => /^\s*[+-]?[1-9]\d{0,2},\d{3}\s*$/.test(text)
/** A cell that fits into a column with decimal commas without a doubt: 7, 12,50 or 1.234,50. */
const european = (text: string): boolean => /^[+-]?(\d+(,\d+)?|\d{1,3}(\.\d{3})+,\d+)$/.test(text) && !ambiguous(text)
const proof = (text: string): boolean => text.includes(',')
/** The same where it was only guessed: what leaves a doubt stays as it is written, and is listed when it is sent as money. */
export const pointedSurely = (text: string): string => (european(text.trim()) ? pointed(text) : text)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
