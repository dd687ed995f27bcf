/** Statements built upon what a model reads, in the source's own language: asked of the same session, as `{ sql }`. */
import { translate } from './conditions/sql.ts'
import type { SqlDialect } from './conditions/sql-dialect.ts'
import type { Conditions } from './conditions/tree.ts'
import type { Column, Shape } from './contract.ts'

export interface Composed {
  /** What stands after FROM: the model's rows, under the name `q`. */
  from: string
  /** A column's name, quoted. */
  name(column: string): string
  /** What to sort by so that the column's own order comes out; `undefined`: this engine would sort it some other way. */
  sorts(column: Column): string | undefined
  /** A column as it is written, to be compared with a text. */
  asText(column: Column): string
  /** What stands after WHERE, values written out; `undefined`: the engine does not decide it as we do, or a value is not plain. */
  where(tree: Conditions, shape: Shape, now: number): string | undefined
}

/** For an engine whose columns sort as their types say, as far as its conditions know them. */
export const composed = (from: string, dialect: SqlDialect): Composed => ({
  from,
  name: dialect.identifier,
  asText: column => `cast(${dialect.identifier(column.key)} as ${dialect.castsText ?? 'varchar'})`,
  sorts: column => {
    const known = dialect.family(column)
    return known === undefined || (known === 'text' && column.type !== 'text') ? undefined : dialect.identifier(column.key)
  },
  where: (tree, shape, now) => translate(tree, shape, writingOut(dialect), now)?.sql,
})

/** A statement within a statement takes no parameters here: only values that mean the same between quotes everywhere are written. */
const writingOut = (dialect: SqlDialect): SqlDialect => ({
  ...dialect,
  writes: value => `'${value}'`,
  text: { ...dialect.text, spoils: value => NOT_PLAIN.test(value) || dialect.text.spoils?.(value) === true },
})
const NOT_PLAIN = /['"`\\$?@:;]|--|\/\*|\p{Cc}/u
