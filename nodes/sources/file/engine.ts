/** An embedded DuckDB that can do nothing but read the files it is given. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../../../runtime/conditions/sql.ts'

/** A statement at a time on each connection: a reading has one of its own, or the next question would end it. */
export interface Engine {
  ask(sql: string, params?: readonly string[]): Promise<unknown[][]>
  connect(): Promise<DuckDBConnection>
  disconnect(connection: DuckDBConnection): void
  /** Ends whatever is under way. */
  interrupt(): void
  close(): void
}

/** `paths`: what may be read. No network, no extensions, no other file, nothing spilled to disk, and no way to change that afterwards. */
export async function engine(paths: readonly string[]): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    threads: '2',
    memory_limit: '512MB',
  })
  const live = new Set<DuckDBConnection>()
  const connect = async () => {
    const connection = await instance.connect()
    live.add(connection)
    return connection
  }
  const disconnect = (connection: DuckDBConnection) => {
    if (live.delete(connection)) connection.closeSync()
  }
  const close = () => {
    for (const connection of [...live]) disconnect(connection)
    instance.closeSync()
  }
  const first = await connect()
  try {
    for (const setting of [
      `global TimeZone = 'UTC'`,
      `global temp_directory = ''`,
      `global allowed_paths = [${paths.map(literal).join(', ')}]`,
      'global enable_external_access = false',
      'global lock_configuration = true',
    ])
      await first.run(`set ${setting}`)
  } catch (cause) {
    close()
    throw cause
  }
  const interrupt = () => {
    for (const connection of live) connection.interrupt()
  }
  return { ask: (sql, params) => rowsOf(first, sql, params), connect, disconnect, interrupt, close }
}

export async function rowsOf(connection: DuckDBConnection, sql: string, params: readonly string[] = []): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql, [...params])).getRows() as unknown[][]
}
