/** An embedded DuckDB that can do nothing but read the files it is given. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** A statement at a time on each line: a reading has one of its own, or the next question would end it. */
export interface Line {
  ask(sql: string, params?: readonly string[]): Promise<unknown[][]>
  /** Rows as they come, a piece at a time. */
  rows(sql: string, params: readonly string[]): AsyncIterable<unknown[][]>
  close(): void
}
export interface Engine {
  ask(sql: string, params?: readonly string[]): Promise<unknown[][]>
  line(): Promise<Line>
  /** Ends whatever is under way. */
  interrupt(): void
  close(): void
}

/** `lock`: the statements that bind it to its files; nothing is asked before. Nothing is loaded, and nothing spilled to disk. */
export async function engine(lock: readonly string[]): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    threads: '2',
    memory_limit: '512MB',
  })
  const live = new Set<DuckDBConnection>()
  const line = async (): Promise<Line> => {
    const connection = await instance.connect()
    live.add(connection)
    return {
      ask: (sql, params) => rowsOf(connection, sql, params),
      rows: async function* (sql, params) {
        yield* (await connection.stream(sql, [...params])).yieldRows() as AsyncIterable<unknown[][]>
      },
      close: () => {
        if (live.delete(connection)) connection.closeSync()
      },
    }
  }
  const close = () => {
    for (const connection of live) connection.closeSync()
    live.clear()
    instance.closeSync()
  }
  const first = await line()
  try {
    for (const statement of lock) await first.ask(statement)
  } catch (cause) {
    close()
    throw cause
  }
  const interrupt = () => {
    for (const connection of live) connection.interrupt()
  }
  return { ask: first.ask, line, interrupt, close }
}

async function rowsOf(connection: DuckDBConnection, sql: string, params: readonly string[] = []): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql, [...params])).getRows() as unknown[][]
}
