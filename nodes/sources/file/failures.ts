/** DuckDB's errors as sentences. Its own messages quote lines of the file, so none of them is passed on. */
import { Stop } from '../../../runtime/contract.ts'
import type { Placed } from './place.ts'

type Words = readonly [pattern: RegExp, code: string, message: string, why: string]
const known: readonly Words[] = [
  [/Could not set lock|Conflicting lock/i, 'source.locked', 'The file is open in another program', 'Close it there, or read a copy of it.'],
  [
    /database file with version number/i,
    'source.not_readable',
    'The file is of another version of DuckDB',
    'Write it again with DuckDB 1.5 or older, or export the table as Parquet.',
  ],
  [/prepared statement parameters/i, 'source.bad_query', 'The query uses a parameter', 'Write the value into the query.'],
  [
    /^The engine ended/,
    'source.bad_query',
    'The query ended the engine that ran it',
    'Nothing else was touched by that. Write the query another way, or ask for less at once.',
  ],
  [
    /^The engine took too long/,
    'source.timeout',
    'The query took longer than 15 minutes',
    'It was ended. Read less, or join less at once.',
  ],
  [/Interrupt/i, 'source.cancelled', 'Reading the file was cut', 'The run was killed.'],
  [
    /not (latin-1|utf-8|utf-16) encoded|encoding/i,
    'source.not_readable',
    'The file is not in the encoding that it is read as',
    'Choose another encoding in the step, or save it as CSV UTF-8.',
  ],
  [/^Catalog Error: Table/i, 'source.no_table', 'The query names a table that is not there', ''],
  [
    /^Catalog Error/i,
    'source.bad_query',
    'The query uses something that is not there',
    'A function or a type in it is unknown or not allowed.',
  ],
  [
    /Referenced column|column .* not found/i,
    'source.no_column',
    'The query names a column that is not there',
    'Check the spelling against the file’s first line.',
  ],
  [/^Parser Error/i, 'source.bad_query', 'The query cannot be read', 'Its SQL is not correct.'],
  [/^Permission Error/i, 'source.not_allowed', 'The query reaches outside the file', 'Only the file itself may be read.'],
  [/^Binder Error/i, 'source.bad_query', 'The query does not fit the file', 'A name is ambiguous, or types do not match.'],
  [
    /^Conversion Error/i,
    'source.bad_value',
    'A value could not be converted',
    'The query turns text into another type. Use try_cast, which gives an empty cell instead.',
  ],
  [/^Out of Memory/i, 'source.too_large', 'The query needs more memory than it may have', 'Sort or join less, or filter first.'],
  [/^IO Error: No files found/i, 'source.no_file', 'The file is not there', 'It was moved or deleted.'],
  [/object.size/i, 'source.too_large', 'An object of the file is too large', 'Use JSON lines: one object a line, 2 MB at most.'],
]
/** What it is about when the engine names no cause that we know. */
const unreadable: Readonly<Record<Placed['format'], readonly [message: string, why: string]>> = {
  json: ['The file is not correct JSON', 'Use JSON lines: one object a line.'],
  csv: ['The file is not correct CSV', 'Its lines end in different ways, or a quote is never closed. Save it again as CSV.'],
  duckdb: ['The file is not a correct DuckDB database', 'It may be damaged or cut off, or not what its ending says. Copy it again.'],
  sqlite: ['The file is not a correct SQLite database', 'It may be damaged or cut off, or not what its ending says. Copy it again.'],
  parquet: ['The file is not correct Parquet', 'It may be damaged or cut off, or not what its ending says. Write it again.'],
}

/** The engine says near which value of an array it gave up; it counts one too many. */
function unreadableOf({ format }: Placed, said: string): readonly [message: string, why: string] {
  const [message, why] = unreadable[format]
  const value = format === 'json' ? /in record\/value (\d+)/.exec(said)?.[1] : undefined
  return [message, value === undefined ? why : `The fault is near its object ${Math.max(1, Number(value) - 1)}. ${why}`]
}

/** A `Stop` for what the engine or the disk said. A mistake in our own code stays what it is. */
export function stopOf(cause: unknown, file: Placed, kill: AbortSignal): Error {
  if (kill.aborted) return new Stop('source.cancelled', 'Reading the file was cut', 'The run was killed.')
  if (cause instanceof Stop || cause instanceof TypeError || cause instanceof ReferenceError) return cause
  // Without the path: a folder's name says nothing about the failure.
  const said = cause instanceof Error ? cause.message.replaceAll(file.path, '') : ''
  // The binding says first what it was about.
  const message = said.replace(/^Failed to [a-z ]+: /, '')
  const found = known.find(([pattern]) => pattern.test(message))
  if (!found) return new Stop('source.not_readable', ...unreadableOf(file, message))
  const [, code, title, why] = found
  return new Stop(code, title, code === 'source.no_table' ? whereTablesAre(file) : why)
}

/** What a table of this file is called. */
export const whereTablesAre = ({ format, table }: Placed, tables = 1): string =>
  format === 'duckdb' || format === 'sqlite' || tables > 1
    ? 'Choose one of the tables of the file.'
    : `The file is read as the table "${table}".`
