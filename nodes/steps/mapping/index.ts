import * as z from 'zod'
import { concept, concepts } from '../../../runtime/concepts.ts'
import type { Complaint, Edge, Row, Shape, Value } from '../../../runtime/contract.ts'
import { step } from '../../../runtime/contract.ts'
import { columnsIn, compile, Expression } from '../../../runtime/expression.ts'
import { isDecimalMark } from '../../../runtime/normalise/decimal-mark.ts'
import { complaints } from './complaints.ts'
import { markedIn, marksUnsaid } from './marks.ts'
import { amountIn } from './money.ts'
import { dateIn, isOrder, orderFix, timeIn } from './times.ts'

const config = z.strictObject({
  fields: z.record(z.string(), Expression).default({}).meta({ title: 'Fields', control: 'mapping' }),
})
export type Mapping = z.output<typeof config>

export default step({
  id: 'mapping',
  title: 'Map fields',
  summary: 'Says which column means what: when it happened, who bought, what it was worth.',
  icon: 'thread',
  accepts: 'rows',
  emits: 'events',
  config,
  example: { fields: { event_name: { value: 'Purchase' }, action_source: { value: 'website' }, event_time: { column: 'created_at' } } },
  initial: { fields: { event_name: { value: 'Purchase' }, action_source: { value: 'website' } } },
  sentence: ({ fields }) => {
    const mapped = Object.keys(fields).filter(id => concept.has(id)).length
    return mapped === 0 ? 'Nothing is mapped yet' : `${mapped} ${mapped === 1 ? 'field' : 'fields'} mapped`
  },
  shape: ({ fields }): Shape => concepts.filter(c => c.id in fields).map(c => ({ key: c.id, type: columnType(c.type) })),
  check: (mapping, edge: Edge): Complaint[] => complaints(mapping, edge),
  prepare: ({ fields }, { has }) => {
    const pairs = Object.entries(fields)
      .filter(([id]) => concept.has(id))
      .map(
        ([id, expression]) =>
          [
            id,
            amountIn(id, expression, fields) ??
              markedIn(id, expression, has) ??
              timeIn(id, expression) ??
              dateIn(id, expression) ??
              compile(expression, unlistedIn(id)),
          ] as const,
      )
    return (row: Row, lost) => {
      const event: Record<string, Value> = {}
      for (const [id, read] of pairs) {
        const value = read(row, lost)
        if (value !== null && value !== '') event[id] = value
      }
      return event
    }
  },
  feeds: ({ fields }, id) => {
    const expression = fields[id]
    if (!expression) return undefined
    if ('column' in expression) return (expression.unit ?? 'units') === 'units' ? { column: expression.column } : undefined
    return 'value' in expression ? { value: expression.value } : undefined
  },
  readings: ({ fields }) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([id, expression]) => {
        if (!('column' in expression)) return []
        const { column, unit } = expression
        return isOrder(unit) || isDecimalMark(unit) ? [[id, { column, unit }]] : []
      }),
    ),
  sayOrder: ({ fields }, id, order) => orderFix(id, fields[id], order),
  sayCountry: (_, from) => ({
    label: 'column' in from ? `Take Country from ${from.column}` : `Country is ${from.value} in all rows`,
    set: { path: ['fields', 'country'], value: from },
  }),
  madeOf: ({ fields }, id) => (fields[id] ? columnsIn(fields[id]) : []),
  unread: ({ fields }, has) => marksUnsaid(fields, has),
})

/** A word that a value map lacks says nothing, but where it would say what a person allowed: there no destination can read it. */
const unlistedIn = (id: string): Value => (concept.get(id)?.consent ? 'not in the value map' : null)

const columnType = (type: string): Shape[number]['type'] =>
  type === 'number' || type === 'boolean' || type === 'time' || type === 'date' || type === 'list'
    ? type
    : type === 'items'
      ? 'list'
      : 'text'
