/** Which of the known names somebody probably meant. */

const MOST = 500
/** Of a name, this many letters are compared. */
const LONGEST = 60
/** Signs and case say nothing: "order-id" and "Order ID" are one name. */
const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, LONGEST)

/** The name that somebody probably meant, or `undefined` when none is close: at most a third of the letters, or two, are others. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name)
  const most = Math.min(Math.max(2, Math.floor(name.length / 3)), wanted.length - 1)
  const [best] = names
    .slice(0, MOST)
    .map(known => ({ known, letters: plain(known) }))
    // A difference in length is as many other letters at least.
    .filter(({ letters }) => Math.abs(letters.length - wanted.length) <= most)
    .map(({ known, letters }) => ({ known, far: editDistance(wanted, letters) }))
    .toSorted((a, b) => a.far - b.far)
  return best && best.far <= most ? best.known : undefined
}

const SHORTEST_NAME = 5
/** The standard name that a name of one or two other letters was probably meant to be; `undefined` for all others. */
export function nearMiss(name: string, standard: readonly string[]): string | undefined {
  if (name.length < SHORTEST_NAME) return undefined
  const [small, all] = [name.toLowerCase(), standard.map(known => known.toLowerCase())]
  if (all.includes(small)) return undefined
  const at = all.findIndex(known => known.length >= SHORTEST_NAME && editDistance(small, known) <= 2)
  return standard[at]
}

function editDistance(a: string, b: string): number {
  if (a.length > 100 || b.length > 100) return Number.POSITIVE_INFINITY
  let before = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    before = row
  }
  return before[b.length]!
}
