import type { Problem } from '../../../runtime/contract.ts'
import type { Expression } from '../../../runtime/expression.ts'
import type { Flow, FlowNode } from '../../../runtime/flow.ts'
import type { Catalogue, KindInfo } from '../../../server/api/catalogue.ts'
import type { Suggested } from '../../../server/api/payloads.ts'
import { say } from '../../words/words.ts'
import { propertiesOf, type Schema } from '../property.ts'

export type Fields = Readonly<Record<string, Expression>>
export type Concept = Catalogue['concepts'][number]
export type Suggestion = Suggested['suggestions'][number]

/** One row of the mapping form: a concept, and what the destinations on the way want of it. */
export interface FieldRow {
  concept: Concept
  required: boolean
  worth: number
  /** Some destination hashes it before sending. */
  hashed: boolean
  /** Titles of the destinations that use it, when not all of them do. */
  only: readonly string[]
  help: string | undefined
}
export interface FieldGroups {
  required: readonly FieldRow[]
  who: readonly FieldRow[]
  what: readonly FieldRow[]
  other: readonly FieldRow[]
}

/** Concepts that stand above the groups, as questions of their own. */
export const HEAD = ['event_name', 'action_source']

/** Destinations that a step's events reach; every destination with fields of its own while none is wired. */
export function destinationsAfter(flow: Flow, node: string, catalogue: Catalogue): readonly KindInfo[] {
  const reached = new Set([node])
  for (const id of reached) for (const edge of flow.edges) if (edge.from === id) reached.add(edge.to)
  const wired = flow.nodes.flatMap(n => (reached.has(n.id) ? (speakerOf(n, catalogue) ?? []) : []))
  return wired.length > 0 ? [...new Set(wired)] : catalogue.kinds.filter(hasFields)
}
const hasFields = (kind: KindInfo) => kind.role === 'destination' && kind.targets.length > 0

/** The kind whose fields a destination takes: its own, or those of the platform that it stands in for. */
function speakerOf(node: FlowNode, { kinds }: Catalogue): KindInfo | undefined {
  const kind = kinds.find(k => k.id === node.kind)
  if (kind?.role !== 'destination' || hasFields(kind)) return kind && hasFields(kind) ? kind : undefined
  const choice = propertiesOf(kind.config as Schema).find(property => property.control === 'simulated')
  const platforms = kinds.filter(k => k.simulated && hasFields(k))
  return choice && (platforms.find(k => k.id === node.config[choice.name]) ?? platforms[0])
}

/** The form's rows: what is needed first, who bought by worth, what was bought, and all the rest. */
export function groupFields(catalogue: Catalogue, wanted: readonly KindInfo[], fields: Fields): FieldGroups {
  const needed = new Set(wanted.flatMap(kind => kind.needs[eventNameOf(fields)] ?? []))
  const rows = catalogue.concepts.filter(concept => !HEAD.includes(concept.id)).flatMap(concept => rowOf(concept, wanted, needed) ?? [])
  const mapped = (row: FieldRow) => row.concept.id in fields
  const required = rows.filter(row => row.required)
  const rest = rows.filter(row => !row.required)
  const plain = (group: Concept['group']) => rest.filter(row => row.concept.group === group && (!isAdvanced(row, wanted) || mapped(row)))
  const who = plain('who').toSorted((a, b) => b.worth - a.worth)
  const what = [...plain('what'), ...plain('event')]
  const shown = new Set([...required, ...who, ...what])
  return { required, who, what, other: rows.filter(row => !shown.has(row)) }
}

function rowOf(concept: Concept, wanted: readonly KindInfo[], needed: ReadonlySet<string>): FieldRow | null {
  const targets = wanted.flatMap(kind => kind.targets.filter(t => t.concept === concept.id).map(target => ({ kind, target })))
  const using = wanted.filter(kind => kind.targets.some(t => t.concept === concept.id))
  if (using.length === 0 && !needed.has(concept.id) && concept.group !== 'event') return null
  return {
    concept,
    required: needed.has(concept.id) || targets.some(({ target }) => target.required),
    worth: Math.max(0, ...targets.map(({ target }) => target.worth)),
    hashed: targets.some(({ target }) => target.hash),
    only: using.length < wanted.length && concept.group !== 'event' ? using.map(kind => kind.title) : [],
    help: concept.help ?? targets.find(({ target }) => target.help)?.target.help,
  }
}

const isAdvanced = (row: FieldRow, wanted: readonly KindInfo[]) => {
  const targets = wanted.flatMap(kind => kind.targets.filter(t => t.concept === row.concept.id))
  return targets.length > 0 && targets.every(t => t.advanced)
}

/** The one event name that all rows get, when it is fixed. */
export const eventNameOf = (fields: Fields): string => {
  const name = fields.event_name
  return name && 'value' in name && typeof name.value === 'string' ? name.value : ''
}

/** Problems without the repairs that the suggestion beside them already offers: one act, one button. */
export const unoffered = (problems: readonly Problem[], suggestion: Suggestion | undefined): readonly Problem[] =>
  suggestion
    ? problems.map(problem => ({
        ...problem,
        fixes: problem.fixes?.filter(
          ({ set, also }) => also || (set.value as { column?: unknown } | undefined)?.column !== suggestion.column,
        ),
      }))
    : problems

export type Filling = 'none' | 'column' | 'value' | 'first' | 'all' | 'template' | 'map'
/** How a field is filled, for choosing what to show. */
export function fillingOf(expression: Expression | undefined): Filling {
  if (!expression) return 'none'
  return (['column', 'value', 'first', 'all', 'template', 'map'] as const).find(key => key in expression) ?? 'none'
}

/** What a field is filled from, in words, for what one control cannot show. */
export function expressionWords(expression: Expression): string {
  if ('column' in expression) return expression.column
  if ('value' in expression) return say('“{String}” for every row', { String: String(expression.value) })
  if ('first' in expression) return say('First filled of: {join}', { join: expression.first.map(partWords).join(', ') })
  if ('all' in expression) return say('All of: {join}', { join: expression.all.map(partWords).join(', ') })
  if ('template' in expression) return expression.template
  return say('{partWords}, translated ({length} values)', {
    partWords: partWords(expression.of),
    length: Object.keys(expression.map).length,
  })
}
const partWords = (part: string | Expression): string => (typeof part === 'string' ? part : expressionWords(part))

/** Suggestions that may still be taken: for fields that the form shows and that nobody has filled, or from a column that is gone. */
export function openSuggestions(suggested: Suggested | undefined, fields: Fields, groups: FieldGroups): ReadonlyMap<string, Suggestion> {
  const shown = new Set([
    ...Object.values(groups)
      .flat()
      .map((row: FieldRow) => row.concept.id),
    ...HEAD,
  ])
  const columns = new Set((suggested?.columns ?? []).map(column => column.key))
  const vacant = (field: Expression | undefined) => !field || ('column' in field && !columns.has(field.column))
  const open = new Map<string, Suggestion>()
  // The best one stands first for each concept.
  for (const s of suggested?.suggestions ?? [])
    if (vacant(fields[s.concept]) && shown.has(s.concept) && !open.has(s.concept)) open.set(s.concept, s)
  return open
}

/** All the sure ones taken at once; what a person chose stays, as far as it is there. */
export function accept(fields: Fields, open: ReadonlyMap<string, Suggestion>): Fields {
  const taken = [...open.values()].filter(s => s.sure).map(s => [s.concept, { column: s.column }] as const)
  return { ...fields, ...Object.fromEntries(taken) }
}
