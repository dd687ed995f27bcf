/** What the catalogue of the database says: tables, columns, types, and what the user may do. */
import { identifier, literal } from '../../../runtime/conditions/sql.ts'
import type { Column, Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { isThere, ungranted } from '../pg-wire/tables.ts'
import { columnFromWords } from './cells.ts'
import type { Link } from './link.ts'

const COLUMNS_MAX = 20_000
/** Own tables and views, late-binding views, external and shared tables that the user may see. */
const visible = `from svv_columns where table_schema <> 'information_schema' and left(table_schema, 3) <> 'pg_'`
const here = async (link: Link): Promise<string> => (await link.ask('select current_schema()::varchar')).rows[0]?.[0] ?? 'public'

/** Tables of the current schema go by their bare name, others as `schema.table`. */
export async function tablesOf(link: Link): Promise<Table[]> {
  const current = await here(link)
  const { rows } = await link.ask(
    `select table_schema::varchar, table_name::varchar, column_name::varchar, data_type::varchar ${visible}
     order by table_schema, table_name, ordinal_position limit ${COLUMNS_MAX}`,
  )
  const tables = new Map<string, Column[]>()
  for (const [schema, table, column, words] of rows) {
    const name = schema === current ? table! : `${schema}.${table}`
    const columns = tables.get(name) ?? []
    tables.set(name, columns)
    columns.push(columnFromWords(column!, words ?? '?'))
  }
  return [...tables].map(([name, columns]) => ({ name, columns }))
}

/** The table a person means, quoted. */
export async function findTable(link: Link, written: string): Promise<string> {
  const none = () =>
    new Stop(
      'source.no_table',
      `There is no table "${written.slice(0, 200)}"`,
      'Check its spelling and schema, and that the user may read it.',
    )
  if (/[\0\\]/.test(written) || !written.isWellFormed()) throw none()
  const name = literal(written)
  const current = literal(await here(link))
  const { rows } = await link.ask(
    `select table_schema::varchar, table_name::varchar, (case when table_schema = ${current} then 0 else 1 end) as far ${visible}
     and ((table_schema = ${current} and table_name = ${name}) or table_schema || '.' || table_name = ${name}) order by 3 limit 1`,
  )
  const [found] = rows
  if (!found) throw (await isThere(link, written)) ? ungranted(written) : none()
  return `${identifier(found[0]!)}.${identifier(found[1]!)}`
}

/** What the user may do besides reading: one thing, if there is any. */
export async function writesOf(link: Link): Promise<string | undefined> {
  const table = `quote_ident(schemaname) || '.' || quote_ident(tablename)`
  const may = (right: string) => `has_table_privilege(${table}, '${right}')`
  const { rows: found } = await link.ask('select usename::varchar from pg_user where usename = current_user and usesuper')
  if (found.length > 0) return 'is a superuser, who may do everything'
  const { rows } = await link.ask(
    `select ('may change ' || ${table})::varchar from pg_tables where schemaname <> 'information_schema' and left(schemaname, 3) <> 'pg_'
     and (${may('insert')} or ${may('update')} or ${may('delete')}) limit 1`,
  )
  if (rows[0]?.[0]) return rows[0][0]
  const { rows: schemas } = await link.ask(
    `select ('may make tables in the schema ' || nspname)::varchar from pg_namespace where nspname <> 'information_schema'
     and left(nspname, 3) <> 'pg_' and has_schema_privilege(quote_ident(nspname), 'create') limit 1`,
  )
  return schemas[0]?.[0] ?? undefined
}
