/**
 * What is known by key, in a few lists of numbers: a hundred thousand keys as texts and objects are three times as large, and
 * cost the collector more than all that is asked of them.
 */
/** A power of two. */
const FIRST = 1024
const KEY = 16
const PRINT = 8
const NONE = Buffer.alloc(PRINT)
const NO_PRINT = NONE.toString('hex')

/** Keys as the table compares them, four numbers each. */
export type KeyNumbers = Uint32Array
export function numbersOf(keys: Buffer): KeyNumbers {
  const { buffer, byteOffset, length } = keys.byteOffset % 4 ? Buffer.from(new Uint8Array(keys).buffer) : keys
  return new Uint32Array(buffer, byteOffset, length / 4)
}

/** Entries are numbered as they came; an entry stays where it is, and what it says is what was said last. */
export class KeyTable<What> {
  size = 0
  #room = FIRST
  #keys = new Uint32Array(FIRST * 4)
  #prints = Buffer.alloc(FIRST * PRINT)
  #what: What[] = []
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
    for (let at = 0; at < keys.length / 4; at++) {
      const entry = this.find(keys, at) ?? this.#enter(keys, at)
      this.#what[entry] = what
      if (prints) prints.copy(this.#prints, entry * PRINT, at * PRINT, at * PRINT + PRINT)
      else NONE.copy(this.#prints, entry * PRINT)
    }
  }
  what(entry: number): What {
    return this.#what[entry]!
  }
  key(entry: number): Buffer {
    return Buffer.from(this.#keys.buffer, entry * KEY, KEY)
  }
  print(entry: number): Buffer | null {
    const print = this.#prints.subarray(entry * PRINT, entry * PRINT + PRINT)
    return print.equals(NONE) ? null : print
  }
  /** As `Known` has it. */
  printText(entry: number): string | undefined {
    const print = this.#prints.toString('hex', entry * PRINT, entry * PRINT + PRINT)
    return print === NO_PRINT ? undefined : print
  }
  /** The entries by the first byte of their keys, each of the 256 lists in the order of its keys. */
  inRanges(): number[][] {
    const ranges: number[][] = Array.from({ length: 256 }, () => [])
    const bytes = Buffer.from(this.#keys.buffer)
    const starts = new Float64Array(this.size)
    for (let entry = 0; entry < this.size; entry++) {
      starts[entry] = bytes.readUIntBE(entry * KEY, 6)
      ranges[bytes[entry * KEY]!]!.push(entry)
    }
    for (const range of ranges) range.sort((a, b) => starts[a]! - starts[b]!)
    return ranges
  }

  #enter(keys: KeyNumbers, at: number): number {
    if (this.size === this.#room) this.#grow()
    const entry = this.size++
    this.#keys.set(keys.subarray(at * 4, at * 4 + 4), entry * 4)
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
    const [keys, prints] = [this.#keys, this.#prints]
    this.#keys = new Uint32Array(this.#room * 4)
    this.#keys.set(keys)
    this.#prints = Buffer.alloc(this.#room * PRINT)
    this.#prints.set(prints)
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
