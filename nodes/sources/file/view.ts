/** The SQL by which each format becomes one view, and by which its unreadable lines are found afterwards. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../../../runtime/conditions/sql.ts'
import type { Spoiled } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { rowsOf } from './engine.ts'
import type { FileSettings } from './index.ts'
import { csvForm, opening } from './opening.ts'
import type { Placed } from './place.ts'

export interface View {
  /** Lines that were not rows, known once a reading has come to the end. */
  spoiled(): Promise<Spoiled[]>
}
const SAMPLES = 5
const nothing: View = { spoiled: async () => [] }

/** Makes the view, named after the file. */
export async function makeView(connection: DuckDBConnection, file: Placed, settings: FileSettings): Promise<View> {
  const start = await opening(file)
  if (file.format === 'parquet') {
    await create(connection, file, `select * from read_parquet(${literal(file.path)})`)
    return nothing
  }
  return file.format === 'csv' ? csvView(connection, file, start, settings) : jsonView(connection, file, start)
}
const create = (connection: DuckDBConnection, file: Placed, body: string) =>
  connection.run(`create view ${identifier(file.table)} as ${body}`)

async function csvView(connection: DuckDBConnection, file: Placed, start: Buffer, settings: FileSettings): Promise<View> {
  const { delimiter, encoding, columns } = csvForm(start, settings)
  const typed = columns.map(name => `${literal(name)}: 'VARCHAR'`).join(', ')
  const options = [
    'auto_detect = false',
    'header = true',
    `columns = {${typed}}`,
    `delim = ${literal(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'ignore_errors = true',
    'buffer_size = 8388608',
    'store_rejects = true',
    'allow_quoted_nulls = false',
    `encoding = '${encoding}'`,
    ...(file.gzip ? [`compression = 'gzip'`] : []),
  ]
  await create(connection, file, `select * from read_csv(${literal(file.path)}, ${options.join(', ')})`)
  // The table of rejects also holds the lines themselves; only their numbers are looked at.
  return { spoiled: async () => counted(await rowsOf(connection, 'select distinct line from reject_errors order by line')) }
}

/** Each line is looked at by itself, so that one broken line costs one row and its number is known. */
async function jsonView(connection: DuckDBConnection, file: Placed, start: Buffer): Promise<View> {
  const array = start.toString('utf8').trimStart().startsWith('[')
  const gzip = file.gzip ? `, compression = 'gzip'` : ''
  const lines = `read_csv(${literal(file.path)}, auto_detect = false, header = false, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', max_line_size = 16777216${gzip})`
  await connection.run(
    array
      ? `create temp view raw_lines as select row_number() over () as n, json::varchar as line from read_json_objects(${literal(file.path)}, format = 'array'${gzip})`
      : `create temp view raw_lines as select row_number() over () as n, line from ${lines}`,
  )
  const object = `case when json_valid(line) and json_type(case when json_valid(line) then line end) = 'OBJECT' then line end`
  const keys = await rowsOf(
    connection,
    `select key from (select unnest(k) as key, generate_subscripts(k, 1) as i, n from (select n, json_keys(${object}) as k from raw_lines)) group by key order by min(n), min(i) limit 2001`,
  )
  if (keys.length === 0) throw new Stop('source.not_readable', 'The file holds no rows', 'No line of it is a JSON object.')
  if (keys.length > 2000) throw new Stop('source.not_readable', 'The file is not usable as it is', 'It has more than 2,000 columns.')
  const columns = keys.map(([key]) => `json_extract_string(o, ${literal(pointer(String(key)))}) as ${identifier(String(key))}`)
  await create(connection, file, `select ${columns.join(', ')} from (select ${object} as o from raw_lines) where o is not null`)
  const broken = `select n from raw_lines where line is not null and trim(line) <> '' and (${object}) is null order by n`
  return { spoiled: async () => counted(await rowsOf(connection, broken)) }
}
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

function counted(lines: readonly (readonly unknown[])[]): Spoiled[] {
  return lines.length === 0
    ? []
    : [{ count: lines.length, code: 'bad_line', samples: lines.slice(0, SAMPLES).map(([line]) => String(line)) }]
}
