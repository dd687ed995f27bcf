/** What a run would make nothing of in the first rows: conditions about times that are no times, and dates that it refuses, because nobody said which number is the day, or in which zone a clock stands. */
import { concept } from './concepts.ts'
import type { Model, Row, Step } from './contract.ts'
import { Left } from './contract.ts'
import { type Target, Unusable } from './dialect.ts'
import { type DateOrder, inOrder, type Readings, readingsOf } from './normalise/date-order.ts'
import { parseTime } from './normalise/time.ts'
import type { Walk } from './plan.ts'
import type { Fix, Problem } from './problem.ts'
import type { Placed } from './resolve.ts'

export interface Looked {
  walked: Walk
  steps: readonly Placed<Step>[]
  targets: readonly Target[]
  /** The first rows of the model, as they leave it. */
  rows: readonly Row[]
  model: Placed<Model>
  /** As the model names it; `undefined`: it names none. */
  timezone: string | undefined
  /** Zones that may be meant, likeliest first, to choose from. */
  zones: readonly string[]
}

/** Fields of dates whose column is text: only of those need rows be looked at. */
export function textDates(steps: readonly Placed<Step>[], walked: Walk, targets: readonly Target[], rows: Walk['has']): string[] {
  if (!steps.some(({ kind }) => kind.madeOf)) return []
  return [...new Set(targets.map(target => target.concept))].filter(id => {
    if (!isDate(id)) return false
    return steps.some(({ kind, config }, at) => {
      const columns = kind.madeOf?.(config, id) ?? []
      const arriving = at === 0 ? rows : walked.steps[at - 1]!.shape
      return columns.some(name => arriving.find(({ key }) => key === name)?.type === 'text')
    })
  })
}
const isDate = (id: string) => ['time', 'date'].includes(concept.get(id)?.type ?? '')

/** What steps cannot read in the rows as they arrive there, filters before them passed. */
export const rowsUnread = (
  { walked, steps }: Pick<Looked, 'walked' | 'steps'>,
  shape: Walk['has'],
): ((rows: readonly Row[]) => Problem[])[] =>
  steps.flatMap(({ id, kind, config }, at) => {
    const judge = kind.unread?.(config, at === 0 ? shape : walked.steps[at - 1]!.shape)
    if (!judge) return []
    const before = walked.steps.slice(0, at)
    return (rows: readonly Row[]) => judge(arriving(before, rows, true)).map(complaint => ({ level: 'must_fix', ...complaint, node: id }))
  })

/** A run refuses what these rows hold: said before, with what one press would make of it. */
export function datesUnsaid(fields: readonly string[], looked: Looked): Problem[] {
  const { steps } = looked.walked
  const kept = arriving(steps, looked.rows, false)
  // Where a filter leaves nothing yet, what it leaves out says as well how dates are written.
  const events = kept.length > 0 ? kept : arriving(steps, looked.rows, true)
  return fields.flatMap(id => {
    const texts = events.flatMap(event => {
      const value = event[id]
      return typeof value === 'string' && value.trim() !== '' ? [value] : []
    })
    return [...orderUnsaid(id, texts, looked), ...zoneUnsaid(id, texts, looked)]
  })
}

const arriving = (steps: Walk['steps'], rows: readonly Row[], pastFilters: boolean): Row[] =>
  rows.map(row => through(steps, row, pastFilters)).filter(row => row !== undefined)

/** What becomes of a row on the way; nothing where it leaves. */
export function through(steps: Walk['steps'], row: Row, pastFilters: boolean): Row | undefined {
  let value: Row = row
  for (const { apply, where } of steps) {
    if (pastFilters && where) continue
    const next = apply(value)
    if (next instanceof Left) return undefined
    value = next
  }
  return value
}

interface Seen {
  /** A date of two readings, with both. */
  both?: { sample: string; read: Required<Readings> }
  /** A date that only one order makes. */
  only: Partial<Record<DateOrder, string>>
}
function seenIn(texts: readonly string[]): Seen {
  const seen: Seen = { only: {} }
  for (const sample of texts) {
    const read = readingsOf(sample)
    if (read?.day_first === undefined && read?.month_first === undefined) continue
    if (read.day_first === undefined) seen.only.month_first ??= sample
    else if (read.month_first === undefined) seen.only.day_first ??= sample
    else if (read.day_first !== read.month_first)
      seen.both ??= { sample, read: { day_first: read.day_first, month_first: read.month_first } }
  }
  return seen
}

/** Made up, for fields that say who somebody is: no message tells anything of a person. */
const EXAMPLE = { sample: '03/04/1990', read: { day_first: '1990-04-03', month_first: '1990-03-04' } }

function orderUnsaid(id: string, texts: readonly string[], looked: Looked): Problem[] {
  const { both, only } = seenIn(texts)
  const { dayFirst } = looked.walked.sealing
  const personal = concept.get(id)?.personal === true
  const place = mendingAt(id, looked)
  if (dayFirst) {
    const { month_first: against } = only
    if (!against || personal) return []
    const message = `The dates in ${place.names} are read with the day first, as Hash identity says, but "${against}" can only be read with the month first.`
    return [{ ...place.at, code: 'map.date_order', level: 'worth_a_look', message, fixes: place.fixes(['month_first', 'day_first']) }]
  }
  const decided = only.day_first && !only.month_first ? 'day_first' : only.month_first && !only.day_first ? 'month_first' : undefined
  if (!both && !decided) return []
  const required = looked.targets.some(target => target.concept === id && target.required)
  const most = texts.filter(text => readingsOf(text)).length * 2 >= texts.length
  const orders: DateOrder[] = decided ? [decided] : ['day_first', 'month_first']
  return [
    {
      ...place.at,
      code: 'map.date_order',
      level: both && required && most ? 'must_fix' : 'worth_a_look',
      message: [
        ...(both ? [twoWays(place.names, personal ? EXAMPLE : both, required)] : []),
        ...(decided ? [decidedBy(decided, personal ? undefined : only[decided], both ? '' : place.names)] : []),
        ...(both && only.day_first && only.month_first ? ['Other rows hold dates that only one of the two makes, and they disagree.'] : []),
      ].join(' '),
      fixes: place.fixes(orders),
    },
  ]
}

const twoWays = (names: string, { sample, read }: typeof EXAMPLE, required: boolean): string =>
  `The dates in ${names} can be read in two ways: "${sample}" is ${read.day_first} with the day first and ${read.month_first} with the month first. ${
    required ? 'Until you say which, those rows are held back.' : 'Until you say which, those rows go without it.'
  }`

/** What the other rows prove; alone (`names`) where no row has two readings yet. */
function decidedBy(order: DateOrder, sample: string | undefined, names: string): string {
  const day = order === 'day_first'
  if (names)
    return day
      ? `The dates in ${names} are written with the day first. Say so, or a date such as 03/04/2026 is not understood.`
      : `The dates in ${names} are written with the month first. Say so, or a date such as 03/04/2026 is not understood.`
  if (sample === undefined)
    return day ? 'Other rows can only be read with the day first.' : 'Other rows can only be read with the month first.'
  return day ? `The date "${sample}" can only be read with the day first.` : `The date "${sample}" can only be read with the month first.`
}

/** Where one press says it: at the field where a column alone feeds it, else in the step that holds the setting for all dates. */
function mendingAt(id: string, { steps }: Looked) {
  const mapper = steps.find(({ kind, config }) => kind.madeOf?.(config, id)?.length)
  const columns = mapper?.kind.madeOf?.(mapper.config, id) ?? []
  const holder = steps.find(({ kind, config }) => kind.sayOrder?.(config, id, 'day_first')) ?? mapper
  return {
    names: columns.map(column => `"${column}"`).join(', '),
    at: { node: holder?.id ?? '', field: id },
    fixes: (orders: readonly DateOrder[]): Fix[] => orders.flatMap(order => holder?.kind.sayOrder?.(holder.config, id, order) ?? []),
  }
}

/** Text that carries no zone, where the model names none. Columns of times were judged by their type. */
function zoneUnsaid(id: string, texts: readonly string[], looked: Looked): Problem[] {
  if (looked.timezone !== undefined || concept.get(id)?.type !== 'time') return []
  if (looked.walked.problems.some(({ code, field }) => code === 'time_without_zone' && field === id)) return []
  const bare = texts.filter(text => {
    const time = parseTime(inOrder(text, 'day_first'), { timezone: undefined, dayFirst: true })
    return time instanceof Unusable && time.code === 'time_without_zone'
  })
  if (bare.length === 0) return []
  const required = looked.targets.some(target => target.concept === id && target.required)
  return [
    {
      node: looked.model.id,
      code: 'time_without_zone',
      level: required && bare.length * 2 >= texts.length ? 'must_fix' : 'worth_a_look',
      field: 'timezone',
      message: `The times in ${mendingAt(id, looked).names} carry no time zone, as "${bare[0]}". Name their zone here.`,
      fixes: looked.zones.flatMap(zone => looked.model.kind.sayZone?.(zone) ?? []),
    },
  ]
}
