/** What would become of refused events if they were read and mapped anew now: counted, nothing is sent. */
import { Left, type Row, type Session } from './contract.ts'
import { identified, printOf } from './identity.ts'
import type { Plan } from './plan.ts'
import { finder } from './refused-rows.ts'
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
  const find = finder(plan)
  if (open.size > 0)
    for await (const rows of session.read(plan.query, { size: 1000, now, stop: new AbortController().signal })) {
      for (const row of rows) {
        const found = find(row, open)
        if (!found) continue
        const { key, parts, named } = found
        told[
          named ? verdict(plan, identified(named.event, named.name, parts, plan.sealer).event, open.get(key)!, now, printKey) : 'leaves'
        ]++
        open.delete(key)
      }
      if (open.size === 0) break
    }
  return { ...told, noLongerInSource: open.size }
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
