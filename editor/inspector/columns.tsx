import type { Column, ColumnType } from '../../runtime/contract.ts'
import { say } from '../words/words.ts'
import type { Option } from './form/Choice.tsx'

/** A column's type in a person's words. */
export const typeWords: Record<ColumnType, string> = {
  text: say('Text'),
  number: say('Number'),
  boolean: say('Yes or no'),
  date: say('Date'),
  time: say('Date and time'),
  list: say('List'),
  json: say('Structured'),
}

/** Columns as choices, each with its type. */
export const columnOptions = (columns: readonly Column[]): Option[] =>
  columns.map(column => ({ id: column.key, title: column.key, detail: typeWords[column.type] }))
