/** Whether a table that was not found is there after all, for those who may read it. */
import { literal } from '../../../runtime/conditions/sql.ts'
import { Stop } from '../../../runtime/contract.ts'
import type { PgLink } from './link.ts'

/** Everybody may see what tables and views there are, also those that the login may not read: by bare name, or as `schema.table`. */
export async function isThere(link: PgLink, written: string): Promise<boolean> {
  const name = literal(written)
  const { rows } = await link.ask(
    `select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm', 'f', 'p') and n.nspname <> 'information_schema' and left(n.nspname, 3) <> 'pg_'
     and (c.relname::text = ${name} or n.nspname || '.' || c.relname = ${name}) limit 1`,
  )
  return rows.length > 0
}

export const ungranted = (written: string): Stop =>
  new Stop(
    'source.no_permission',
    `The login may not read "${written.slice(0, 200)}"`,
    'Grant it SELECT on the table, and USAGE on its schema; the connection’s form holds a script.',
  )
