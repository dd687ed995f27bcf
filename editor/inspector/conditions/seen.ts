import type { Column } from '../../../runtime/contract.ts'

const OFFERS_MAX = 20
const MASKED = /[•*]{3}/
const DATE = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:\D|$)/

/** Text that holds dates, in whatever order. */
export const areDates = (values: readonly { value: string }[]): boolean =>
  values.length > 0 && values.every(({ value }) => DATE.test(value.trim()))
/** 02/11/2026, 2.11.2026 10:15: which number is the day has to be said. */
export const yearLast = (value: string): boolean => /^\s*\d{1,2} ?([-/. ]) ?\d{1,2} ?\1 ?\d{4}(?!\d)/.test(value)

/** Values that a sample holds, by column, the most frequent first; nothing for columns whose values hardly repeat, unless they are dates. */
export function seenValues(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly Column[],
): ReadonlyMap<string, readonly { value: string; rows: number }[]> {
  const text = columns.filter(column => column.type === 'text')
  return new Map(
    text.flatMap(({ key }) =>
      offers(
        rows.map(row => row[key]),
        key,
      ),
    ),
  )
}

function offers(cells: readonly unknown[], key: string): [string, { value: string; rows: number }[]][] {
  const texts = cells.filter((cell): cell is string => typeof cell === 'string' && cell !== '' && !MASKED.test(cell))
  const counts = [...Map.groupBy(texts, text => text)].map(([value, list]) => ({ value, rows: list.length }))
  if (counts.length === 0 || (counts.length > Math.max(OFFERS_MAX, texts.length / 2) && !areDates(counts))) return []
  return [[key, counts.sort((a, b) => b.rows - a.rows).slice(0, OFFERS_MAX)]]
}
