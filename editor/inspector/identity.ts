type Cells = Readonly<Record<string, unknown>>
export interface IdentityLine {
  title: string
  before: unknown
  after: unknown
}

/** One line per field that names a person, from the sampled event that has most of them. Rows are matched, never guessed. */
export function beforeAndAfter(
  personal: readonly { id: string; title: string }[],
  before: readonly Cells[],
  after: readonly Cells[],
): IdentityLine[] {
  const pairs = paired(before, after)
  const filled = (row: Cells) => personal.filter(({ id }) => !isEmpty(row[id])).length
  const [best] = pairs.toSorted((a, b) => filled(b.before) - filled(a.before))
  if (!best) return []
  return personal
    .filter(({ id }) => !isEmpty(best.before[id]))
    .map(({ id, title }) => ({ title, before: best.before[id], after: best.after[id] }))
}

/** Rows that fell away between the two steps shift the lists, so rows are then matched by what sealing leaves as it is. */
function paired(before: readonly Cells[], after: readonly Cells[]): { before: Cells; after: Cells }[] {
  if (before.length === after.length) return before.map((row, i) => ({ before: row, after: after[i]! }))
  const same = ['event_id', 'order_id'].find(id => new Set(before.map(row => row[id]).filter(v => !isEmpty(v))).size === before.length)
  if (!same) return []
  const byId = new Map(after.map(row => [String(row[same]), row]))
  return before.flatMap(row => {
    const found = byId.get(String(row[same]))
    return found ? [{ before: row, after: found }] : []
  })
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''
