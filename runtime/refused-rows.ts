/** Refused events found again among the rows of a source: by their key, under the name that they have now or may have had. */
import { Left, type Row, type Session } from './contract.ts'
import { namesOf } from './explain.ts'
import { eventKey, keyParts } from './identity.ts'
import type { Plan } from './plan.ts'
import type { EventKey, Known, Ledger } from './world.ts'

export interface FoundRow {
  key: EventKey
  parts: readonly string[]
  /** What the drawing makes of it, with its name; absent where it leaves before it has one. */
  named: { event: Row; name: string } | undefined
}
type Keys = Pick<ReadonlySet<EventKey>, 'has'>

/** Tells of a row whether it is one of these events. */
export function finder(plan: Plan): (row: Row, among: Keys) => FoundRow | undefined {
  const names = namesOf(plan)
  return (row, among) => {
    const parts = keyParts(row, plan.query.key)
    if (!parts) return undefined
    const event = shaped(plan, row)
    const name = event && plan.sealer.name(event)
    const named = event && typeof name === 'string' ? { event, name } : undefined
    // A row that leaves before it has a name is found under each that it may have had.
    const key = (named ? [named.name] : names).map(one => eventKey(one, parts)).find(one => among.has(one))
    return key === undefined ? undefined : { key, parts, named }
  }
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

/** The source as if it held these events alone: what is read is a part, so nothing is counted there and no cursor looks. */
export function onlyThese(session: Session, plan: Plan, keys: Keys): Session {
  const find = finder(plan)
  return {
    tables: () => session.tables(),
    describe: query => session.describe(query),
    async *read(query, reading) {
      for await (const rows of session.read(query, reading)) {
        const found = rows.filter(row => find(row, keys) !== undefined)
        if (found.length > 0) yield found
      }
    },
    close: () => session.close(),
  }
}

/** What `run` had refused is new again to whoever sends it once more; what was delivered stays known, and so does what is open. */
export const forgiving = (ledger: Ledger, run: string): Ledger => ({
  ...ledger,
  look: keys => new Map<EventKey, Known>([...ledger.look(keys)].filter(([, known]) => known.state !== 'rejected' || known.run !== run)),
})
