import { source } from '../../../runtime/contract.ts'
import { config } from './settings.ts'

/** One file: one table, named after the file without its ending, or the tables of a small database or of an archive. */
export default source({
  id: 'file',
  title: 'File',
  summary: 'Reads a CSV, Parquet or JSON lines file as a table, or the tables of a DuckDB, SQLite or zip file.',
  icon: 'file',
  config,
  example: { path: 'orders.csv' },
  sentence: ({ path }) => path.split(/[\\/]/).at(-1) ?? path,
  open: async (config, _connection, around) => (await import('./open.ts')).open(config, around),
})
