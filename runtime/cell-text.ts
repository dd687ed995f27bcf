/** Cells that engines give as text, read alike whichever engine it was. */
import type { Value } from './contract.ts'

/** A floating-point number; NaN and the infinities stay words, for JSON has no form for them. */
export const finiteOrWord = (text: string): Value => (Number.isFinite(Number(text)) ? Number(text) : text)

/** Microseconds since 1970 as ISO 8601 in UTC; what no calendar holds stays as it is. */
export function instantOfMicros(text: string): Value {
  if (!/^-?\d+$/.test(text)) return text
  const micros = BigInt(text)
  const within = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const date = new Date(Number((micros - within) / 1000n))
  if (Number.isNaN(date.getTime())) return text
  const seconds = date.toISOString().slice(0, -5)
  return withoutZeros(`${seconds}.${String(within).padStart(6, '0')}Z`)
}

/** A time whose fraction ends with its last digit, however many an engine writes: 10:00:00.500000 is 10:00:00.5. */
export const withoutZeros = (time: string): string => time.replace(/\.(\d*?)0+(?=Z?$)/, (_, digits: string) => (digits ? `.${digits}` : ''))
