/** What every source does with the cells that an engine gives: rows, in pages that fit into memory. */
import { bounds } from './bounds.ts'
import type { Row, Value } from './contract.ts'

/** From a cell that is there to a value. */
export type ReadCell = (text: string) => Value
type Cells = readonly (string | null | undefined)[]

/** Loops instead of entries: this runs for every cell. A column called `__proto__` needs an object that inherits nothing. */
export function rowMaker(cells: readonly (readonly [key: string, read: ReadCell])[]): (row: Cells) => Row {
  const blank = cells.some(([key]) => key === '__proto__') ? () => Object.create(null) : () => ({})
  return row => {
    const made: Record<string, Value> = blank()
    for (let i = 0; i < cells.length; i++) {
      const [key, read] = cells[i]!
      const text = row[i]
      made[key] = text === null || text === undefined ? null : read(text)
    }
    return made
  }
}

export const FIRST_PAGE = 100
const PAGE_CHARACTERS = bounds.pageCharacters.most
/** Rows of the next page: wide rows come in small pages, so that a page fits into memory whatever is in it. */
export function nextPage(rows: readonly Cells[], most: number): number {
  let characters = 0
  for (const row of rows) for (const cell of row) characters += cell?.length ?? 0
  return Math.max(1, Math.min(most, Math.floor((PAGE_CHARACTERS * rows.length) / (characters + 1))))
}
