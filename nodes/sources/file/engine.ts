/** An embedded DuckDB that can do nothing but read one file. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../../../runtime/conditions/sql.ts'

export interface Engine {
  connection: DuckDBConnection
  close(): void
}

/** No network, no extensions, no other file, nothing spilled to disk, and no way to change that afterwards. */
export async function engine(path: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    threads: '2',
    memory_limit: '512MB',
  })
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  try {
    for (const setting of [
      `TimeZone = 'UTC'`,
      `temp_directory = ''`,
      `allowed_paths = [${literal(path)}]`,
      'enable_external_access = false',
      'lock_configuration = true',
    ])
      await connection.run(`set ${setting}`)
  } catch (cause) {
    close()
    throw cause
  }
  return { connection, close }
}

export async function rowsOf(connection: DuckDBConnection, sql: string, params: readonly string[] = []): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql, [...params])).getRows() as unknown[][]
}
