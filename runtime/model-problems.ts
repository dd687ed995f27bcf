/** What is wrong with a model, seen from the columns that its rows have. */
import type { Model, Problem, Query, Shape } from './contract.ts'
import { cursorProblems } from './cursor.ts'
import type { Placed } from './resolve.ts'
import { didYouMean, numbering, standIn } from './suggest/stand-in.ts'

/** What is wrong with a model that could be read. */
export const modelProblems = ({ id, kind, config }: Placed<Model>, query: Query, rows: Shape): Problem[] => [
  ...keyProblems(query, rows, id, kind.timezone?.(config)),
  ...(kind.check?.(config) ?? []).map(complaint => ({ level: 'must_fix' as const, ...complaint, node: id })),
]
/** A key column that is not there makes every row a stranger. */
export function keyProblems(query: Query, rows: Shape, node: string, timezone?: string): Problem[] {
  const columns = rows.map(c => c.key)
  const gone = (key: string) => !columns.includes(key)
  const fault = (field: string, message: string): Problem => ({ node, code: 'model.no_key', level: 'must_fix', field, message })
  const by = query.keep?.by
  const noOrder = (by: string): Problem => {
    const close = standIn(by, columns)
    const problem = fault('keepBy', `The column "${by}" that decides which row is kept is not among the columns.${didYouMean(close)}`)
    return close === undefined ? problem : { ...problem, fixes: [{ label: `Use ${close}`, set: { path: ['keepBy'], value: close } }] }
  }
  return [
    ...query.key.filter(gone).map((key): Problem => {
      const free = columns.filter(column => !query.key.includes(column))
      const close = standIn(key, free) ?? numbering(free)
      const problem = fault('key', `The key column "${key}" is not among the columns.${didYouMean(close)}`)
      if (close === undefined) return problem
      const value = query.key.map(part => (part === key ? close : part))
      return { ...problem, fixes: [{ label: `Use ${close}`, set: { path: ['key'], value } }] }
    }),
    ...cursorProblems(query, rows, node, timezone),
    ...(by !== undefined && gone(by) ? [noOrder(by)] : []),
  ]
}
