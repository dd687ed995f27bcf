/**
 * What is known by key, in a few lists of numbers: a hundred thousand keys as texts and objects are three times as large, and
 * cost the collector more than all that is asked of them.
 */
/** A power of two. */
const FIRST = 1024
/** Bytes. */
const KEY = 16
const PRINT = 8
/** More than there are; with the four bytes of a key's beginning a number holds them exactly. */
const ENTRIES = 2 ** 21

/** Keys as the table compares them, four numbers each. */
export type KeyNumbers = Uint32Array
export function numbersOf(bytes: Buffer): KeyNumbers {
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 ? Buffer.from(new Uint8Array(bytes).buffer) : bytes
  return new Uint32Array(buffer, byteOffset, length / 4)
}

/** Entries are numbered as they came; an entry stays where it is, and what it says is what was said last. */
export class KeyTable<What> {
  size = 0
  #room = FIRST
  #keys = new Uint32Array(FIRST * 4)
  /** Two numbers each; zeros for none, as the disk has them. */
  #prints = new Uint32Array(FIRST * 2)
  /** What was said, each once for all the keys that it was said of. */
  readonly #said: What[] = []
  /** By entry: which of these. */
  #which = new Uint32Array(FIRST)
  /** By the beginning of a key, which is a hash: the entry and one, or nothing. Half of it stays empty. */
  #places = new Int32Array(FIRST * 2)

  /** The entry of the `at`th key. */
  find(keys: KeyNumbers, at: number): number | undefined {
    const mine = this.#keys
    const [a, b, c, d] = [keys[at * 4]!, keys[at * 4 + 1]!, keys[at * 4 + 2]!, keys[at * 4 + 3]!]
    for (let place = this.#first(a); ; place = this.#next(place)) {
      const entry = this.#places[place]! - 1
      if (entry < 0) return undefined
      const from = entry * 4
      if (mine[from] === a && mine[from + 1] === b && mine[from + 2] === c && mine[from + 3] === d) return entry
    }
  }
  /** `prints`: beside the keys, eight bytes each. */
  add(keys: KeyNumbers, what: What, prints: Buffer | null): void {
    const which = this.#said.push(what) - 1
    const said = prints && numbersOf(prints)
    for (let at = 0; at < keys.length / 4; at++) {
      const entry = this.find(keys, at) ?? this.#enter(keys, at)
      this.#which[entry] = which
      this.#prints[entry * 2] = said ? said[at * 2]! : 0
      this.#prints[entry * 2 + 1] = said ? said[at * 2 + 1]! : 0
    }
  }
  what(entry: number): What {
    return this.#said[this.#which[entry]!]!
  }
  /** As `Known` has it. */
  print(entry: number): string | undefined {
    if (this.#prints[entry * 2] === 0 && this.#prints[entry * 2 + 1] === 0) return undefined
    return Buffer.from(this.#prints.buffer).toString('hex', entry * PRINT, entry * PRINT + PRINT)
  }
  /** Keys and prints of these entries, one after another, as the disk has them. */
  bytes(entries: Uint32Array): { keys: Buffer; prints: Buffer } {
    const keys = new Uint32Array(entries.length * 4)
    const prints = new Uint32Array(entries.length * 2)
    for (const [at, entry] of entries.entries()) {
      for (let i = 0; i < 4; i++) keys[at * 4 + i] = this.#keys[entry * 4 + i]!
      for (let i = 0; i < 2; i++) prints[at * 2 + i] = this.#prints[entry * 2 + i]!
    }
    return { keys: Buffer.from(keys.buffer), prints: Buffer.from(prints.buffer) }
  }
  /** All entries in the order of their keys, as far as the first four bytes tell. */
  inOrder(): Uint32Array {
    const bytes = new DataView(this.#keys.buffer)
    // Numbers alone are sorted without a call for each comparison: the beginning of the key and the entry in one.
    const both = new Float64Array(this.size)
    for (let entry = 0; entry < this.size; entry++) both[entry] = bytes.getUint32(entry * KEY) * ENTRIES + entry
    return Uint32Array.from(both.sort(), one => one % ENTRIES)
  }

  #enter(keys: KeyNumbers, at: number): number {
    if (this.size === this.#room) this.#grow()
    const entry = this.size++
    for (let i = 0; i < 4; i++) this.#keys[entry * 4 + i] = keys[at * 4 + i]!
    this.#place(entry)
    return entry
  }
  #place(entry: number): void {
    let place = this.#first(this.#keys[entry * 4]!)
    while (this.#places[place] !== 0) place = this.#next(place)
    this.#places[place] = entry + 1
  }
  #grow(): void {
    this.#room *= 2
    const [keys, prints, which] = [this.#keys, this.#prints, this.#which]
    this.#keys = new Uint32Array(this.#room * 4)
    this.#keys.set(keys)
    this.#prints = new Uint32Array(this.#room * 2)
    this.#prints.set(prints)
    this.#which = new Uint32Array(this.#room)
    this.#which.set(which)
    this.#places = new Int32Array(this.#room * 2)
    for (let entry = 0; entry < this.size; entry++) this.#place(entry)
  }
  #first(start: number): number {
    return start & (this.#places.length - 1)
  }
  #next(place: number): number {
    return (place + 1) & (this.#places.length - 1)
  }
}
