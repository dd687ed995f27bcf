/** A pure function of text whose answers are kept while they keep being asked for again: cities repeat, e-mail addresses do not. */

const KEPT_MAX = 4096
/** After this many questions a function with fewer than half of its answers kept is not worth the keeping. */
const TRIAL = 8192

export function remembered<T>(work: (text: string) => T): (text: string, context: string) => T {
  let kept: Map<string, T> | undefined = new Map()
  let asked = 0
  let hits = 0
  return (text, context) => {
    if (!kept) return work(text)
    const key = `${context}\n${text}`
    const found = kept.get(key)
    asked++
    if (found !== undefined) {
      hits++
      return found
    }
    const made = work(text)
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(key, made)
    if (asked >= TRIAL) {
      if (hits * 2 < asked) kept = undefined
      asked = hits = 0
    }
    return made
  }
}
