/** What became of a model's columns since they were last agreed to, and which steps of the flow that touches. */
import type { Column, ColumnType, Problem, Query, Shape } from './contract.ts'
import { standIn } from './suggest/stand-in.ts'

/** Each model's columns, by its node. */
export type Columns = Readonly<Record<string, Shape>>

export interface Drifted {
  model: string
  query: Query
  /** As they were when the version was published, and as they are. */
  before: Shape
  now: Shape
  /** What the steps complain of when these columns arrive. */
  complain(rows: Shape): readonly Problem[]
  /** What a sentence calls a step: in quotes where a person named it. */
  title(node: string): string
}

/** The kind of a column. Where the source's own type is the same, a type that was guessed from texts does not count. */
const retyped = (before: Column, now: Column): boolean =>
  (before.type !== now.type || before.zoned !== now.zoned) && (before.native === undefined || before.native !== now.native)

/**
 * A column that the flow uses and that is gone or of another type stops it; `use` is the complaint that its absence would
 * make. What no step uses is one note.
 */
export function driftProblems(drifted: Drifted): Problem[] {
  const { model, before, now } = drifted
  const fresh = now.filter(column => !before.some(c => c.key === column.key))
  const changed = before.flatMap(column => {
    const found = now.find(c => c.key === column.key)
    return found && !retyped(column, found) ? [] : [{ column, found }]
  })
  if (changed.length + fresh.length === 0) return []
  const uses = usesIn(drifted)
  const unused: string[] = []
  const problems = changed.flatMap(({ column, found }): Problem[] => {
    const [use] = uses(column.key)
    if (!use) unused.push(column.key)
    return use ? [found ? other(drifted, use, column, found) : gone(drifted, use, column, fresh)] : []
  })
  const notes = [
    ...(unused.length > 0 ? [`gone or of another type, and used by no step: ${listed(unused)}`] : []),
    ...(fresh.length > 0 ? [`new: ${listed(fresh.map(c => c.key))}`] : []),
  ]
  if (notes.length === 0) return problems
  const message = `The columns changed since the flow was published (${notes.join('; ')}). Nothing of it is sent; publish again to take note.`
  return [...problems, { node: model, code: 'source.columns_changed', level: 'worth_a_look', message }]
}

type Use = Pick<Problem, 'node' | 'field'>
function usesIn({ model, query, before, complain }: Drifted): (column: string) => Use[] {
  const mark = ({ node, code, field, message }: Problem) => [node, code, field, message].join('|')
  let known: Set<string> | undefined
  return column => {
    known ??= new Set(complain(before).map(mark))
    const asks = [...query.key, query.keep?.by, query.cursor].includes(column) ? [{ node: model, field: 'key' }] : []
    const without = complain(before.filter(c => c.key !== column))
    return [...asks, ...without.filter(problem => problem.level === 'must_fix' && !known!.has(mark(problem)))]
  }
}

function gone({ title }: Drifted, { node, field }: Use, { key, type }: Column, fresh: Shape): Problem {
  const alike = fresh.filter(c => c.type === type).map(c => c.key)
  const likely = standIn(key, alike) ?? (alike.length === 1 ? alike[0] : undefined)
  return {
    node,
    code: 'source.column_gone',
    level: 'must_fix',
    ...(field !== undefined && { field }),
    message: `The column "${key}" is gone since the flow was published, and ${title(node)} uses it.${likely === undefined ? '' : ` New since then is "${likely}": perhaps the same under another name.`}`,
  }
}
function other({ title }: Drifted, { node, field }: Use, before: Column, now: Column): Problem {
  return {
    node,
    code: 'source.column_retyped',
    level: 'must_fix',
    ...(field !== undefined && { field }),
    message: `The column "${before.key}" was ${typeWords(before)} when the flow was published and is ${typeWords(now)} now, and ${title(node)} uses it. Look whether it still means the same, then publish again.`,
  }
}

const TYPES: Record<ColumnType, string> = {
  text: 'a text',
  number: 'a number',
  boolean: 'yes or no',
  date: 'a date',
  time: 'a time',
  list: 'a list',
  json: 'structured',
}
const typeWords = ({ type, zoned, native }: Column): string =>
  `${TYPES[type]}${type === 'time' ? (zoned ? ' with a zone' : ' without a zone') : ''}${native ? ` (${native})` : ''}`

const NAMED = 5
const listed = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
