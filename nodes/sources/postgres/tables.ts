/** What the catalogue of the database says: tables, columns, types, and what the role may do. */
import { identifier } from '../../../runtime/conditions/sql.ts'
import type { Column, Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { isThere, ungranted } from '../pg-wire/tables.ts'
import { columnOf, type PgType } from './cells.ts'
import type { Link } from './link.ts'

const TABLES_MAX = 1000
/** Tables, views, materialised views, foreign and partitioned tables that the role may read. */
const relations = `from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'v', 'm', 'f', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`
const readable = `${relations}
  and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')`
const shown = `case when pg_catalog.pg_table_is_visible(c.oid) then c.relname::text else n.nspname || '.' || c.relname end`

/** Tables in the search path go by their bare name, others as `schema.table`. */
export async function tablesOf(link: Link, types: Map<number, PgType>): Promise<Table[]> {
  const { rows } = await link.ask(
    `with t as (select c.oid, ${shown} as name ${readable} and not c.relispartition order by 2 limit ${TABLES_MAX})
     select t.name, a.attname::text, a.atttypid::text from t
     left join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped order by t.name, a.attnum`,
  )
  await readTypes(
    link,
    types,
    rows.flatMap(([, , oid]) => (oid === null || oid === undefined ? [] : [Number(oid)])),
  )
  const tables = new Map<string, Column[]>()
  for (const [name, column, oid] of rows) {
    const columns = tables.get(name!) ?? []
    tables.set(name!, columns)
    if (column !== null && column !== undefined) columns.push(columnOf(column, types.get(Number(oid)), types))
  }
  return [...tables].map(([name, columns]) => ({ name, columns }))
}

/** The table a person means, quoted: by its bare name along the search path, else as `schema.table`. */
export async function findTable(link: Link, written: string): Promise<string> {
  const none = () =>
    new Stop(
      'source.no_table',
      `There is no table "${written.slice(0, 200)}"`,
      'Check its spelling and schema, and that the role may read it.',
    )
  if (written.includes('\0') || !written.isWellFormed()) throw none()
  const { rows } = await link.ask(
    `select n.nspname::text, c.relname::text ${readable}
     and ((c.relname::text = $1 and pg_catalog.pg_table_is_visible(c.oid)) or n.nspname || '.' || c.relname = $1)
     order by (c.relname::text = $1) desc limit 1`,
    [written],
  )
  const [found] = rows
  if (!found) throw (await isThere(link, written)) ? ungranted(written) : none()
  return `${identifier(found[0]!)}.${identifier(found[1]!)}`
}

/** Fills in the types that are not known yet, with the types of arrays' elements. A domain is what it is made of, however deep. */
export async function readTypes(link: Link, types: Map<number, PgType>, oids: readonly number[]): Promise<void> {
  const wanted = [...new Set(oids)].filter(oid => !types.has(oid))
  if (wanted.length === 0) return
  // Two old types of the catalogue count as arrays and are not written like any.
  const element = `case when typcategory = 'A' and typname not in ('int2vector', 'oidvector') then typelem else 0 end`
  const { rows } = await link.ask(
    `select oid::text, typname::text, typtype::text, (${element})::text, typbasetype::text from pg_catalog.pg_type where oid = any($1::oid[])`,
    [`{${wanted.join(',')}}`],
  )
  const inner = rows.flatMap(([, , , element, base]) => [Number(element), Number(base)]).filter(oid => oid > 0)
  await readTypes(link, types, inner)
  for (const [oid, name, kind, element, base] of rows)
    types.set(Number(oid), types.get(Number(base)) ?? { oid: Number(oid), name: name!, kind: kind!, element: Number(element) })
}

/** What the role may do besides reading: one thing, the gravest, if there is any. */
export async function writesOf(link: Link): Promise<string | undefined> {
  const { rows } = await link.ask(
    `select says from (
       select 1 as n, 'is a superuser, who may do everything' as says from pg_catalog.pg_roles where rolname = current_user and rolsuper
       union all select 2, 'is a member of ' || rolname from pg_catalog.pg_roles
         where rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program') and pg_has_role(oid, 'member')
       union all (select 3, 'may change ' || ${shown} ${relations}
         and (has_table_privilege(c.oid, 'insert, update, delete, truncate') or has_any_column_privilege(c.oid, 'insert, update')) limit 1)
       union all select 4, 'may make and change other roles' from pg_catalog.pg_roles where rolname = current_user and rolcreaterole
       union all (select 5, 'may make tables in the schema ' || nspname from pg_catalog.pg_namespace
         where nspname !~ '^pg_' and nspname <> 'information_schema' and has_schema_privilege(oid, 'create') limit 1)
       union all select 6, 'may make schemas in this database' where has_database_privilege(current_database(), 'create')
     ) found order by n limit 1`,
  )
  return rows[0]?.[0] ?? undefined
}
