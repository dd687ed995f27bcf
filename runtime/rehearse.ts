/** What would become of refused events if they were read and mapped anew now: counted, nothing is sent. */
import { Left, type Row, type Session } from './contract.ts'
import { namesOf } from './explain.ts'
import { eventKey, identified, keyParts, printOf } from './identity.ts'
import type { Plan } from './plan.ts'
import type { EventKey } from './world.ts'

/** Each refused event is in exactly one of the five. */
export interface Rehearsal {
  /** Fit to be sent, and different from what was refused. */
  changed: number
  /** Fit to be sent, byte for byte what was refused. */
  unchanged: number
  /** Left out or held back by now. */
  leaves: number
  tooOld: number
  noLongerInSource: number
}

/** `refused`: keys with the fingerprint of what was refused; `null` where none was kept, which counts as changed. */
export async function rehearse(
  plan: Plan,
  session: Session,
  refused: ReadonlyMap<EventKey, string | null>,
  now: number,
  printKey?: string,
): Promise<Rehearsal> {
  const told: Rehearsal = { changed: 0, unchanged: 0, leaves: 0, tooOld: 0, noLongerInSource: 0 }
  const open = new Map(refused)
  const names = namesOf(plan)
  if (open.size > 0)
    for await (const rows of session.read(plan.query, { size: 1000, now, stop: new AbortController().signal })) {
      for (const row of rows) {
        const parts = keyParts(row, plan.query.key)
        if (!parts) continue
        const event = shaped(plan, row)
        const name = event && plan.sealer.name(event)
        // A row that leaves before it has a name is found under each that it may have had.
        const keys = typeof name === 'string' ? [eventKey(name, parts)] : names.map(one => eventKey(one, parts))
        const key = keys.find(one => open.has(one))
        if (key === undefined) continue
        told[
          event && typeof name === 'string'
            ? verdict(plan, identified(event, name, parts, plan.sealer).event, open.get(key)!, now, printKey)
            : 'leaves'
        ]++
        open.delete(key)
      }
      if (open.size === 0) break
    }
  return { ...told, noLongerInSource: open.size }
}

function shaped(plan: Plan, row: Row): Row | undefined {
  let value: Row = row
  for (const step of plan.steps) {
    const next = step.apply(value)
    if (next instanceof Left) return undefined
    value = next
  }
  return value
}

function verdict(
  { sealer, resolved: { dialect } }: Plan,
  event: Row,
  print: string | null,
  now: number,
  key: string | undefined,
): keyof Rehearsal {
  const sealed = sealer.seal(event, () => {})
  const flaw = sealed instanceof Left ? sealed : dialect.judge(sealed, now)
  if (flaw || sealed instanceof Left) return flaw?.outcome === 'expired' ? 'tooOld' : 'leaves'
  return printOf(dialect.encode(sealed), key) === print ? 'unchanged' : 'changed'
}
