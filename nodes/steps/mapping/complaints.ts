/** What is wrong with a mapping, seen from what arrives and what the far end wants, with fixes where there is an obvious one. */

import { concept } from '../../../runtime/concepts.ts'
import type { Complaint, Edge, Fix } from '../../../runtime/contract.ts'
import type { Target } from '../../../runtime/dialect.ts'
import { columnsIn, type Expression, fixedText, reading } from '../../../runtime/expression.ts'
import { nearest } from '../../../runtime/nearest.ts'
import { didYouMean, meaning, standIn } from '../../../runtime/suggest/stand-in.ts'
import { fixedUnusable } from './fixed.ts'
import { leftOver } from './left-over.ts'
import { unitUnsaid } from './money.ts'
import { opposite } from './opposite.ts'
import { countUnsaid } from './times.ts'

type Fields = Readonly<Record<string, Expression>>
/** Filled by the product when nothing is mapped. */
const MADE = new Set(['event_id'])

export function complaints({ fields }: { fields: Fields }, edge: Edge): Complaint[] {
  return [
    ...unknown(fields),
    ...gone(fields, edge),
    ...unmapped(fields, edge),
    ...askedFor(fields, edge),
    ...named(fields, edge),
    ...fixedUnusable(fields, edge),
    ...leftOver(fields, edge),
    ...nobody(fields, edge),
    ...zoneless(fields, edge),
    ...unitUnsaid(fields, edge.has),
    ...countUnsaid(fields, edge.has),
    ...bytes(fields, edge),
    ...opposite(fields, edge),
  ]
}

const title = (id: string) => concept.get(id)?.title ?? id
/** One value for all rows that is still empty fills none. */
const isFilled = (expression: Expression | undefined): boolean =>
  expression !== undefined && !('value' in expression && String(expression.value).trim() === '')

function unknown(fields: Fields): Complaint[] {
  return Object.keys(fields)
    .filter(id => !concept.has(id))
    .map(id => {
      const close = nearest(id, [...concept.keys()])
      return {
        code: 'map.unknown_field',
        field: id,
        message: `There is no field called "${id}".${didYouMean(close)}`,
        fixes: [
          ...(close && !isFilled(fields[close]) ? [{ label: `Use ${close}`, ...moved(fields[id]!, id, close) }] : []),
          { label: `Leave ${id} out`, set: { path: ['fields', id] } },
        ],
      }
    })
}

const moved = (filling: Expression, from: string, to: string): Pick<Fix, 'set' | 'also'> => ({
  set: { path: ['fields', to], value: filling },
  also: [{ path: ['fields', from] }],
})

/** Columns that are not there: after another table took the place of the first, all of them at once, and so is the repair. */
function gone(fields: Fields, { has, wants }: Edge): Complaint[] {
  const columns = has.map(c => c.key)
  const required = new Set(wants.filter(target => target.required).map(target => target.concept))
  const lost = Object.entries(fields).map(([id, expression]) => lostIn(id, expression, columns))
  const [first, ...others] = lost.flatMap(({ id, expression, names }) =>
    names.size > 0 ? [{ id, set: { path: ['fields', id], value: reading(expression, names) } }] : [],
  )
  const all: Fix[] =
    first && others.length > 0
      ? [{ label: `Use what fits in ${others.length + 1} fields`, set: first.set, also: others.map(({ set }) => set) }]
      : []
  return lost.flatMap(({ id, expression, missing, names, nothingLeft }) =>
    missing.map((column, at): Complaint => {
      const close = names.get(column)
      const value = close === undefined ? undefined : reading(expression, new Map([[column, close]]))
      const path = ['fields', id]
      const leave: Fix[] = nothingLeft && !required.has(id) ? [{ label: `Leave ${title(id)} out`, set: { path } }] : []
      const one: Fix[] = value ? [{ label: `Use ${close}`, set: { path, value } }] : leave
      return {
        code: 'source.column_gone',
        field: id,
        message: `${title(id)} reads the column "${column}", which is not there.${didYouMean(close)}`,
        fixes: id === first?.id && at === 0 ? [...one, ...all] : one,
      }
    }),
  )
}
/** What a field reads and does not find, and the columns that probably took their place. */
function lostIn(id: string, expression: Expression, columns: readonly string[]) {
  const missing = [...new Set(columnsIn(expression))].filter(column => !columns.includes(column))
  const names = new Map(
    missing.flatMap(column => {
      const close = standIn(column, columns, id)
      return close === undefined ? [] : [[column, close] as const]
    }),
  )
  // A field that other columns still feed loses those with it.
  const nothingLeft = columnsIn(expression).every(column => missing.includes(column) && !names.has(column))
  return { id, expression, missing, names, nothingLeft }
}

/** Always required fields, and those that this event needs when its name is the same for all rows. */
function unmapped(fields: Fields, edge: Edge): Complaint[] {
  const name = fixedText(fields.event_name)
  const source = fixedText(fields.action_source)
  const wanted = new Set(edge.wants.filter((t: Target) => t.required && !MADE.has(t.concept)).map(t => t.concept))
  if (name !== undefined) for (const id of edge.needs?.(name, source ?? 'website') ?? []) wanted.add(id)
  return [...wanted]
    .filter(id => !isFilled(fields[id]))
    .map(id => ({ code: 'map.missing', field: id, message: `${title(id)} has no column yet.`, fixes: fixesFor(id, edge, fields) }))
}
/** What the far end asks of such an event and takes it without; said only where name and source are the same for all rows. */
function askedFor(fields: Fields, { asks, destination, has }: Edge): Complaint[] {
  const name = fixedText(fields.event_name)
  const source = fixedText(fields.action_source)
  if (name === undefined || source === undefined) return []
  return (asks?.(name, source, new Set(Object.keys(fields).filter(id => isFilled(fields[id])))) ?? [])
    .filter(id => !isFilled(fields[id]))
    .map(id => ({
      code: 'map.asked_for',
      level: 'worth_a_look',
      field: id,
      message: `${title(id)} has no column. ${destination ?? 'The destination'} asks for it and takes the event without.`,
      fixes: columnFor(id, has),
    }))
}
function fixesFor(id: string, { hints, has }: Edge, { value }: Fields): Fix[] {
  const path = ['fields', id]
  const hint = id === 'currency' ? (hints.currency ?? (value && 'column' in value ? currencyIn(value.column) : undefined)) : undefined
  return [...(hint ? [{ label: `Use ${hint} for all rows`, set: { path, value: { value: hint } } }] : []), ...columnFor(id, has)]
}
/** The column that is called as the field is. */
function columnFor(id: string, has: Edge['has']): Fix[] {
  const column = meaning(
    id,
    has.map(c => c.key),
  )
  return column ? [{ label: `Use ${column}`, set: { path: ['fields', id], value: { column } } }] : []
}

/** "Montant TTC (€)", "Total EUR": an amount's column may say its currency. A $ is of many. */
const CURRENCY = /(?<![A-Za-z])(EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|CAD|AUD|NZD|JPY)(?![A-Za-z])|(€)|(£)/
function currencyIn(column: string): string | undefined {
  const [, code, euro, pound] = CURRENCY.exec(column) ?? []
  return code ?? (euro ? 'EUR' : pound && 'GBP')
}

/** A name that the far end takes, and perhaps for something else than was meant: one for all rows, or those of a value map. */
function named({ event_name: name, action_source: source }: Fields, { remark }: Edge): Complaint[] {
  const fixed = fixedText(name)
  const names = fixed !== undefined ? [fixed] : name && 'map' in name ? Object.values(name.map).map(String) : []
  return [...new Set(names)].flatMap((text): Complaint[] => {
    const said = remark?.(text, fixedText(source) ?? 'website')
    if (!said) return []
    const fixes: Fix[] = said.meant
      ? [{ label: `Use ${said.meant}`, set: { path: ['fields', 'event_name'], value: renamed(name!, text, said.meant) } }]
      : []
    return [{ code: said.code, level: 'worth_a_look', field: 'event_name', message: said.message, fixes }]
  })
}

/** The same name for all rows, or the same value map, with the meant name in place of one. */
const renamed = (name: Expression, from: string, to: string): Expression =>
  'map' in name
    ? { ...name, map: Object.fromEntries(Object.entries(name.map).map(([value, event]) => [value, String(event) === from ? to : event])) }
    : { value: to }

/** No set of identity fields is complete: the far end could not find one single person. */
function nobody(fields: Fields, { identity, destination, has }: Edge): Complaint[] {
  if (!identity?.length || identity.some(set => set.every(id => isFilled(fields[id])))) return []
  const singles = identity.filter(set => set.length === 1).map(set => title(set[0]!))
  const sets = identity.filter(set => set.length > 1).map(set => set.map(title).join(' with '))
  const ways = [...new Set([...singles, ...sets])].slice(0, 4)
  const email = identity.some(set => set.length === 1 && set[0] === 'email') ? columnFor('email', has) : []
  return [
    {
      code: 'map.nobody',
      field: 'email',
      message: destination
        ? `Nothing says who bought. ${destination} needs one of: ${ways.join(', ')}.`
        : `Nothing says who bought. One of these is needed: ${ways.join(', ')}.`,
      fixes: email,
    },
  ]
}

/** A time without zone could be off by half a day; the zone is asked, never guessed. */
function zoneless(fields: Fields, { has, columnsTimezone }: Edge): Complaint[] {
  if (columnsTimezone) return []
  return ['event_time', 'click_time'].flatMap(id => {
    const expression = fields[id]
    const column = expression && 'column' in expression ? has.find(c => c.key === expression.column) : undefined
    return column?.type === 'date' || (column?.type === 'time' && column.zoned === false)
      ? [
          {
            code: 'time_without_zone',
            field: id,
            message: `The times in "${column.key}" carry no time zone. Name their zone in the model’s settings.`,
          },
        ]
      : []
  })
}

/** What databases call columns of bytes: they arrive in hexadecimal, of which "31323334" would pass for an amount. */
const BYTES = /^(?:blob|bytea|bytes|binary|varbinary|varbyte)\b/i
const NO_TEXT = new Set(['number', 'time', 'date', 'boolean'])
function bytes(fields: Fields, { has }: Edge): Complaint[] {
  return Object.entries(fields).flatMap(([id, expression]): Complaint[] => {
    if (!NO_TEXT.has(concept.get(id)?.type ?? '')) return []
    const column = columnsIn(expression).find(name => has.some(({ key, native }) => key === name && BYTES.test(native ?? '')))
    if (column === undefined) return []
    return [
      {
        code: 'map.bytes',
        field: id,
        message: `${title(id)} reads "${column}", whose values are bytes and not text: they would be taken for numbers that nobody wrote. Choose another column, or turn it into text in the query.`,
      },
    ]
  })
}
