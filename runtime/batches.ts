/** Ragged pages in, full batches out: by count, by bytes and by group, so that a filter does not make requests smaller. */

export interface Sized {
  group: { id: string; events: number }
  bytes: number
}

/** Bytes of punctuation around the events of a body, at most. */
const FRAME = 64

/** Holds at most one unfinished batch per group. `left` gives what is still held, for the books when a run stops. */
export class Batches<T extends Sized> {
  readonly #bytes: number
  readonly #held = new Map<string, { items: T[]; bytes: number }>()
  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** Adds one; gives the batches that are now full (an item that does not fit sends the held ones off first). */
  *add(item: T): Generator<T[]> {
    const held = this.#held.get(item.group.id) ?? this.#open(item.group.id)
    if (held.items.length && held.bytes + item.bytes + 1 > this.#bytes) yield this.#take(held)
    held.items.push(item)
    held.bytes += item.bytes + 1
    if (held.items.length >= item.group.events) yield this.#take(held)
  }
  *rest(): Generator<T[]> {
    for (const held of this.#held.values()) if (held.items.length) yield this.#take(held)
  }
  left(): T[] {
    return [...this.#held.values()].flatMap(held => this.#take(held))
  }

  #open(id: string) {
    const held = { items: [] as T[], bytes: FRAME }
    this.#held.set(id, held)
    return held
  }
  #take(held: { items: T[]; bytes: number }): T[] {
    const { items } = held
    held.items = []
    held.bytes = FRAME
    return items
  }
}

/** What leaves the window soon goes before the rest of its page; all else keeps the order in which it was read. */
export function urgentFirst<T extends { expires: number }>(items: T[], soon: number): T[] {
  if (!items.some(item => item.expires <= soon)) return items
  const urgent = items.filter(item => item.expires <= soon).sort((a, b) => a.expires - b.expires)
  return [...urgent, ...items.filter(item => item.expires > soon)]
}
