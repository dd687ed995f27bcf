import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'

/** What a file's name may end in; `place.ts` says which format each is. */
export const FILE_ENDINGS = ['csv', 'tsv', 'txt', 'parquet', 'pq', 'json', 'jsonl', 'ndjson', 'duckdb', 'sqlite', 'sqlite3', 'zip'] as const

/** One file: one table, named after the file without its ending, or the tables of a small database or of an archive. */
export default source({
  id: 'file',
  title: 'File',
  summary: 'Reads a CSV, Parquet or JSON lines file as a table, or the tables of a DuckDB, SQLite or zip file.',
  icon: 'file',
  config: z.strictObject({
    path: z
      .string()
      .min(1, 'Choose a file.')
      .max(1000)
      .meta({
        title: 'File',
        description: 'CSV, Parquet, JSON lines, DuckDB or SQLite; CSV and JSON may be gzipped, and all of them zipped.',
        control: 'file',
        endings: [...FILE_ENDINGS],
      }),
    format: z
      .enum(['csv', 'parquet', 'json', 'duckdb', 'sqlite'])
      .optional()
      .meta({ title: 'Format', description: 'When the file’s ending does not say it.', advanced: true }),
    delimiter: z
      .string()
      .length(1, 'A delimiter is one character.')
      .refine(c => c.charCodeAt(0) < 128 && !'"\r\n'.includes(c), 'Use a comma, a semicolon, a tab or another plain character.')
      .optional()
      .meta({ title: 'CSV delimiter', description: 'Found by itself when empty; the step says what was found.', advanced: true }),
    encoding: z
      .enum(['utf-8', 'utf-16', 'windows-1252', 'latin-1'])
      .optional()
      .meta({ title: 'CSV encoding', description: 'Found by itself when empty; the step says what was found.', advanced: true }),
    decimal: z.enum(['.', ',']).optional().meta({
      title: 'CSV decimal sign',
      description: 'Found by itself when empty, where no cell leaves a doubt; the step says what was found.',
      advanced: true,
    }),
  }),
  example: { path: 'orders.csv' },
  sentence: ({ path }) => path.split(/[\\/]/).at(-1) ?? path,
  open: async (config, _connection, around) => (await import('./open.ts')).open(config, around),
})

export interface FileSettings {
  path: string
  format?: 'csv' | 'parquet' | 'json' | 'duckdb' | 'sqlite' | undefined
  delimiter?: string | undefined
  encoding?: 'utf-8' | 'utf-16' | 'windows-1252' | 'latin-1' | undefined
  decimal?: '.' | ',' | undefined
}
