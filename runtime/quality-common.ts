/** Which value stands in too many rows. Misra and Gries, 1982: a few counters, whatever the number of rows. */

/** With eight counters, what stands in more than one row of nine is surely among them. */
const COUNTERS = 8

/** What was counted, for another one to take over. */
export interface Counted {
  values: readonly string[]
  counts: readonly number[]
}

/** Counts of the commonest texts; `most` is never more than the truth and at most a ninth of all rows below it. */
export class Commonest {
  readonly #values: string[] = []
  readonly #counts: number[] = []

  add(value: string): void {
    const at = this.#values.indexOf(value)
    if (at >= 0) this.#counts[at]!++
    else if (this.#values.length < COUNTERS) {
      this.#values.push(value)
      this.#counts.push(1)
    } else this.#lower()
  }
  /** Of the same rows as if one had counted them all, within the same ninth (Agarwal et al., 2012). */
  merge({ values, counts }: Counted): void {
    const all = new Map(this.#values.map((value, i) => [value, this.#counts[i]!]))
    for (const [i, value] of values.entries()) all.set(value, (all.get(value) ?? 0) + counts[i]!)
    const sorted = [...all].sort(([, a], [, b]) => b - a)
    const off = sorted[COUNTERS]?.[1] ?? 0
    const kept = sorted.slice(0, COUNTERS).flatMap(([value, count]) => (count > off ? [[value, count - off] as const] : []))
    this.#values.splice(0, COUNTERS, ...kept.map(([value]) => value))
    this.#counts.splice(0, COUNTERS, ...kept.map(([, count]) => count))
  }
  get counted(): Counted {
    return { values: [...this.#values], counts: [...this.#counts] }
  }
  /** Rows, at least, that hold the commonest value. */
  get most(): number {
    return Math.max(0, ...this.#counts)
  }

  /** A newcomer takes one off all; a value that has none left is forgotten. */
  #lower(): void {
    for (let i = this.#counts.length - 1; i >= 0; i--) {
      if (--this.#counts[i]! > 0) continue
      const [value, count] = [this.#values.pop()!, this.#counts.pop()!]
      if (i === this.#values.length) continue
      this.#values[i] = value
      this.#counts[i] = count
    }
  }
}
