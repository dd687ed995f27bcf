/** The SQL by which each format becomes one view, and by which its unreadable lines are found afterwards. */
import { identifier, literal } from '../../../runtime/conditions/sql.ts'
import type { Spoiled } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { attached } from './attached.ts'
import type { Engine, Line } from './engine.ts'
import type { CsvForm } from './opening.ts'
import type { Placed } from './place.ts'
import type { Ready } from './ready.ts'

export interface ViewTable {
  /** As a person calls it: `orders`, or `schema.orders`. */
  name: string
  sql: string
  /** Whether reading it runs what whoever made the file wrote. */
  written?: boolean
  /** How many rows and spoiled lines there are together, when that is known beforehand. */
  records?: number
  /** How the text was understood. */
  form?: Pick<CsvForm, 'delimiter' | 'encoding'>
}
export interface View {
  tables: readonly ViewTable[]
  /** Lines that were not rows, known on the line whose reading has come to the end. */
  spoiled(line: Line): Promise<Spoiled[]>
}
const SAMPLES = 5
const whole = async () => []

/** Makes the view of one file, named after it; of a database one for each of its tables. */
export async function makeView(engine: Engine, ready: Ready, apart?: () => Promise<Engine>): Promise<View> {
  const { file } = ready
  if (file.format === 'parquet') {
    await create(engine, file, `select * from read_parquet(${literal(file.path)})`)
    return { tables: [tableOf(file)], spoiled: whole }
  }
  if (file.format === 'duckdb') return { tables: await attached(engine, file.path, apart), spoiled: whole }
  return ready.csv ? csvView(engine, file, ready.csv) : jsonView(engine, file, ready.array === true)
}
const tableOf = ({ table }: Placed): ViewTable => ({ name: table, sql: identifier(table) })
const create = (engine: Engine, file: Placed, body: string) => engine.ask(`create view ${identifier(file.table)} as ${body}`)

async function csvView(
  engine: Engine,
  file: Placed,
  { delimiter, encoding, columns, records, skipped }: NonNullable<Ready['csv']>,
): Promise<View> {
  const typed = columns.map(name => `${literal(name)}: 'VARCHAR'`).join(', ')
  const options = [
    'auto_detect = false',
    'header = true',
    `skip = ${skipped}`,
    `columns = {${typed}}`,
    `delim = ${literal(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'ignore_errors = true',
    'buffer_size = 8388608',
    'store_rejects = true',
    'allow_quoted_nulls = false',
    `encoding = 'utf-8'`,
    ...(file.gzip ? [`compression = 'gzip'`] : []),
  ]
  await create(engine, file, `select * from read_csv(${literal(file.path)}, ${options.join(', ')})`)
  return { tables: [{ ...tableOf(file), records, form: { delimiter, encoding } }], spoiled: rejected }
}

/** The table of rejects also holds the lines themselves; only their numbers are looked at. A reading of nothing makes none. */
async function rejected(line: Line): Promise<Spoiled[]> {
  const made = await line.ask(`select 1 from duckdb_tables() where table_name = 'reject_errors'`)
  return made.length === 0
    ? []
    : counted(
        await line.ask(
          `select line from (select distinct file_path, line from reject_errors join reject_scans using (scan_id, file_id)) order by line`,
        ),
      )
}

/** Each line is looked at by itself, so that one broken line costs one row and its number is known. */
async function jsonView(engine: Engine, file: Placed, array: boolean): Promise<View> {
  const gzip = file.gzip ? `, compression = 'gzip'` : ''
  const lines = `read_csv(${literal(file.path)}, auto_detect = false, header = false, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', buffer_size = 8388608${gzip})`
  const raw = array
    ? `(select row_number() over () as n, json::varchar as line from read_json_objects(${literal(file.path)}, format = 'array'${gzip}))`
    : `(select row_number() over () as n, line from ${lines})`
  const object = `case when json_valid(line) and json_type(case when json_valid(line) then line end) = 'OBJECT' then line end`
  const keys = await engine.ask(
    `select key from (select unnest(k) as key, generate_subscripts(k, 1) as i, n from (select n, json_keys(${object}) as k from ${raw})) group by key order by min(n), min(i) limit 2001`,
  )
  if (keys.length === 0)
    throw new Stop(
      'source.not_readable',
      'The file holds no rows',
      'No line of it is a JSON object. Write one object a line, or all of them in one array.',
    )
  if (keys.length > 2000) throw new Stop('source.not_readable', 'The file is not usable as it is', 'It has more than 2,000 columns.')
  const columns = keys.map(([key]) => `json_extract_string(o, ${literal(pointer(String(key)))}) as ${identifier(String(key))}`)
  await create(engine, file, `select ${columns.join(', ')} from (select ${object} as o from ${raw}) where o is not null`)
  const broken = `select n from ${raw} where line is not null and trim(line) <> '' and (${object}) is null order by n`
  return { tables: [tableOf(file)], spoiled: async line => counted(await line.ask(broken)) }
}
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

function counted(lines: readonly (readonly unknown[])[]): Spoiled[] {
  return lines.length === 0
    ? []
    : [{ count: lines.length, code: 'bad_line', samples: lines.slice(0, SAMPLES).map(([line]) => String(line)) }]
}
