/** What the information schema says: tables, columns, types, and what the login may do. */
import { literal } from '../../../runtime/conditions/sql.ts'
import type { Column, Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { columnOf } from './cells.ts'
import type { Connection } from './connection.ts'
import { identifier } from './sql-dialect.ts'
import type { Statements } from './statement.ts'

const COLUMNS_MAX = 20_000
/** The catalog from before Unity Catalog has no information schema. */
const OLD = 'hive_metastore'

/** Tables of the connection's schema go by their bare name, others as `schema.table`. */
export async function tablesOf(statements: Statements, { catalog, schema = 'default' }: Connection): Promise<Table[]> {
  if (catalog === OLD) {
    const rows = await statements.select(`show tables in ${identifier(catalog)}.${identifier(schema)}`)
    return rows.map(([, name]) => ({ name: name! }))
  }
  const rows = await statements.select(
    `select table_schema, table_name, column_name, full_data_type from ${identifier(catalog)}.information_schema.columns
     where table_schema <> 'information_schema' order by table_schema, table_name, ordinal_position limit ${COLUMNS_MAX}`,
  )
  const tables = new Map<string, Column[]>()
  for (const [of, table, column, type] of rows) {
    const name = of === schema ? table! : `${of}.${table}`
    const columns = tables.get(name) ?? []
    tables.set(name, columns)
    columns.push(columnOf(column!, type ?? ''))
  }
  return [...tables].map(([name, columns]) => ({ name, columns }))
}

/** What a person wrote, quoted: `table`, `schema.table` or `catalog.schema.table`. Whether it is there, describing it says. */
export function quoted(written: string): string {
  const parts = written.split('.')
  if (parts.length > 3 || parts.some(part => part === '') || written.includes('\0') || !written.isWellFormed()) throw noTable(written)
  return parts.map(identifier).join('.')
}
export const noTable = (written: string): Stop =>
  new Stop(
    'source.no_table',
    `There is no table "${written.slice(0, 200)}"`,
    'Check its spelling and schema, and that the login may read it.',
  )

/** What the login may do besides reading: one table that it could change, if there is any. */
export async function writesOf(statements: Statements, { catalog }: Connection): Promise<string | undefined> {
  if (catalog === OLD) return undefined
  const rights = ['MODIFY', 'ALL_PRIVILEGES', 'ALL PRIVILEGES'].map(literal).join(', ')
  const rows = await statements.select(
    `select concat('may change ', table_schema, '.', table_name) from ${identifier(catalog)}.information_schema.table_privileges
     where privilege_type in (${rights}) and (grantee = current_user() or is_account_group_member(grantee)) limit 1`,
  )
  return rows[0]?.[0] ?? undefined
}
