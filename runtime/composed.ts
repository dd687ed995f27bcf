/** Statements built upon what a model reads, in the source's own language: asked of the same session, as `{ sql }`. */
import type { SqlDialect } from './conditions/sql-dialect.ts'
import type { Column } from './contract.ts'

export interface Composed {
  /** What stands after FROM: the model's rows, under the name `q`. */
  from: string
  /** A column's name, quoted. */
  name(column: string): string
  /** What to sort by so that the column's own order comes out; `undefined`: this engine would sort it some other way. */
  sorts(column: Column): string | undefined
  /** A column as it is written, to be compared with a text. */
  asText(column: Column): string
}

/** For an engine whose columns sort as their types say, as far as its conditions know them. */
export const composed = (from: string, { family, identifier, castsText = 'varchar' }: SqlDialect): Composed => ({
  from,
  name: identifier,
  asText: column => `cast(${identifier(column.key)} as ${castsText})`,
  sorts: column => {
    const known = family(column)
    return known === undefined || (known === 'text' && column.type !== 'text') ? undefined : identifier(column.key)
  },
})
