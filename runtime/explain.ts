/** One row's way through every step, with the reason where it left. */

import { Books } from './books.ts'
import { eventNames } from './concepts.ts'
import type { Conditions } from './conditions/tree.ts'
import { type Decisive, why } from './conditions/why.ts'
import { Left, type Row, type Session, type Shape } from './contract.ts'
import { behindCursor, type Cursors } from './cursor.ts'
import { eventKey, identified, idKey, keyLabel, keyParts } from './identity.ts'
import { onlyShown } from './lookup/looking.ts'
import type { Plan, Ready } from './plan.ts'
import type { Resolved } from './resolve.ts'
import type { errorOf } from './run.ts'
import { sealer } from './seal.ts'
import type { EventKey } from './world.ts'

export interface ExplainedStep {
  node: string
  /** `passed`, or the outcome with which the row left here. */
  outcome: string
  code: string | null
  field: string | null
  message: string
  /** The conditions by which this step decided, when it is one of conditions. */
  conditions: Decisive[]
  /** The row as this step gives it on; as it came, where it left. Personal values in clear: mask it before it is shown. */
  row: Row | null
  columns: Shape
}
export interface ExplainedRow {
  found: boolean
  /** Rows with this key; more than one and the first is sent, the others are duplicates. */
  rows: number
  steps: ExplainedStep[]
  /** Why the next run does not read it, when it lies behind the model's cursor; of interest where nobody has sent it. */
  behind: string | null
  /** The event's key in the ledger, when the row got as far as having an event name. */
  key: EventKey | null
  /** Keys under which the ledger may know it, likeliest first: also of rows that are gone, or leave early today. */
  keys: EventKey[]
  /** The event as it would leave now, one JSON text. Personal values in clear. */
  event: string | null
}

type Way = Pick<ExplainedRow, 'steps' | 'key' | 'event'>
/** `label` is the key as people see it: the key columns' values joined by "/". */
export async function explain(plan: Plan, session: Session, label: string, now: number, cursors?: Cursors): Promise<ExplainedRow> {
  const { row, rows } = await find(plan, session, label, now)
  const way = row ? wayOf(plan, row, now) : { steps: [missing(plan, label)], key: null, event: null }
  if (rows > 1) way.steps[1]!.message = `${rows} rows have this key. The first is sent; the others count as duplicates.`
  const behind = row && (await behindCursor(plan, session, row, { now: () => now, ...(cursors && { cursors }) }).catch(() => undefined))
  const keys = candidates(plan, plan.query.key.length, label)
  return {
    found: row !== undefined,
    rows,
    behind: behind ?? null,
    ...way,
    keys: way.key ? [way.key, ...keys.filter(key => key !== way.key)] : keys,
  }
}

/** Where the source does not answer: that it was not asked and why, and under which keys the ledger may know the row all the same. */
export function unread(resolved: Resolved, label: string, why: ReturnType<typeof errorOf>, now: number): ExplainedRow {
  const { source, model, dialect } = resolved
  const spelling = { resolved, sealer: sealer({ dialect, sealing: {}, timezone: undefined, now }) }
  const said = [why.message, why.why].flatMap(text => (text ? [text.replace(/\.?$/, '.')] : []))
  const message = `Its row could not be looked at now: ${said.join(' ')}`
  return {
    found: false,
    rows: 0,
    behind: null,
    steps: [{ ...bare, node: why.node ?? source.id, outcome: 'not_read', code: why.code, field: null, message }],
    key: null,
    keys: candidates(spelling, model.kind.query(model.config).key.length, label),
    event: null,
  }
}

const bare = { conditions: [], row: null, columns: [] }
const missing = ({ resolved: { model }, query }: Plan, label: string): ExplainedStep => ({
  ...bare,
  node: model.id,
  outcome: 'not_read',
  code: 'no_row',
  field: null,
  message: `The model gives no row with the key ${label} now. Its rows are known by ${query.key.map(column => `"${column}"`).join(', ')}.`,
})

function wayOf(plan: Plan, row: Row, now: number): Way {
  const { source, model, destination, dialect, path } = plan.resolved
  const books = new Books(path, destination.id, [], dialect)
  let value: Row = row
  let columns: Shape = plan.rows
  const passed = (node: string, message: string): ExplainedStep => ({
    ...bare,
    node,
    outcome: 'passed',
    code: null,
    field: null,
    message,
    row: onlyShown(value, columns),
    columns,
  })
  const left = (node: string, l: Left): ExplainedStep => ({
    ...passed(node, books.sentence(l.code, l.field)),
    outcome: l.outcome,
    code: l.code,
    field: l.field ?? null,
  })
  const steps = [{ ...passed(source.id, 'Read.'), row: null }, passed(model.id, 'One of the model’s rows.')]
  for (const step of plan.steps) {
    const said: string[] = []
    const next = step.apply(value, (code, field) => said.push(books.sentence(code, field)))
    const conditions = decisive(plan, step, value, columns, now)
    if (next instanceof Left) return { key: null, event: null, steps: [...steps, { ...left(step.id, next), conditions }] }
    value = next
    columns = step.shape
    steps.push({ ...passed(step.id, ['Went on.', ...said].join(' ')), conditions })
  }
  const parts = keyParts(row, plan.query.key)!
  const name = plan.sealer.name(value)
  if (name instanceof Left) return { key: null, event: null, steps: [...steps, left(destination.id, name)] }
  const key = eventKey(name, parts)
  const lost: ExplainedStep[] = []
  const sealed = plan.sealer.seal(identified(value, name, parts, plan.sealer).event, (code, field) =>
    lost.push({ ...bare, node: destination.id, outcome: 'field_left_out', code, field, message: books.sentence(code, field) }),
  )
  if (sealed instanceof Left) return { key, event: null, steps: [...steps, ...lost, left(destination.id, sealed)] }
  const flaw = dialect.judge(sealed, now)
  const without = (dialect.lacks?.(sealed) ?? []).map(code => books.sentence(code).replace(/\.?$/, '.'))
  const last = flaw ? left(destination.id, flaw) : { ...passed(destination.id, ['Fit to send.', ...without].join(' ')), row: null }
  return { key, event: flaw ? null : dialect.encode(sealed), steps: [...steps, ...lost, last] }
}

const decisive = (plan: Plan, step: Ready, row: Row, columns: Shape, now: number): Decisive[] =>
  step.where ? why(step.where, row, columns, { now, timezone: plan.timezone }) : []

type Spelling = Pick<Plan, 'resolved' | 'sealer'>
/** Event names, in the platform's spelling, that the mapping can give: the one it fixes, else the standard ones. */
export function namesOf({ resolved, sealer }: Spelling): string[] {
  const fixed = resolved.steps.map(({ kind, config }) => kind.feeds?.(config, 'event_name')).find(from => from && 'value' in from)
  const given = fixed && 'value' in fixed ? [fixed.value] : eventNames
  return [...new Set(given.map(name => sealer.name({ event_name: name })).filter(name => typeof name === 'string'))]
}

const SPLITS_MAX = 50
/** Where the ledger may know it: the key's parts under each event name that the mapping can give, then as an event id. */
function candidates(spelling: Spelling, columns: number, label: string): EventKey[] {
  const parts = splits(label, columns)
  return namesOf(spelling).flatMap(name => [...parts.map(one => eventKey(name, one)), idKey(name, label)])
}
/** Every way to read a label as so many values: one of them may hold a "/" itself. */
function splits(label: string, columns: number): string[][] {
  if (columns === 1) return [[label]]
  const pieces = label.split('/')
  const found: string[][] = []
  const go = (from: number, parts: string[]) => {
    if (found.length >= SPLITS_MAX) return
    if (parts.length === columns - 1) {
      if (from < pieces.length) found.push([...parts, pieces.slice(from).join('/')])
      return
    }
    for (let to = from + 1; to < pieces.length; to++) go(to, [...parts, pieces.slice(from, to).join('/')])
  }
  go(0, [])
  return found
}

/** Rows that are read on for a second one with the same key, where the source cannot look for it. */
const READ_ON = 200_000
/** Asks the source for the row when it can find it itself; else reads until it comes by. */
async function find(plan: Plan, session: Session, label: string, now: number): Promise<{ row: Row | undefined; rows: number }> {
  const stop = new AbortController()
  const { key } = plan.query
  const [parts, ...more] = splits(label, key.length)
  if (!parts) return { row: undefined, rows: 0 }
  const where: Conditions = { match: 'all', conditions: key.map((column, i) => ({ column, op: 'is', value: parts[i]! })) }
  const narrow = more.length === 0 && session.narrows?.(where, plan.rows)
  let row: Row | undefined
  let rows = 0
  let after = 0
  for await (const page of session.read(plan.query, { size: 1000, now, stop: stop.signal, ...(narrow && { where }) })) {
    for (const one of page) {
      const values = keyParts(one, key)
      if (!values || keyLabel(values) !== label) continue
      row ??= one
      rows++
    }
    if (row) after += page.length
    if (after > READ_ON) break
  }
  return { row, rows }
}
