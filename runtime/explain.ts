/** One row's way through every step, with the reason where it left. */

import { Books } from './books.ts'
import type { Conditions } from './conditions/tree.ts'
import { Left, type Row, type Session } from './contract.ts'
import { defaultEventId, eventKey, keyLabel, keyParts } from './identity.ts'
import type { Plan } from './plan.ts'
import type { EventKey } from './world.ts'

export interface ExplainedStep {
  node: string
  /** `passed`, or the outcome with which the row left here. */
  outcome: string
  code: string | null
  field: string | null
  message: string
}
export interface ExplainedRow {
  found: boolean
  steps: ExplainedStep[]
  /** The event's key in the ledger, when the row got as far as having an event name. */
  key: EventKey | null
}

/** `label` is the key as people see it: the key columns' values joined by "/". */
export async function explain(plan: Plan, session: Session, label: string, now: number): Promise<ExplainedRow> {
  const row = await find(plan, session, label, now)
  const { source, model, destination, dialect, path } = plan.resolved
  if (!row)
    return {
      found: false,
      key: null,
      steps: [
        { node: model.id, outcome: 'not_read', code: 'no_row', field: null, message: `The model gives no row with the key ${label} now.` },
      ],
    }
  const books = new Books(path, destination.id, [], dialect)
  const passed = (node: string, message: string): ExplainedStep => ({ node, outcome: 'passed', code: null, field: null, message })
  const left = (node: string, l: Left): ExplainedStep => ({
    node,
    outcome: l.outcome,
    code: l.code,
    field: l.field ?? null,
    message: books.sentence(l.code, l.field),
  })
  const steps = [passed(source.id, 'Read.'), passed(model.id, 'One of the model’s rows.')]
  let value: Row = row
  for (const step of plan.steps) {
    const next = step.apply(value)
    if (next instanceof Left) return { found: true, key: null, steps: [...steps, left(step.id, next)] }
    value = next
    steps.push(passed(step.id, 'Went on.'))
  }
  const parts = keyParts(row, plan.query.key)!
  const name = plan.sealer.name(value)
  if (name instanceof Left) return { found: true, key: null, steps: [...steps, left(destination.id, name)] }
  const key = eventKey(name, parts)
  const lost: ExplainedStep[] = []
  const sealed = plan.sealer.seal({ event_id: defaultEventId(name, parts), ...value }, (code, field) =>
    lost.push({ node: destination.id, outcome: 'field_left_out', code, field, message: books.sentence(code, field) }),
  )
  if (sealed instanceof Left) return { found: true, key, steps: [...steps, ...lost, left(destination.id, sealed)] }
  const flaw = dialect.judge(sealed, now)
  return { found: true, key, steps: [...steps, ...lost, flaw ? left(destination.id, flaw) : passed(destination.id, 'Fit to send.')] }
}

/** Asks the source for the one row when it can find it itself; else reads until it comes by. */
async function find(plan: Plan, session: Session, label: string, now: number): Promise<Row | undefined> {
  const stop = new AbortController()
  const [column] = plan.query.key
  const where: Conditions = { match: 'all', conditions: [{ column: column!, op: 'is', value: label }] }
  const narrow = plan.query.key.length === 1 && session.narrows?.(where, plan.rows)
  for await (const rows of session.read(plan.query, { size: 1000, now, stop: stop.signal, ...(narrow && { where }) })) {
    for (const row of rows) {
      const parts = keyParts(row, plan.query.key)
      if (parts && keyLabel(parts) === label) return row
    }
  }
  return undefined
}
