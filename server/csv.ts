/** CSV that a spreadsheet opens as text: RFC 4180, and nothing that begins like a formula stays one. */
const FORMULA = /^[=+\-@\t\r\0]/

/** One line with its end. */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(cell).join(',')}\r\n`

function cell(value: string | null): string {
  const text = value ?? ''
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n\t\0']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
