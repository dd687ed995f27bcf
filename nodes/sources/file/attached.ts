/** The tables of a DuckDB file, read-only: each by its own name, or `schema.table` when it is not in the main schema. */
import { identifier, literal } from '../../../runtime/conditions/sql.ts'
import { Stop } from '../../../runtime/contract.ts'
import { tokenise } from '../../../runtime/one-select.ts'
import type { Engine } from './engine.ts'
import { actingIn, askedIn } from './refused.ts'
import type { ViewTable } from './view.ts'

const TABLES_MAX = 1000
const AS = 'tributary_file'

/**
 * A view that reaches outside the file cannot be made here, and is not listed. What whoever made the file wrote (views, columns that
 * are worked out) is not even bound in this engine when there is another for it: `apart`.
 */
export async function attached(engine: Engine, path: string, apart?: () => Promise<Engine>): Promise<ViewTable[]> {
  await engine.ask(`attach ${literal(path)} as ${AS} (type duckdb, read_only)`)
  await refuseHostile(engine)
  const listed = (kind: 'table' | 'view') =>
    `select schema_name, ${kind}_name as name, ${kind === 'view' ? 'true' : `sql ilike '%generated always%'`} from duckdb_${kind}s() where database_name = '${AS}' and not internal`
  const found = (await engine.ask(
    `select * from (${listed('table')} union all ${listed('view')}) order by schema_name <> 'main', schema_name, name limit ${TABLES_MAX}`,
  )) as [string, string, boolean][]
  const tables: ViewTable[] = []
  const elsewhere = apart && found.some(([, , written]) => written) ? await madeBy(await apart()) : undefined
  for (const [schema, table, written] of found) {
    const sql = `${identifier(schema)}.${identifier(table)}`
    await engine.ask(`create schema if not exists ${identifier(schema)}`)
    if (written && elsewhere) {
      if (elsewhere.has(sql)) tables.push({ name: schema === 'main' ? table : `${schema}.${table}`, sql, written })
      continue
    }
    const made = await engine.ask(`create view ${sql} as select * from ${AS}.${sql}`).then(
      () => true,
      () => false,
    )
    if (made) tables.push({ name: schema === 'main' ? table : `${schema}.${table}`, sql })
  }
  if (tables.length === 0) throw new Stop('source.not_readable', 'The file holds no tables', 'Nothing was written into this database.')
  return tables
}

/** What could be made there, as it is called in SQL. */
async function madeBy(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = (await engine.ask(`select schema_name, view_name from duckdb_views() where database_name = 'memory' and not internal`)) as [
    string,
    string,
  ][]
  return new Set(rows.map(([schema, view]) => `${identifier(schema)}.${identifier(view)}`))
}

/** A view is a query that whoever made the file wrote; a macro and a column that is worked out are part of one: what may not be asked may not stand there. */
async function refuseHostile(engine: Engine): Promise<void> {
  const texts = (await engine.ask(
    `select view_name, sql from duckdb_views() where database_name = '${AS}' and not internal
     union all select function_name, macro_definition from duckdb_functions() where database_name = '${AS}' and macro_definition is not null
     union all select table_name || '.' || column_name, column_default from duckdb_columns() where database_name = '${AS}' and column_default is not null`,
  )) as [string, string][]
  for (const [name, sql] of texts) {
    const read = tokenise(sql)
    const acts = 'flaw' in read || actingIn(read.tokens) !== undefined
    if (!acts && askedIn(read.tokens) === undefined) continue
    throw new Stop(
      'source.not_allowed',
      acts
        ? `The view or macro "${name.slice(0, 100)}" of the file does more than read`
        : `The view, macro or column "${name.slice(0, 100)}" of the file asks about this server`,
      'Drop it there, or export the tables as Parquet.',
    )
  }
}
