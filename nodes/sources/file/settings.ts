/** What a person says of a file: which it is, and what cannot be read off it. */
import * as z from 'zod'
import { encodings, titles } from './encoding.ts'

/** What a file's name may end in; `place.ts` says which format each is. */
export const FILE_ENDINGS = ['csv', 'tsv', 'txt', 'parquet', 'pq', 'json', 'jsonl', 'ndjson', 'duckdb', 'sqlite', 'sqlite3', 'zip'] as const

export const config = z.strictObject({
  path: z
    .string()
    .min(1, 'Choose a file.')
    .max(1000)
    .meta({
      title: 'File',
      description:
        'CSV, Parquet, JSON lines, DuckDB or SQLite; CSV and JSON may be gzipped, and all of them zipped. Save a spreadsheet as CSV first.',
      control: 'file',
      endings: [...FILE_ENDINGS],
    }),
  format: z
    .enum(['csv', 'parquet', 'json', 'duckdb', 'sqlite'])
    .optional()
    .meta({
      title: 'Format',
      description: 'When the file’s ending does not say it.',
      titles: { csv: 'CSV', parquet: 'Parquet', json: 'JSON lines', duckdb: 'DuckDB', sqlite: 'SQLite' },
      advanced: true,
    }),
  delimiter: z
    .string()
    .length(1, 'A delimiter is one character.')
    .refine(c => c.charCodeAt(0) < 128 && !'"\r\n'.includes(c), 'Use a comma, a semicolon, a tab or another plain character.')
    .optional()
    .meta({ title: 'CSV delimiter', description: 'Found by itself when empty; the step says what was found.', advanced: true }),
  encoding: z.enum(encodings).optional().meta({
    title: 'CSV encoding',
    description: 'Found by itself when empty; the step says what was found.',
    titles,
    advanced: true,
  }),
  decimal: z
    .enum(['.', ','])
    .optional()
    .meta({
      title: 'CSV decimal sign',
      titles: { '.': 'Point: 1234.56', ',': 'Comma: 1234,56' },
      description: 'Found by itself when empty, where no cell leaves a doubt; the step says what was found.',
      advanced: true,
    }),
})
export type FileSettings = z.output<typeof config>
