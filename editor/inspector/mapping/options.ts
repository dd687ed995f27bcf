import type { ColumnType } from '../../../runtime/contract.ts'
import type { Expression } from '../../../runtime/expression.ts'
import type { Catalogue } from '../../../server/api/catalogue.ts'
import type { Suggested } from '../../../server/api/payloads.ts'
import { say } from '../../words/words.ts'
import { typeWords } from '../columns.tsx'
import type { Option } from '../form/Choice.tsx'
import { moneyChoices } from './currencies.ts'
import type { Concept } from './fields.ts'

export type SampledColumn = Suggested['columns'][number]

const LIKELY: Record<string, readonly ColumnType[]> = {
  number: ['number', 'text'],
  boolean: ['boolean', 'number', 'text'],
  time: ['time', 'date', 'number', 'text'],
  date: ['date', 'time', 'text'],
  list: ['list', 'json', 'text'],
  items: ['list', 'json', 'text'],
}

/** Everything a field can be filled with: fixed words it knows, columns (likely types first), and other ways. */
export function optionsFor(
  concept: Concept,
  columns: readonly SampledColumn[],
  catalogue: Catalogue,
  current: Expression | undefined,
): Option[] {
  const likely = LIKELY[concept.type] ?? ['text', 'number', 'date', 'time', 'boolean']
  const isLikely = (column: SampledColumn) => likely.includes(column.type)
  const column = (c: SampledColumn): Option => ({
    id: `c:${c.key}`,
    title: c.key,
    detail: columnDetail(c),
    section: isLikely(c) ? say('Columns') : say('Other columns'),
  })
  const ways: Option[] = [
    ...(concept.type !== 'name' && concept.type !== 'source' ? [{ id: '@value', title: say('Same value for all rows') }] : []),
    { id: '@first', title: say('First filled of several columns') },
    ...(concept.many ? [{ id: '@all', title: say('All of several columns') }] : []),
    { id: '@map', title: say('Translate a column’s values') },
    { id: '@template', title: say('Text made of columns') },
    ...(current ? [{ id: '@none', title: say('Leave empty') }] : []),
  ]
  const { first: constants, last } = constantsOf(concept, catalogue)
  const known = new Set([...constants.map(option => option.id), ...columns.map(c => `c:${c.key}`)])
  const chosen = optionOf(concept, current)
  const own =
    chosen && !chosen.startsWith('@') && !known.has(chosen) ? [{ id: chosen, title: chosen.slice(2), section: say('Chosen') }] : []
  return [
    ...own,
    ...constants,
    ...columns.filter(isLikely).map(column),
    ...columns.filter(c => !isLikely(c)).map(column),
    ...ways.map(way => ({ ...way, section: say('Other ways') })),
    ...last,
  ]
}

/** The words that a field itself knows: event names, places where things happen, currencies. */
function constantsOf(concept: Concept, catalogue: Catalogue): { first: readonly Option[]; last: readonly Option[] } {
  const section = say('For every row')
  if (concept.type === 'name') return { first: catalogue.eventNames.map(name => ({ id: `v:${name}`, title: name, section })), last: [] }
  if (concept.type === 'source')
    return { first: catalogue.actionSources.map(({ id, title }) => ({ id: `v:${id}`, title, section })), last: [] }
  return concept.id === 'currency' ? moneyChoices(catalogue) : { first: [], last: [] }
}

function columnDetail(column: SampledColumn): string {
  const type = column.hashed ? say('Already hashed') : typeWords[column.type]
  const samples = column.samples.slice(0, 3).join(' · ')
  return samples ? say('{type}, {round} % filled: {samples}', { type, round: Math.round(column.filled * 100), samples }) : type
}

/** The option that stands for how a field is filled now. */
export function optionOf(concept: Concept, expression: Expression | undefined): string | null {
  if (!expression) return null
  if ('column' in expression) return `c:${expression.column}`
  if ('value' in expression) return concept.type === 'name' || concept.type === 'source' ? `v:${String(expression.value)}` : '@value'
  if ('first' in expression) return '@first'
  if ('all' in expression) return '@all'
  return 'map' in expression ? '@map' : '@template'
}

/** What choosing an option (or typing a word of one's own) makes of a field; what was there is carried over where it can be. */
export function expressionFrom(option: string | null, before: Expression | undefined): Expression | undefined {
  if (option === null || option === '@none') return undefined
  const columns = before ? simpleColumns(before) : []
  if (option.startsWith('c:')) return { column: option.slice(2) }
  if (option === '@value') return { value: '' }
  if (option === '@first') return { first: columns }
  if (option === '@all') return { all: columns }
  if (option === '@map') return { map: {}, of: columns[0] ?? '' }
  if (option === '@template') return { template: columns.map(mark).join(' ') }
  return { value: option.startsWith('v:') ? option.slice(2) : option }
}

/** A column in a text; a name that holds braces stands in quotes. */
const mark = (column: string): string => (/[{}]/.test(column) ? `{"${column.replaceAll('"', '""')}"}` : `{${column}}`)

/** The plain column names that an expression is made of. */
export function simpleColumns(expression: Expression): string[] {
  const names = (parts: readonly (string | Expression)[]) =>
    parts.flatMap(part => (typeof part === 'string' ? [part] : simpleColumns(part)))
  if ('column' in expression) return [expression.column]
  if ('first' in expression) return names(expression.first)
  if ('all' in expression) return names(expression.all)
  return 'map' in expression ? names([expression.of]).filter(name => name !== '') : []
}
