/** What the information schema says: tables, columns, types, and what the role may do. */
import { identifier, literal } from '../../../runtime/conditions/sql.ts'
import type { Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { columnOf, type Described, shownNames, typeFromWords } from './cells.ts'
import type { Link } from './link.ts'

const COLUMNS_MAX = 20_000

/** Tables of the current schema go by their bare name, others as `schema.table`. */
export async function tablesOf(link: Link): Promise<Table[]> {
  const rows = await link.select(
    `select table_schema, table_name, column_name, data_type, to_varchar(numeric_precision), to_varchar(numeric_scale), current_schema()
     from information_schema.columns where table_schema <> 'INFORMATION_SCHEMA' order by table_schema, table_name, ordinal_position limit ${COLUMNS_MAX}`,
  )
  const tables = new Map<string, Described[]>()
  for (const [schema, table, column, words, precision, scale, current] of rows) {
    const name = schema === current ? table! : `${schema}.${table}`
    const columns = tables.get(name) ?? []
    tables.set(name, columns)
    columns.push({ name: column!, type: typeFromWords(words ?? ''), precision: Number(precision ?? 38), scale: Number(scale ?? 0) })
  }
  const shown = shownNames([...tables.keys()].map(name => name.replace('.', '$$')))
  return [...tables.values()].map((columns, i) => {
    const keys = shownNames(columns.map(c => c.name))
    return { name: shown[i]!.replace('$$', '.'), columns: columns.map((column, at) => columnOf(column, keys[at])) }
  })
}

/** The table a person means, quoted; `past`: whether an earlier state of it can be asked for. */
export async function findTable(link: Link, written: string): Promise<{ sql: string; past: boolean }> {
  const none = () =>
    new Stop(
      'source.no_table',
      `There is no table "${written.slice(0, 200)}"`,
      'Check its spelling and schema, and that the role may read it.',
    )
  if (written.includes('\0') || !written.isWellFormed()) throw none()
  const [found] = await link.select(
    `select table_schema, table_name, table_type, to_varchar(retention_time) from information_schema.tables
     where (table_schema = current_schema() and table_name in (:1, :2)) or table_schema || '.' || table_name in (:1, :2)
     order by case when table_name = :1 then 0 else 1 end, case when table_schema = current_schema() then 0 else 1 end limit 1`,
    [written, written.toUpperCase()],
  )
  if (!found) throw none()
  const [schema, table, type, retention] = found
  return { sql: `${identifier(schema!)}.${identifier(table!)}`, past: type === 'BASE TABLE' && Number(retention ?? 0) > 0 }
}

/** Roles that own what others made, or give rights to themselves: the information schema lists none of that. */
const mighty = ['ACCOUNTADMIN', 'SECURITYADMIN', 'SYSADMIN', 'USERADMIN', 'ORGADMIN']
/** What the role may do besides reading, or a role that it inherits or that stands beside it: one thing, if there is any. */
export async function writesOf(link: Link): Promise<string | undefined> {
  const roles = '(select current_role() as name union select role_name from information_schema.enabled_roles)'
  const [found] = await link.select(
    `select says from (
       select 1 as n, 'uses the role ' || name || ', which may do nearly everything' as says from ${roles} enabled
         where name in (${mighty.map(literal).join(', ')})
       union all select 2, 'may change ' || table_schema || '.' || table_name from information_schema.table_privileges
         where grantee in ${roles} and privilege_type in ('OWNERSHIP', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
     ) found order by n limit 1`,
  )
  // What was not asked for is no answer: a gateway in between may give one.
  return /^(uses the role|may change) /.test(found?.[0] ?? '') ? found![0]! : undefined
}
