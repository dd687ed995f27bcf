/** Which arrows of the drawn states were really walked: noted at each write, by request and by event. */
import type { Ended, EventKey, Ledger, Open } from '../../runtime/world.ts'

export type Machine = 'request' | 'event'
export interface Transitions {
  walked: Record<Machine, Set<string>>
  /** The ledger of one stream, with every write noted once it was committed. */
  watch(stream: string, real: Ledger): Ledger
  /** What is found held between two runs. */
  held(stream: string, open: Open): void
  /** A person decided about a held request. */
  decided(stream: string, open: Open, to: 'open' | 'settled'): void
  /** The window closed over a request, and nobody may send it any more. */
  closed(stream: string, open: Open): void
}

export function transitions(): Transitions {
  const walked: Record<Machine, Set<string>> = { request: new Set(), event: new Set() }
  const states = new Map<string, string>()
  const move = (machine: Machine, id: string, to: string, from = states.get(`${machine} ${id}`) ?? '[*]') => {
    walked[machine].add(`${from} --> ${to}`)
    states.set(`${machine} ${id}`, to)
  }
  const request = (stream: string, id: number, to: string) => move('request', `${stream} ${id}`, to)
  const events = (stream: string, keys: Iterable<EventKey>, to: string) => {
    for (const key of new Set(keys)) {
      const id = `${stream} ${key}`
      move('event', id, to, states.get(`event ${id}`) ?? 'new')
    }
  }
  return {
    walked,
    watch(stream, real) {
      const keysOf = new Map<number, readonly EventKey[]>()
      const closed = ({ request: id, outcomes }: Ended) => {
        request(stream, id, 'settled')
        for (const { key, state } of outcomes) events(stream, [key], state)
      }
      return {
        ...real,
        open() {
          const all = real.open()
          for (const { id, keys } of all) keysOf.set(id, keys)
          return all
        },
        begin(outgoing, ended) {
          const id = real.begin(outgoing, ended)
          if (ended) closed(ended)
          keysOf.set(id, outgoing.keys)
          request(stream, id, 'open')
          events(stream, outgoing.keys, 'open')
          return id
        },
        again(id, sure) {
          real.again(id, sure)
          request(stream, id, 'open')
        },
        settle(id, outcomes, beside) {
          real.settle(id, outcomes, beside)
          closed({ request: id, outcomes })
        },
        withdraw(id) {
          real.withdraw(id)
          request(stream, id, 'withdrawn')
          events(stream, keysOf.get(id) ?? [], 'new')
        },
        split(id, parts, sure) {
          const ids = real.split(id, parts, sure)
          request(stream, id, 'split')
          for (const [i, part] of ids.entries()) {
            keysOf.set(part, parts[i]!.keys)
            request(stream, part, 'meant')
          }
          return ids
        },
      }
    },
    held(stream, { id, keys }) {
      if (states.get(`request ${stream} ${id}`) === 'held') return
      request(stream, id, 'held')
      events(stream, keys, 'held')
    },
    decided(stream, { id, keys }, to) {
      request(stream, id, to)
      events(stream, keys, to === 'open' ? 'open' : 'delivered')
    },
    closed(stream, { id, keys, doubts }) {
      request(stream, id, doubts === 0 ? 'withdrawn' : 'closed')
      events(stream, keys, doubts === 0 ? 'new' : 'uncertain')
    },
  }
}
