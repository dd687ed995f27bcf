import type { Column, ColumnType } from '../../runtime/contract.ts'
import type { Option } from './form/Choice.tsx'

/** A column's type in a person's words. */
export const typeWords: Record<ColumnType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  time: 'Date and time',
  list: 'List',
  json: 'Structured',
}

/** Columns as choices, each with its type. */
export const columnOptions = (columns: readonly Column[]): Option[] =>
  columns.map(column => ({ id: column.key, title: column.key, detail: typeWords[column.type] }))
