/** What a column of text most likely holds, from its first values. The values themselves stay as they are written. */
import { decimal } from '../../../runtime/conditions/decimal.ts'
import { moment } from '../../../runtime/conditions/moment.ts'
import type { Column } from '../../../runtime/contract.ts'

const NATIVE = 'VARCHAR'
/** A leading zero or plus means a code or a phone number, which must not be shown or compared as a number. */
const coded = (text: string): boolean => /^[+-]?0\d|^\+/.test(text)

/** `comma`: 12,50 is a number. A column without any value is text. */
export function guess(key: string, cells: readonly (string | null)[], comma = false): Column {
  const texts = cells.filter(c => c !== null && c.trim() !== '').map(c => c!.trim())
  const all = (test: (text: string) => boolean) => texts.length > 0 && texts.every(test)
  if (all(t => /^(true|false|yes|no)$/i.test(t))) return { key, type: 'boolean', native: NATIVE }
  if (all(t => !coded(t) && decimal(comma ? pointed(t) : t) !== undefined)) return { key, type: 'number', native: NATIVE }
  if (all(t => moment(t)?.day === true)) return { key, type: 'date', native: NATIVE }
  if (all(t => moment(t) !== undefined)) return { key, type: 'time', zoned: texts.every(t => moment(t)?.zoned), native: NATIVE }
  if (all(t => t.startsWith('[') && isJson(t))) return { key, type: 'list', native: NATIVE }
  if (all(t => /^[[{]/.test(t) && isJson(t))) return { key, type: 'json', native: NATIVE }
  return { key, type: 'text', native: NATIVE }
}

/** A decimal comma as a point, when that is all there is to change. */
export const pointed = (text: string): string => (/^\s*[+-]?\d+,\d+\s*$/.test(text) ? text.replace(',', '.') : text)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
