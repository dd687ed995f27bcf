/** From a row to an event that knows who it is: the drawn steps, its key, its id. What leaves on the way is entered in the books. */
import type { Row } from './contract.ts'
import { Left } from './contract.ts'
import { eventKey, identified, idKey, keyLabel, keyParts } from './identity.ts'
import { Fused } from './plan.ts'
import { lostOutcome } from './reasons.ts'
import type { Way } from './way.ts'
import type { EventKey } from './world.ts'

/** A row as an event, before it is sealed. */
export interface Shaped {
  key: EventKey
  idKey: EventKey | undefined
  label: string
  event: Row
}

export class Shaping {
  readonly #way: Way
  /** Steps that we decide ourselves; those before were decided by the source, and what a lookup there found is only told. */
  readonly #fused: Fused
  /** Their ids. */
  readonly #own: readonly string[]
  /** The event id is the model's one key column: unique by itself where it travels as it stands. */
  readonly #idIsKey: boolean

  constructor(way: Way) {
    this.#way = way
    const { query, resolved } = way.plan
    this.#idIsKey =
      query.key.length === 1 &&
      resolved.steps.some(({ kind, config }) => {
        const from = kind.feeds?.(config, 'event_id')
        return from !== undefined && 'column' in from && from.column === query.key[0]
      })
    const first = way.plan.narrowed.length
    const told = way.plan.steps.slice(0, first).filter(({ id }) => way.plan.joined.has(id))
    const own = [...told, ...way.plan.steps.slice(first)]
    this.#fused = new Fused(own, [...told.map(() => ({ in: 0, out: 0 })), ...way.books.nodes.slice(first + 2, -1)])
    this.#own = own.map(step => step.id)
  }

  shape(row: Row): Shaped | undefined {
    const { plan, books } = this.#way
    const parts = keyParts(row, plan.query.key)
    const label = parts ? keyLabel(parts) : undefined
    const at = () => this.#own[this.#fused.at]!
    const event = this.#fused.apply(row, (code, field) => books.note({ outcome: lostOutcome(code), code, node: at(), field, key: label }))
    if (event instanceof Left) {
      const node = at()
      books.enter(event.outcome, { code: event.code, node, field: event.field, key: event.outcome === 'filtered' ? undefined : label })
      return undefined
    }
    if (!parts) {
      books.enter('invalid', { code: 'key_null', node: plan.resolved.model.id })
      return undefined
    }
    const name = plan.sealer.name(event)
    if (name instanceof Left) return this.#leave(name, sealNode(this.#way), label!)
    const key = eventKey(name, parts)
    const { own, lost, event: whole } = identified(event, name, parts, plan.sealer)
    if (lost) books.note({ outcome: 'field_left_out', code: lost, node: sealNode(this.#way), field: 'event_id', key: label })
    return { key, idKey: own === undefined ? undefined : this.#idKey(name, own, parts[0]!), label: label!, event: whole }
  }
  /** " A1" travels as "A1": it is watched as the row whose key that is, which keeps no second key of its own. */
  #idKey(name: string, id: string, part: string): EventKey | undefined {
    if (!this.#idIsKey) return idKey(name, id)
    return id === part ? undefined : eventKey(name, [id])
  }
  #leave(left: Left, node: string, key: string): undefined {
    this.#way.books.enter(left.outcome, { code: left.code, node, field: left.field, key })
    return undefined
  }
}

/** The drawn step that says how identity is treated, else the destination. */
export const sealNode = ({ plan }: Way): string => plan.steps.findLast(s => s.kind.sealing)?.id ?? plan.resolved.destination.id
